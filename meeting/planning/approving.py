"""Commands about changes after publication: submitted to the chair, then published or returned with comments."""

from typing import Annotated

from meeting.access.policy import Capability
from meeting.agenda.events import ChangesApproved, ChangesReturned, ChangesSeen, ChangesSubmitted
from meeting.agenda.release_rules import check_may_publish_again, check_words
from meeting.agenda.rules import check_planned
from meeting.agenda.tables import ChangesSeenBy, find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.text import Cap
from meeting.planning import rules
from meeting.planning.changes import last_change, untold
from meeting.planning.commands import tell_again
from meeting.planning.tables import ChangesSubmission


@command("planning.submit_changes", allow=Capability.PREPARE)
class SubmitChanges(MeetingCommand, frozen=True, kw_only=True):
    """Submit the changes since the last announcement to the chair, before they are announced."""


@handles(SubmitChanges)
def submit_changes(command: SubmitChanges, context: Context) -> list[Event]:
    """Submit it. The plan may still be corrected; the chair then needs a new submission."""
    db, meeting = context.db, find_meeting(context.db, command.meeting_id)
    changes, upto = untold(db, meeting.id), last_change(db, meeting.id)
    check_may_publish_again(meeting.state, changes=len(changes))
    former = db.get(ChangesSubmission, meeting.id)
    if former is not None:
        rules.check_not_waiting(waits=former.waits, same=former.upto == upto)
    number = former.submission + 1 if former is not None else 1
    submitted = ChangesSubmission(
        meeting_id=meeting.id,
        submission=number,
        waits=True,
        upto=upto,
        at=context.now,
        person_id=context.actor.person_id,
        returned="",
    )
    db.merge(submitted)
    return [ChangesSubmitted(submission=number, count=len(changes))]


@command("planning.approve_changes", allow=Capability.APPROVE_CHANGES)
class ApproveChanges(MeetingCommand, frozen=True, kw_only=True):
    """Approve the changes that the chair has read (`submission`). This announces them to everybody."""

    submission: int


@handles(ApproveChanges)
def approve_changes(command: ApproveChanges, context: Context) -> list[Event]:
    """Approve and announce them. The submitter and the chair count as having read them."""
    db, meeting, seat = context.db, find_meeting(context.db, command.meeting_id), context.actor.seat
    submitted = _waiting(context, command.submission)
    rules.check_same(same=submitted.upto == last_change(db, meeting.id))
    told = tell_again(context, meeting, by=submitted.person_id)
    assert seat is not None  # noqa: S101 - who presides has a seat
    db.add(ChangesSeenBy(meeting_id=meeting.id, number=told.number, seat_id=seat.seat_id, seen_at=context.now))
    seen = ChangesSeen(seat_id=seat.seat_id, number=told.number)
    return [ChangesApproved(submission=command.submission), told, seen]


@command("planning.return_changes", allow=Capability.APPROVE_CHANGES)
class ReturnChanges(MeetingCommand, frozen=True, kw_only=True):
    """Return the changes. `words`: the chair's comments."""

    submission: int
    words: Annotated[str, Cap("Cần sửa gì", 2000)]


@handles(ReturnChanges)
def return_changes(command: ReturnChanges, context: Context) -> list[Event]:
    """Return them. The plan's page shows the comments until the changes are submitted again."""
    submitted = _waiting(context, command.submission)
    check_words(command.words)
    submitted.waits, submitted.returned = False, command.words
    return [ChangesReturned(words=command.words)]


def _waiting(context: Context, seen: int) -> ChangesSubmission:
    """Return the submission that the chair has read. Raises Refused for another, and once the meeting has begun."""
    meeting = find_meeting(context.db, context.meeting_id)
    check_planned(meeting.state)
    found = context.db.get(ChangesSubmission, meeting.id)
    waits, submission = (found.waits, found.submission) if found is not None else (False, 0)
    rules.check_answers(waits=waits, submission=submission, seen=seen)
    assert found is not None  # noqa: S101 - checked above
    return found
