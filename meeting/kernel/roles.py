"""Roles: the roles of people in one meeting. Permissions, seats and minutes all use them."""

from enum import StrEnum


class Role(StrEnum):
    """A seat gives one of the first four. A person without a seat has no role in the meeting, not even an
    administrator.

    `maker` prepares a draft: until it is published, its secretaries are makers and its other seats have no role.
    `approver` is its chair once the draft was submitted.
    `screen` is the hall screen of the meeting, `kiosk` a machine at its door, `system` the installation itself.
    """

    CHAIR = "chair"
    CLERK = "clerk"
    MEMBER = "member"
    GUEST = "guest"
    NOBODY = "nobody"
    MAKER = "maker"
    APPROVER = "approver"
    SCREEN = "screen"
    KIOSK = "kiosk"
    SYSTEM = "system"
