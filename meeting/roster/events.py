"""What happens to lists. What each line brings about is told by the events of people, one by one."""

from meeting.journal.events import Event, event


@event("roster.offered")
class RosterOffered(Event, frozen=True, kw_only=True):
    """Somebody handed a list in, to look at what it would do. Without a name it was read from the directory."""

    roster_id: int
    filename: str
    sha256: str


@event("roster.accepted")
class RosterAccepted(Event, frozen=True, kw_only=True):
    """It is to be taken in: so many people added, changed, gone and back again."""

    roster_id: int
    adds: int
    changes: int
    leaves: int
    returns: int


@event("roster.withdrawn")
class RosterWithdrawn(Event, frozen=True, kw_only=True):
    """What it brought about is to be taken back."""

    roster_id: int
