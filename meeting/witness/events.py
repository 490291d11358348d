"""Events of witnesses."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l
from meeting.kernel.roles import Role


@event("witness.key_named", _l("Ghi khóa ký nhật ký"))
class KeyNamed(Event, frozen=True, kw_only=True):
    """A server signs heads with the key of this public half (64 hex digits) from now on. In the office's journal."""

    key: str


@event("witness.head_contradicted", _l("Máy báo nhật ký không khớp"))
class HeadContradicted(Event, frozen=True, kw_only=True):
    """A device has the hash `kept` for entry `seq`; the journal has `written` (empty: no such entry).

    The device's head is signed by a key that the office's journal names.
    """

    aside = True
    seat_id: int
    seq: int
    kept: str
    written: str


@event("witness.alarm_read", _l("Đọc báo nhật ký không khớp"))
class AlarmRead(Event, frozen=True, kw_only=True):
    """The chair, or the secretaries, have read the first `told` reports; their pages no longer show those."""

    aside = True
    role: Role
    told: int
