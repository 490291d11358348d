"""Commands to make a meeting a template, and to end that."""

from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability, allowed
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting, find_meeting, seat_facts
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.roles import Role
from meeting.kernel.text import Cap
from meeting.planning import rules
from meeting.planning.events import TemplateDropped, TemplateKept
from meeting.planning.tables import Template


@command("planning.keep_template", allow=Capability.PLAN)
class KeepTemplate(Command, frozen=True, kw_only=True):
    """Offer a meeting to every planner as a template, under a separate name."""

    source: int
    title: Annotated[str, Cap("Tên mẫu", 200)]


@handles(KeepTemplate)
def keep_template(command: KeepTemplate, context: Context) -> list[Event]:
    """Store it, for a meeting in any state, even with signed minutes: the meeting itself does not change."""
    db, meeting = context.db, _own(context.db, context.actor, command.source)
    kept = select(Template.title).join(Meeting, Meeting.id == Template.meeting_id)
    others = db.scalars(kept.where(Template.meeting_id != meeting.id, Meeting.state != MeetingState.WITHDRAWN))
    rules.check_template(command.title, list(others), withdrawn=meeting.state == MeetingState.WITHDRAWN)
    former = db.get(Template, meeting.id)
    if former is not None and former.title == command.title:
        return []
    db.merge(Template(meeting_id=meeting.id, title=command.title, kept_at=context.now))
    return [TemplateKept(source=meeting.id, title=command.title)]


@command("planning.drop_template", allow=Capability.PLAN)
class DropTemplate(Command, frozen=True, kw_only=True):
    """Stop offering a meeting as a template."""

    source: int


@handles(DropTemplate)
def drop_template(command: DropTemplate, context: Context) -> list[Event]:
    """Remove the template. Meetings planned from it stay."""
    former = context.db.get(Template, _own(context.db, context.actor, command.source).id)
    if former is None:
        return []
    context.db.delete(former)
    return [TemplateDropped(source=former.meeting_id, title=former.title)]


def _own(db: Session, actor: Actor, meeting_id: int) -> Meeting:
    """Return a meeting that the actor prepares. For all others it does not exist."""
    seat = seat_facts(db, meeting_id, actor.person_id) if actor.person_id is not None else None
    if not allowed(actor, Capability.PREPARE) and (seat is None or seat.role not in (Role.CLERK, Role.MAKER)):
        raise Refused(NOT_FOUND)
    return find_meeting(db, meeting_id)
