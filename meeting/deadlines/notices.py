"""The command about the notice of conclusions, a paper issued after a meeting and outside its record."""

from datetime import date
from typing import Annotated

from meeting.access.policy import Capability, allowed
from meeting.agenda.rules import NOT_ENDED, MeetingState
from meeting.agenda.tables import find_meeting, seat_facts
from meeting.commands.registry import Command, Context, command, handles
from meeting.deadlines.events import ConclusionIssued
from meeting.deadlines.rules import NOT_PDF, check_notice
from meeting.deadlines.tables import Notice
from meeting.documents.rules import PDF, check_filename
from meeting.journal.events import Event
from meeting.kernel.clock import local
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.roles import Role
from meeting.kernel.text import Cap


@command("deadlines.issue_conclusion", allow=Capability.OWN_SETTINGS)
class IssueConclusion(Command, frozen=True, kw_only=True):
    """Record that the conclusions of the meeting `source` were issued as `number`, `dated` (ISO).

    The page has checked and stored the content. The event goes into the office's journal, not the meeting's, whose
    signed minutes stay as they are.
    """

    inside = True

    source: int
    number: Annotated[str, Cap("Số, ký hiệu", 100)]
    dated: str
    filename: str
    media_type: str
    sha256: str
    size: int


@handles(IssueConclusion)
def issue_conclusion(command: IssueConclusion, context: Context) -> list[Event]:
    """Store the notice of a meeting that is over, before or after its minutes are signed.

    It replaces an earlier notice.

    Raises Refused for people who do not prepare the meeting, for a bad number or date, and for files other than PDF.
    """
    db, person = context.db, context.actor.person_id
    seat = seat_facts(db, command.source, person) if person is not None else None
    if not allowed(context.actor, Capability.PREPARE) and (seat is None or seat.role not in (Role.CLERK, Role.MAKER)):
        raise Refused(NOT_FOUND)
    meeting = find_meeting(db, command.source)
    if meeting.state != MeetingState.ENDED:
        raise Refused(NOT_ENDED)
    met, today = local(meeting.started_at or meeting.starts_at).date(), local(context.now).date()
    check_notice(command.number, command.dated, met=met, today=today)
    check_filename(command.filename)
    if command.media_type != PDF:
        raise Refused(NOT_PDF)
    fields = {"number": command.number, "dated": date.fromisoformat(command.dated).isoformat()}
    paper = {"filename": command.filename, "sha256": command.sha256}
    db.merge(Notice(meeting_id=meeting.id, size=command.size, **fields, **paper))
    return [ConclusionIssued(source=meeting.id, title=meeting.title, **fields, **paper)]
