"""Checks for acts that a vote blocks: turning to another item, giving the floor, undoing an arrival."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.agenda import rules as agenda_rules
from meeting.agenda.pauses import sitting_began
from meeting.attendance import rules as attendance_rules
from meeting.attendance.events import CheckedIn
from meeting.attendance.tables import Attendance
from meeting.journal import book as journal
from meeting.kernel.refusals import Refused
from meeting.voting.rules import MotionState
from meeting.voting.tables import Ballot, Motion, RollEntry, motions_of


def check_settled(db: Session, meeting_id: int) -> None:
    """Raise Refused while a vote is open or not announced: the meeting stays at its item and nobody gets the floor."""
    for motion in motions_of(db, meeting_id):
        if motion.state == MotionState.OPEN:
            raise Refused(agenda_rules.VOTE_RUNNING, motion=motion.title)
        if motion.state == MotionState.CLOSED:
            raise Refused(agenda_rules.RESULT_WAITS, motion=motion.title)


def hold_while_voting(db: Session, meeting_id: int, item_id: int | None) -> None:
    """Raise Refused while a vote on the item is open: its papers must not change meanwhile."""
    for motion in motions_of(db, meeting_id):
        if motion.item_id == item_id and motion.state == MotionState.OPEN:
            raise Refused(agenda_rules.VOTE_RUNNING, motion=motion.title)


def forget_who_was_not_there(db: Session, stay: Attendance) -> None:
    """Take the right to vote in an open vote from a seat whose check-in was a mistake.

    Does nothing when the mistaken check-in came after the opening: the person was really present then, and left.
    """
    for motion in motions_of(db, stay.meeting_id):
        if motion.state == MotionState.OPEN and not _came_since(db, motion, stay.seat_id):
            entry = db.get(RollEntry, (motion.id, stay.seat_id))
            if entry is not None:
                entry.able = entry.aside = False


def _came_since(db: Session, motion: Motion, seat_id: int) -> bool:
    """Return whether the seat's present stay began after the opening. Asks the journal: a clock may be set back."""
    events = journal.since(db, journal.book_of(motion.meeting_id), motion.opened_seq)
    return any(isinstance(event, CheckedIn) and event.seat_id == seat_id for _, event in events)


def hold_what_was_counted(db: Session, stay: Attendance) -> None:
    """Raise Refused when a ballot or a count of those present proves that the person was here."""
    cast = select(Ballot.motion_id).join(Motion, Motion.id == Ballot.motion_id).where(Ballot.seat_id == stay.seat_id)
    began = sitting_began(db, stay.meeting_id)  # a ballot in an earlier sitting proves nothing about this one
    voted = db.scalar(cast.where(Motion.opened_seq >= began).limit(1)) is not None
    if voted or stay.counted or stay.counted_by is not None:
        raise Refused(attendance_rules.COUNTED)
