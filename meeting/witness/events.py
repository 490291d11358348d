"""What happens to witnesses."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l
from meeting.kernel.roles import Role


@event("witness.key_named", _l("Ghi khóa ký nhật ký"))
class KeyNamed(Event, frozen=True, kw_only=True):
    """In the office's book: with the key of this public half (64 hex digits) a server signs heads from now on."""

    key: str


@event("witness.head_contradicted", _l("Máy báo nhật ký không khớp"))
class HeadContradicted(Event, frozen=True, kw_only=True):
    """A device keeps that entry `seq` had the hash `kept`; here it has `written` (nothing: there is no such entry).

    What it keeps is signed by a key that the office's journal names.
    """

    aside = True
    seat_id: int
    seq: int
    kept: str
    written: str


@event("witness.alarm_read", _l("Đọc báo nhật ký không khớp"))
class AlarmRead(Event, frozen=True, kw_only=True):
    """The chair, or the secretaries, have read the first `told` reports: their pages show them no longer."""

    aside = True
    role: Role
    told: int
