"""What is told to one person's own devices after a commit."""

from collections.abc import Sequence

from meeting.attendance.events import AbsenceNoted, ArrivalUndone, CheckedIn, Left
from meeting.journal.events import Event
from meeting.live.gateway import Gateway
from meeting.voting.events import BallotCast, HandDeclined, HandProposed, RightMoved

_PERSONAL = (CheckedIn, Left, ArrivalUndone, AbsenceNoted, BallotCast, HandProposed, HandDeclined, RightMoved)


def personal_news(gateway: Gateway, book: str, facts: Sequence[Event]) -> None:
    """Attendance and hands entered by the secretary; a ballot's own tablet has its answer, others of the seat not."""
    if not book.startswith("meeting-"):
        return
    for fact in facts:
        if isinstance(fact, _PERSONAL) and not _knows_already(gateway, fact):
            gateway.tell_person(int(book.removeprefix("meeting-")), fact.seat_id)


def _knows_already(gateway: Gateway, fact: Event) -> bool:
    """The one tablet that cast a ballot had its answer with the acknowledgement."""
    return isinstance(fact, BallotCast) and fact.how == "tablet" and gateway.devices_of(fact.seat_id) < 2
