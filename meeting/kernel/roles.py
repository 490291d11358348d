"""Roles: what somebody is in one meeting. Who may do what, the seats and the minutes all speak of these."""

from enum import StrEnum


class Role(StrEnum):
    """A seat gives one of the first four. Who has no seat is nobody there, an administrator too.

    `maker` is who prepares a draft: until it is published its secretaries are that, and the other seats nothing;
    `approver` is its chair once it was submitted.
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
