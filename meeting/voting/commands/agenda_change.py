"""Commands to change the agenda in session: proposed as steps, voted on like any question, applied when adopted."""

from meeting.access.policy import Capability
from meeting.agenda import rules as agenda_rules
from meeting.agenda.events import ItemAdded, ItemMoved, ItemWithdrawn
from meeting.agenda.rules import ItemState
from meeting.agenda.steps import Step, StepKind, check_steps, place_of, wording
from meeting.agenda.tables import Item, find_item, find_meeting, items_of, lines_for_steps, put_in_order
from meeting.commands import caps
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.contributions.events import ContributionReturned
from meeting.contributions.tables import return_waiting
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.law import editions as law
from meeting.voting import rules
from meeting.voting.commands.motions import prepare
from meeting.voting.commands.wording import take_out
from meeting.voting.events import MotionCancelled
from meeting.voting.rules import MotionForm, MotionState
from meeting.voting.tables import Motion, find_motion, prepared_under, steps_of

OFF_THE_AGENDA = "Nội dung đã được rút khỏi chương trình"


@command("voting.propose_agenda_change", allow=Capability.PREPARE)
class ProposeAgendaChange(MeetingCommand, frozen=True, kw_only=True):
    """Propose a change of the agenda as a question under the present item.

    `decision` empty: the edition's procedural decision.
    """

    steps: tuple[Step, ...]
    form: MotionForm = MotionForm.OPEN
    decision: str = ""


@handles(ProposeAgendaChange, makes="motion_id")
def propose_agenda_change(command: ProposeAgendaChange, context: Context) -> list[Event]:
    """Prepare the question. Only in session. The agenda changes when the room adopts it. Raises Refused."""
    db = context.db
    meeting = find_meeting(db, command.meeting_id)
    agenda_rules.check_running(meeting.state)
    for step in command.steps:
        caps.check_text("agenda.add_item", "title", step.title)
        caps.check_text("agenda.add_item", "presenter", step.presenter)
    lines = lines_for_steps(db, meeting.id)
    check_steps(command.steps, lines, meeting.item_id)
    assert meeting.item_id is not None  # noqa: S101 - a meeting in session is at an item
    decision = command.decision or law.preset(meeting.edition, meeting.preset).procedural_decision
    title, steps = wording(command.steps, lines), command.steps
    caps.check_text("voting.prepare_motion", "title", title)
    return [prepare(db, meeting, meeting.item_id, title=title, form=command.form, decision=decision, steps=steps)]


@command("voting.drop_agenda_change", allow=Capability.PREPARE)
class DropAgendaChange(MeetingCommand, frozen=True, kw_only=True):
    """Withdraw a proposal that was not put to the vote."""

    motion_id: int


@handles(DropAgendaChange)
def drop_agenda_change(command: DropAgendaChange, context: Context) -> list[Event]:
    """Remove the proposal; the agenda stays as it is."""
    agenda_rules.check_not_over(find_meeting(context.db, command.meeting_id).state)
    motion = find_motion(context.db, command.meeting_id, command.motion_id)
    if not motion.steps:
        raise Refused(rules.NO_AGENDA_CHANGE)
    return [take_out(context.db, motion)]


def take_steps(context: Context, motion: Motion) -> list[Event]:
    """Change the agenda as the room has just decided. Opening the vote has checked that every step is possible, and the
    meeting cannot turn to another item in between."""
    taken = {StepKind.ADD: _add, StepKind.WITHDRAW: _withdraw, StepKind.MOVE: _move}
    return [event for step in steps_of(motion) for event in taken[step.kind](context, motion.meeting_id, step)]


def _add(context: Context, meeting_id: int, step: Step) -> list[Event]:
    last = items_of(context.db, meeting_id)[-1].position
    said = {name: getattr(step, name) for name in ("title", "presenter", "minutes", "form", "internal")}
    closed = find_meeting(context.db, meeting_id).doors_closed  # guests see it once the doors are open again
    item = Item(meeting_id=meeting_id, position=last + 1, text="", closed=closed, **said)
    context.db.add(item)
    context.db.flush()
    added = ItemAdded(item_id=item.id, position=item.position, text="", **said)
    return [added, *(_put_before(context, item, step.before) if step.before else [])]


def _withdraw(context: Context, meeting_id: int, step: Step) -> list[Event]:
    """Withdraw an item: cancel its prepared questions and return the papers that units handed in for it. Papers that
    people already have stay with them."""
    item = find_item(context.db, meeting_id, step.item_id)
    item.state = ItemState.WITHDRAWN
    prepared = prepared_under(context.db, meeting_id, (item.id,))
    called_off = [MotionCancelled(motion_id=each.id, reason=OFF_THE_AGENDA) for each in prepared]
    for each in prepared:
        each.state, each.closed_at = MotionState.CANCELLED, context.now
    sent_back = return_waiting(context.db, item.id, OFF_THE_AGENDA, context.now)
    returned = [ContributionReturned(contribution_id=each) for each in sent_back]
    return [*called_off, *returned, ItemWithdrawn(item_id=item.id)]


def _move(context: Context, meeting_id: int, step: Step) -> list[Event]:
    return _put_before(context, find_item(context.db, meeting_id, step.item_id), step.before)


def _put_before(context: Context, item: Item, before: int) -> list[Event]:
    rows = items_of(context.db, item.meeting_id)
    place = place_of([row.id for row in rows], item.id, before)
    rest = [row for row in rows if row is not item]
    put_in_order(context.db, [*rest[: place - 1], item, *rest[place - 1 :]])
    return [ItemMoved(item_id=item.id, position=place)]
