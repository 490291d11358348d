"""Commands about contributions: allot an item to a unit, hand in a paper, accept it or return it."""

from datetime import datetime
from typing import Annotated, Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability
from meeting.agenda.rules import check_amendable, check_not_over, check_on_agenda
from meeting.agenda.tables import Meeting, find_item, find_meeting
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.contributions import rules
from meeting.contributions.events import (
    ContributionAccepted,
    ContributionRecalled,
    ContributionReturned,
    ItemAllotted,
    PaperContributed,
)
from meeting.contributions.rules import ContributionState
from meeting.contributions.tables import (
    Allotment,
    Contribution,
    allotment_timeliness,
    find_contribution,
    sent_by,
    units_of,
)
from meeting.deadlines.commands import explain_at_once
from meeting.documents import rules as papers
from meeting.documents.arranging import ReplaceDocument, content_of, replace_document
from meeting.documents.commands import AddDocument, add_document
from meeting.documents.events import DocumentAdded
from meeting.documents.signatures import Signatures
from meeting.documents.tables import Document
from meeting.journal.events import Event
from meeting.kernel.clock import local
from meeting.kernel.refusals import NOT_ALLOWED, NOT_FOUND, Refused
from meeting.kernel.text import Cap
from meeting.people.unit_tables import find_unit


@command("contributions.allot_item", allow=Capability.PREPARE)
class AllotItem(MeetingCommand, frozen=True, kw_only=True):
    """Choose the unit that prepares the papers of an item (None: no unit), and the last day (empty: by law)."""

    item_id: int
    unit_id: int | None = None
    due: Annotated[str, Cap("Hạn gửi", 10)] = ""


@handles(AllotItem)
def allot_item(command: AllotItem, context: Context) -> list[Event]:
    """Store the allotment.

    People of the unit can now see the meeting's name, its day and this item, even in a draft.
    """
    db = context.db
    meeting = find_meeting(db, command.meeting_id)
    check_not_over(meeting.state)
    item = find_item(db, meeting.id, command.item_id)
    former = db.get(Allotment, item.id)
    if command.unit_id is None:
        if former is None:
            return []
        db.delete(former)
        return [ItemAllotted(item_id=item.id, unit_id=None)]
    unit = find_unit(db, command.unit_id)
    rules.due_day(command.due, local(meeting.starts_at).date())
    if former is not None and (former.unit_id, former.due) == (unit.id, command.due):
        return []
    db.merge(Allotment(item_id=item.id, meeting_id=meeting.id, unit_id=unit.id, due=command.due))
    return [ItemAllotted(item_id=item.id, unit_id=unit.id, title=unit.title, due=command.due)]


@command("contributions.contribute", allow=Capability.CONTRIBUTE)
class Contribute(MeetingCommand, frozen=True, kw_only=True):
    """Hand in a paper for an item. The page has checked and stored the content.

    `replaces`: the id of the unit's own paper of which this is a new version. `reason`: why it is late. `signed`: the
    signatures found in a PDF.
    """

    inside = True

    item_id: int
    title: str
    filename: str
    media_type: str
    sha256: str
    size: int
    replaces: int | None = None
    reason: str = ""
    signed: Signatures | None = None


@handles(Contribute, makes="contribution_id")
def contribute(command: Contribute, context: Context) -> list[Event]:
    """Store the contribution. Until it is accepted only the unit and the makers of the meeting see it.

    Raises Refused as `coming` does, and for a bad title or file name.
    """
    db = context.db
    which = {"meeting_id": command.meeting_id, "item_id": command.item_id}
    awaited = coming(db, context.actor, context.now, **which, replaces=command.replaces, reason=command.reason)
    papers.check_title(command.title)
    papers.check_filename(command.filename)
    said = {field: getattr(command, field) for field in ("title", "filename", "media_type", "sha256", "size")}
    made = Contribution(
        **which,
        unit_id=awaited.unit_id,
        person_id=context.actor.person_id,
        replaces=command.replaces,
        due=awaited.missed,
        reason=command.reason if awaited.missed else "",
        came_at=context.now,
        signed=command.signed,
        **said,
    )
    db.add(made)
    db.flush()
    ids = {"contribution_id": made.id, "item_id": made.item_id, "unit_id": made.unit_id}
    return [PaperContributed(**ids, sha256=made.sha256, due=made.due, reason=made.reason)]


@command("contributions.recall", allow=Capability.CONTRIBUTE)
class Recall(MeetingCommand, frozen=True, kw_only=True):
    """Take back a contribution before it is answered."""

    contribution_id: int


@handles(Recall)
def recall(command: Recall, context: Context) -> list[Event]:
    """Mark the contribution as taken back. Every person of the unit may do this.

    Raises Refused when it was answered.
    """
    found = own_contribution(context.db, context.actor, command.meeting_id, command.contribution_id)
    rules.check_goes_on(find_meeting(context.db, command.meeting_id).state)
    rules.check_waits(found.state)
    found.state = ContributionState.RECALLED
    return [ContributionRecalled(contribution_id=found.id)]


@command("contributions.accept", allow=Capability.PREPARE)
class Accept(MeetingCommand, frozen=True, kw_only=True):
    """The secretary accepts a contribution as a paper of the meeting."""

    of_plan = True

    contribution_id: int


@handles(Accept)
def accept(command: Accept, context: Context) -> list[Event]:
    """Add a new paper, or a new version of the replaced one, as if the secretary had added it.

    Raises Refused when it was answered already, the item was withdrawn or the content was deleted.
    """
    found = _answered(command, context, ContributionState.ACCEPTED)
    item = find_item(context.db, found.meeting_id, found.item_id)
    check_on_agenda(item.state, item.title)
    if not found.sha256:
        raise Refused(rules.GONE)
    document_id, made = _put_in(found, context)
    found.document_id = document_id
    if found.reason:
        made += explain_at_once(context, find_meeting(context.db, found.meeting_id), document_id, found.reason)
    return [*made, ContributionAccepted(contribution_id=found.id, document_id=document_id)]


@command("contributions.return_paper", allow=Capability.PREPARE)
class ReturnPaper(MeetingCommand, frozen=True, kw_only=True):
    """Return a contribution. `words` say what must be changed."""

    contribution_id: int
    words: Annotated[str, Cap("Cần sửa gì", 2000)]


@handles(ReturnPaper)
def return_paper(command: ReturnPaper, context: Context) -> list[Event]:
    """Return the contribution with the words; the unit can hand in another one. Raises Refused without words."""
    rules.check_words(command.words)
    found = _answered(command, context, ContributionState.RETURNED)
    found.words = command.words
    return [ContributionReturned(contribution_id=found.id)]


def allotted(db: Session, actor: Actor, meeting_id: int, item_id: int) -> Allotment:
    """Return an item's allotment to a unit of the actor. Raises Refused otherwise.

    The refusal is the same whether the item exists or not.
    """
    found = db.get(Allotment, item_id)
    if found is None or found.meeting_id != meeting_id or found.unit_id not in units_of(db, actor):
        raise Refused(NOT_ALLOWED)
    return found


class ExpectedPaper(NamedTuple):
    """A paper that may be handed in: its unit, and the last day that it misses (`2026-09-18`; empty when in time)."""

    unit_id: int
    missed: str


def awaited(db: Session, actor: Actor, meeting_id: int, item_id: int) -> tuple[Meeting, Allotment]:
    """Return (meeting, allotment) of an item allotted to a unit of the actor. Raises Refused when no paper may come."""
    allotment, meeting = allotted(db, actor, meeting_id, item_id), find_meeting(db, meeting_id)
    rules.check_goes_on(meeting.state)
    item = find_item(db, meeting_id, item_id)
    check_on_agenda(item.state, item.title)
    rules.check_room(sent_by(db, allotment))
    return meeting, allotment


def coming(
    db: Session, actor: Actor, now: datetime, *, meeting_id: int, item_id: int, replaces: int | None, reason: str
) -> ExpectedPaper:
    """Return what is known of a paper before its content is read and stored. Raises Refused when it may not come.

    It checks that the item accepts papers now, that the paper to replace is the unit's own, and that a late paper has a
    reason.
    """
    meeting, allotment = awaited(db, actor, meeting_id, item_id)
    _check_own_paper(db, allotment, replaces)
    stands = allotment_timeliness(meeting, allotment, now)
    late = stands is not None and stands.late
    rules.check_explained(reason, late=late)
    due = stands.due if late and stands is not None else None
    return ExpectedPaper(allotment.unit_id, due.isoformat() if due else "")


def own_contribution(db: Session, actor: Actor, meeting_id: int, contribution_id: int) -> Contribution:
    """Return a contribution of a unit of the actor. Raises the same Refused for other units' and for missing ones."""
    found = db.get(Contribution, contribution_id)
    if found is None or found.meeting_id != meeting_id or found.unit_id not in units_of(db, actor):
        raise Refused(NOT_ALLOWED)
    return found


def _check_own_paper(db: Session, allotment: Allotment, document_id: int | None) -> None:
    """Raise Refused unless the document came from a contribution of this unit."""
    if document_id is None:
        return
    paper = db.get(Document, document_id)
    theirs = Contribution.document_id == document_id, Contribution.unit_id == allotment.unit_id
    came = db.scalar(select(Contribution.id).where(*theirs).limit(1))
    if paper is None or came is None or paper.meeting_id != allotment.meeting_id:
        raise Refused(NOT_FOUND)


def _answered(command: Accept | ReturnPaper, context: Context, state: ContributionState) -> Contribution:
    meeting = find_meeting(context.db, command.meeting_id)
    check_amendable(meeting.state, signed=meeting.minutes_signed)
    found = find_contribution(context.db, meeting.id, command.contribution_id)
    rules.check_waits(found.state)
    found.state, found.answered_at, found.answered_by = state, context.now, context.actor.person_id
    return found


def _put_in(found: Contribution, context: Context) -> tuple[int, list[Event]]:
    """Add the document with the usual commands. A removed paper has no new version: a new paper is added instead."""
    said: dict[str, Any] = {name: getattr(found, name) for name in ("meeting_id", "filename", "media_type", "sha256")}
    said["size"] = found.size
    former = context.db.get(Document, found.replaces) if found.replaces is not None else None
    if former is not None:
        replaced = ReplaceDocument(document_id=former.id, seen=content_of(former), **said)
        return former.id, replace_document(replaced, context)
    made = add_document(AddDocument(item_id=found.item_id, title=found.title, **said), context)
    return next(event.document_id for event in made if isinstance(event, DocumentAdded)), made
