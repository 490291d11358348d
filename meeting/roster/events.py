"""What happens to lists. What each line brings about is told by the events of people, one by one."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("roster.offered", _l("Gửi danh sách để nhập"))
class RosterOffered(Event, frozen=True, kw_only=True):
    """Somebody handed a list in, to look at what it would do. Without a name it was read from the directory."""

    roster_id: int
    filename: str
    sha256: str


@event("roster.accepted", _l("Nhập danh sách"))
class RosterAccepted(Event, frozen=True, kw_only=True):
    """It is to be taken in: so many people added, changed, gone and back again."""

    roster_id: int
    adds: int
    changes: int
    leaves: int
    returns: int


@event("roster.withdrawn", _l("Hoàn tác danh sách đã nhập"))
class RosterWithdrawn(Event, frozen=True, kw_only=True):
    """What it brought about is to be taken back."""

    roster_id: int
