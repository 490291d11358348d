"""The participants of a meeting of several sittings. The tables have only the present roll; the journal has all."""

from collections import Counter

from sqlalchemy.orm import Session

from meeting.agenda.events import MeetingLed, MeetingPaused, MeetingResumed
from meeting.agenda.pauses import last_ending
from meeting.attendance.events import ArrivalUndone, CheckedIn
from meeting.attendance.tables import attendance_of
from meeting.journal import book as journal
from meeting.journal.events import decode

_TOLD = (CheckedIn.kind, ArrivalUndone.kind, MeetingPaused.kind, MeetingResumed.kind)


def came_to_sittings(db: Session, meeting_id: int) -> set[int]:
    """Return the seats whose people were in some sitting. Arriving in a pause does not count while the pause lasts."""
    if last_ending(db, meeting_id) is None:
        return {seat for seat, row in attendance_of(db, meeting_id).items() if row.arrived_at is not None}
    came: set[int] = set()
    here: Counter[int] = Counter()  # by seat: stays in the present or the next sitting
    held = True
    for entry in journal.among_since(db, journal.book_of(meeting_id), _TOLD, 0):
        event = decode(entry.kind, entry.body)
        if isinstance(event, CheckedIn):
            here[event.seat_id] += 1
        elif isinstance(event, ArrivalUndone):
            here[event.seat_id] -= 1
        elif isinstance(event, MeetingResumed):
            held = True
        elif isinstance(event, MeetingPaused) and event.cause.ends_sitting:
            came |= set(+here)
            here, held = Counter(), False
    return came | set(+here) if held else came


def led_unseen(db: Session, meeting_id: int) -> set[int]:
    """Return the seats of secretaries who led the meeting at a time when the roll did not call them present."""
    told = journal.among_since(db, journal.book_of(meeting_id), (MeetingLed.kind,), 0)
    return {entry.body["seat_id"] for entry in told}
