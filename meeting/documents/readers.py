"""The rule about who may read a paper, and when. It is pure; guests may read only papers that name them."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from meeting.kernel.clock import read_stamp, stamp
from meeting.kernel.refusals import NOT_ALLOWED, Refused, declare
from meeting.kernel.roles import Role

BAD_WINDOW = declare("documents.bad_window", 400, "Thời gian đọc phải có giờ kết thúc sau giờ bắt đầu.")
BAD_TIME = declare("documents.bad_time", 400, "Thời gian đọc phải là ngày giờ, như 24/9/2026 08:00.")
UNDECIDED = declare(
    "documents.undecided",
    409,
    "Tài liệu này đang tạm ẩn. Hãy xem và quyết định đó có phải là tài liệu mật không trước đã.",
)
UNDECIDED_PAPER = declare(
    "documents.undecided_paper",
    409,
    "Tài liệu “{title}” đang tạm ẩn. Hãy xem và quyết định đó có phải là tài liệu mật không trước đã.",
)


class Readers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The readers of a paper: the members, all guests, groups of the office, single people.

    `opens_at` and `closes_at` (stamps, or empty) limit the time. The chair and the secretaries may always read every
    paper. `held`: it may be secret, and only the secretaries may read it until one of them decides.
    """

    members: bool = True
    guests: bool = False
    groups: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    opens_at: str = ""
    closes_at: str = ""
    held: bool = False

    @property
    def at_any_time(self) -> bool:
        """Return whether the reading time is unlimited."""
        return not self.opens_at and not self.closes_at


class Reader(NamedTuple):
    """A reader: their role in the meeting, their id, and their groups."""

    role: Role
    person_id: int = 0
    groups: frozenset[int] = frozenset()


def may_read(reader: Reader, readers: Readers, now: datetime) -> bool:
    """Return whether a paper may be read by somebody at a moment."""
    if _reads_all(reader.role, readers):
        return True
    return is_meant_for(reader, readers) and is_open(readers, now)


def is_meant_for(reader: Reader, readers: Readers) -> bool:
    """Return whether a person is a reader of a paper at some time.

    False for the hall screen and people without a seat.
    """
    if _reads_all(reader.role, readers):
        return True
    if readers.held or reader.role not in (Role.MEMBER, Role.GUEST):
        return False
    all_of_them = readers.members if reader.role == Role.MEMBER else readers.guests
    return all_of_them or reader.person_id in readers.people or not reader.groups.isdisjoint(readers.groups)


def is_open(readers: Readers, now: datetime) -> bool:
    """Return whether a moment is in the window: from its beginning until just before its end."""
    moment = stamp(now)  # stamps sort by time
    return readers.opens_at <= moment and (not readers.closes_at or moment < readers.closes_at)


def is_common(role: Role, readers: Readers) -> bool:
    """Return whether everybody of a role may read a paper at any time. Such a paper is part of the shared drawing."""
    if _reads_all(role, readers):
        return True
    return (
        not readers.held
        and readers.at_any_time
        and (readers.members if role == Role.MEMBER else readers.guests and role == Role.GUEST)
    )


def _reads_all(role: Role, readers: Readers) -> bool:
    return role == Role.CLERK or (role == Role.CHAIR and not readers.held)


def next_change(readers: Readers, now: datetime) -> str:
    """Return the stamp of the next opening or closing; empty if nothing changes later."""
    moment = stamp(now)
    return min((at for at in (readers.opens_at, readers.closes_at) if at > moment), default="")


def check_readers(readers: Readers) -> None:
    """Raise Refused for a bad window, or for `held`, which only the machine that reads scans may set."""
    if readers.held:
        raise Refused(NOT_ALLOWED)
    for at in (readers.opens_at, readers.closes_at):
        if at and not _is_stamp(at):
            raise Refused(BAD_TIME)
    if readers.opens_at and readers.closes_at and readers.opens_at >= readers.closes_at:
        raise Refused(BAD_WINDOW)


def check_decided(readers: Readers) -> None:
    """Raise Refused until a secretary has decided whether the paper is secret."""
    if readers.held:
        raise Refused(UNDECIDED)


def _is_stamp(text: str) -> bool:
    try:
        read_stamp(text)
    except ValueError:
        return False
    return True


FOR_MEMBERS = Readers()
"""The default readers of a paper."""
