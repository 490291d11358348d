"""Commands about deadlines."""

from meeting.access.policy import Capability
from meeting.agenda.rules import UNSEEN, MeetingState
from meeting.agenda.tables import Meeting, find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.deadlines import rules
from meeting.deadlines.events import LatenessExplained
from meeting.deadlines.tables import WHOLE, Lateness, timeliness_of, timeliness_today
from meeting.documents.tables import find_document
from meeting.journal.events import Event


@command("deadlines.explain_lateness", allow=Capability.PREPARE)
class ExplainLateness(MeetingCommand, frozen=True, kw_only=True):
    """Record why the papers of a meeting, or one paper, are late."""

    document_id: int | None
    reason: str


@handles(ExplainLateness)
def explain_lateness(command: ExplainLateness, context: Context) -> list[Event]:
    """Store the reason, replacing an earlier one; the journal keeps both.

    Raises Refused for papers that are not late.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    if command.document_id is not None:
        find_document(context.db, meeting.id, command.document_id)
    number = command.document_id or WHOLE
    timeliness = timeliness_of(context.db, meeting, context.now).get(number)
    rules.check_may_explain(timeliness, command.reason)
    assert timeliness is not None and timeliness.due is not None  # noqa: S101 - what is late has a last day
    context.db.merge(Lateness(meeting_id=meeting.id, document_id=number, reason=command.reason))
    sent = timeliness.sent.isoformat() if timeliness.sent is not None else ""
    return [
        LatenessExplained(
            document_id=command.document_id, due=timeliness.due.isoformat(), sent=sent, reason=command.reason
        )
    ]


def explain_at_once(context: Context, meeting: Meeting, document_id: int, reason: str) -> list[Event]:
    """Record why a paper that is being added is late, in the words of the unit that prepared it.

    Does nothing when the paper is not late by law.
    """
    stands = timeliness_today(meeting, context.now, is_shown=meeting.state not in (*UNSEEN, MeetingState.PLANNED))
    if stands is None or not stands.late or stands.due is None:
        return []
    context.db.merge(Lateness(meeting_id=meeting.id, document_id=document_id, reason=reason))
    sent = stands.sent.isoformat() if stands.sent is not None else ""
    return [LatenessExplained(document_id=document_id, due=stands.due.isoformat(), sent=sent, reason=reason)]
