"""Events of rosters. The change of each person is an event of `people`."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("roster.offered", _l("Gửi danh sách để nhập"))
class RosterOffered(Event, frozen=True, kw_only=True):
    """A list was handed in for review. The filename is empty when the list comes from the directory."""

    roster_id: int
    filename: str
    sha256: str


@event("roster.accepted", _l("Nhập danh sách"))
class RosterAccepted(Event, frozen=True, kw_only=True):
    """An administrator has the list taken in, with the numbers of people added, changed, leaving and returning."""

    roster_id: int
    adds: int
    changes: int
    leaves: int
    returns: int


@event("roster.withdrawn", _l("Hoàn tác danh sách đã nhập"))
class RosterWithdrawn(Event, frozen=True, kw_only=True):
    """An administrator has the changes of the list undone."""

    roster_id: int
