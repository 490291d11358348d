"""Commands about approval: a draft is submitted to the chair, who publishes it or returns it with comments."""

from typing import Annotated

from meeting.access.policy import Capability
from meeting.agenda import release_rules as rules
from meeting.agenda.events import (
    ApprovalRequired,
    MeetingApproved,
    MeetingReturned,
    MeetingSubmitted,
    SubmissionRecalled,
)
from meeting.agenda.publishing import check_complete, publish
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import ApprovalRule, find_meeting, is_approval_required
from meeting.commands.registry import Command, Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.text import Cap


@command("agenda.require_approval", allow=Capability.KEEP_HOUSE)
class RequireApproval(Command, frozen=True, kw_only=True):
    """Decide whether this office publishes meetings only with the chair's approval."""

    required: bool


@handles(RequireApproval)
def require_approval(command: RequireApproval, context: Context) -> list[Event]:
    """Store the rule. It applies from the next meeting that is published."""
    if command.required == is_approval_required(context.db):
        return []
    context.db.merge(ApprovalRule(id=1, required=command.required))
    return [ApprovalRequired(required=command.required)]


@command("agenda.submit_meeting", allow=Capability.PREPARE)
class SubmitMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Submit the draft to its chair, who approves or returns it."""


@handles(SubmitMeeting)
def submit_meeting(command: SubmitMeeting, context: Context) -> list[Event]:
    """Submit it. Nobody can change it until the chair answers, so the chair approves what they have read."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_may_submit(meeting.state)
    check_complete(context.db, meeting)
    meeting.state, meeting.returned = MeetingState.SUBMITTED, ""
    meeting.submission += 1
    return [MeetingSubmitted(submission=meeting.submission)]


@command("agenda.recall_submission", allow=Capability.PREPARE)
class RecallSubmission(MeetingCommand, frozen=True, kw_only=True):
    """Take a submitted draft back to change it. `submission`: its number."""

    submission: int


@handles(RecallSubmission)
def recall_submission(command: RecallSubmission, context: Context) -> list[Event]:
    """Take it back; the chair no longer sees it."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_waits(meeting.state, meeting.submission, command.submission)
    meeting.state = MeetingState.DRAFT
    return [SubmissionRecalled()]


@command("agenda.approve_meeting", allow=Capability.APPROVE)
class ApproveMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Approve the submission that the chair has read (`submission`). This publishes the meeting."""

    submission: int


@handles(ApproveMeeting)
def approve_meeting(command: ApproveMeeting, context: Context) -> list[Event]:
    """Approve and publish it. Two people act: the secretary submits, the chair publishes."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_waits(meeting.state, meeting.submission, command.submission)
    check_complete(context.db, meeting)
    return [MeetingApproved(submission=meeting.submission), publish(meeting)]


@command("agenda.return_meeting", allow=Capability.APPROVE)
class ReturnMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Return the submission; `words` say what must be changed."""

    submission: int
    words: Annotated[str, Cap("Cần sửa gì", 2000)]


@handles(ReturnMeeting)
def return_meeting(command: ReturnMeeting, context: Context) -> list[Event]:
    """Make it a draft again. Its page shows the words until it is submitted again."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_waits(meeting.state, meeting.submission, command.submission)
    rules.check_words(command.words)
    meeting.state, meeting.returned = MeetingState.DRAFT, command.words
    return [MeetingReturned(words=command.words)]
