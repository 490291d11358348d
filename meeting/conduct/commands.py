"""Commands about the course of a meeting: opening it, turning to an item, conclusions, its end.

Their effects on other features are called here in order: who is in the room, that no vote is open, whose speech ends,
what the worker must do.
"""

from typing import Annotated

import msgspec

from meeting.access.policy import Capability
from meeting.accord.seconding import ByTwo, seconded
from meeting.agenda import rules
from meeting.agenda.chairing import chairing, displaced
from meeting.agenda.events import (
    ConclusionRecorded,
    DoorsClosed,
    EndTakenBack,
    ItemOpened,
    MeetingEnded,
    MeetingStarted,
)
from meeting.agenda.pauses import last_pause
from meeting.agenda.release_rules import check_may_start_so, check_presided
from meeting.agenda.rules import ItemState, MeetingState
from meeting.agenda.tables import (
    Item,
    Meeting,
    find_item,
    find_meeting,
    is_approval_required,
    items_of,
    seats_of,
)
from meeting.agenda.told import let_go
from meeting.attendance.commands import arrive_by_opening
from meeting.attendance.quorum import check_may_begin
from meeting.attendance.rechecks import forget_recheck
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.conduct.chair import check_presider
from meeting.conduct.doors import forget_closing, stay_closed
from meeting.entrance.sheets import request_discarding
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import Cap
from meeting.law import editions as law
from meeting.minutes.drafting import request_drawing
from meeting.minutes.tables import void_drafts
from meeting.planning.changes import untold
from meeting.speaking.commands import end_speech_now
from meeting.voting.asides import seats_reworded
from meeting.voting.commands.settled import check_settled


@command("conduct.start_meeting", allow=Capability.RUN)
class StartMeeting(MeetingCommand, frozen=True, kw_only=True):
    """Open the meeting."""


@handles(StartMeeting)
def start_meeting(command: StartMeeting, context: Context) -> list[Event]:
    """Open the meeting at its first item. The person who opens it counts as present; then the quorum is checked.

    The rules of quorum and remote points are frozen, so that an old meeting is judged by the law of its day.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    items = items_of(context.db, meeting.id)
    rules.check_may_start(meeting.state, len(items))
    check_presided([seat.role for seat in seats_of(context.db, meeting.id)])
    required = is_approval_required(context.db)
    changed = required and bool(untold(context.db, meeting.id))
    check_may_start_so(context.actor.role, required=required, changed=changed)
    arrived = arrive_by_opening(context, meeting)
    check_presider(context.db, meeting)
    check_may_begin(context.db, meeting)
    let_go(context.db, meeting)
    body = law.preset(meeting.edition, meeting.preset)
    rule, remote = body.quorum.terms(), body.remote.terms()
    meeting.state, meeting.started_at = MeetingState.RUNNING, context.now
    meeting.quorum, meeting.remote = msgspec.to_builtins(rule), msgspec.to_builtins(remote)
    request_discarding(context.db, meeting.id, context.now)
    started = MeetingStarted(quorum=rule, remote=remote, reworded=seats_reworded(context.db, meeting.id))
    return [*arrived, started, _turn(meeting, items[0], None, context)]


@command("conduct.go_to_item", allow=Capability.RUN)
class GoToItem(MeetingCommand, frozen=True, kw_only=True):
    """Turn to an item, which closes the present one. Turning to a done item opens it again."""

    item_id: int


@handles(GoToItem)
def go_to_item(command: GoToItem, context: Context) -> list[Event]:
    """Turn. Raises Refused while a vote is open or its result is not announced."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_running(meeting.state)
    rules.check_may_turn(meeting.item_id, command.item_id)
    item = find_item(context.db, meeting.id, command.item_id)
    rules.check_on_agenda(item.state, item.title)
    check_settled(context.db, meeting.id)
    current = context.db.get(Item, meeting.item_id) if meeting.item_id else None
    turned = [*end_speech_now(context, meeting), _turn(meeting, item, current, context)]
    return [*turned, *stay_closed(context, meeting)]


@command("conduct.record_conclusion", allow=Capability.WRITE_MINUTES)
class RecordConclusion(MeetingCommand, frozen=True, kw_only=True):
    """Write down the course, opinions and conclusion of an item.

    `version`: the version of the text that was edited, 0 without one.
    """

    item_id: int
    text: Annotated[str, Cap("Diễn biến, kết luận", 20_000)]
    version: int = 0


@handles(RecordConclusion)
def record_conclusion(command: RecordConclusion, context: Context) -> list[Event]:
    """Store the text. The last one counts; earlier ones stay in the journal. Allowed after the meeting, for the
    minutes.

    Of two people who write at the same time the second is refused and sees the first one's text.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    if meeting.state in rules.BEFORE:
        raise Refused(rules.NOT_RUNNING)
    rules.check_amendable(meeting.state, signed=meeting.minutes_signed)
    item = find_item(context.db, meeting.id, command.item_id)
    if item.conclusion == command.text:
        return []
    rules.check_newest(item.conclusion_version, command.version)
    item.conclusion, item.conclusion_version = command.text, item.conclusion_version + 1
    return [ConclusionRecorded(item_id=item.id, text=command.text, version=item.conclusion_version)]


@command("conduct.end_meeting", allow=Capability.RUN)
class EndMeeting(MeetingCommand, frozen=True, kw_only=True):
    """End the meeting."""


@handles(EndMeeting)
def end_meeting(command: EndMeeting, context: Context) -> list[Event]:
    """End it. Votes can no longer change, and the worker draws the minutes at once.

    A paused meeting may also end, for example when too few people have come to the next sitting.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_live(meeting.state)
    pause = last_pause(context.db, meeting.id) if meeting.state == MeetingState.PAUSED else None
    check_settled(context.db, meeting.id)
    current = context.db.get(Item, meeting.item_id) if meeting.item_id else None
    if current is not None:
        current.state, current.closed_at = ItemState.DONE, pause.began_at if pause else context.now
    spoken = end_speech_now(context, meeting)
    forget_recheck(context.db, meeting.id)
    chaired = chairing(context.db, meeting)
    meeting.state, meeting.ended_at, meeting.item_id = MeetingState.ENDED, context.now, None
    request_drawing(context.db, meeting.id, context.now)
    request_discarding(context.db, meeting.id, context.now)
    closed = current.id if current and not pause else None
    return [*spoken, MeetingEnded(closed_item_id=closed, displaced=displaced(context.db, meeting, chaired))]


@command("conduct.take_back_end", allow=Capability.RUN)
class TakeBackEnd(ByTwo, frozen=True, kw_only=True):
    """Undo an end that was a mistake: the meeting goes on."""

    asked = _l("Đề nghị hủy việc kết thúc và họp tiếp")

    reason: str


@handles(TakeBackEnd)
def take_back_end(command: TakeBackEnd, context: Context) -> list[Event]:
    """Undo the end, until somebody has signed the minutes. Its item is open again, and the roll is as before.

    Two people must agree. Minutes drawn meanwhile are void; the new ones say that the end was undone, and why.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_may_take_back_end(meeting.state, command.reason)
    rules.check_amendable(meeting.state, signed=meeting.minutes_signed)
    told, reason = seconded(context, command, about=meeting.title, reason=command.reason)
    if reason is None:
        return told
    ended = journal.latest_of(context.db, journal.book_of(meeting.id), MeetingEnded)
    closed = ended.closed_item_id if ended is not None else None
    pause = last_pause(context.db, meeting.id)
    rests = pause is not None and pause.resumed_at is None
    left_at = pause.item_id if pause is not None and rests else closed
    item = context.db.get(Item, left_at) if left_at else None
    if item is not None:
        item.state = ItemState.NOW
    chaired = chairing(context.db, meeting)
    meeting.state = MeetingState.PAUSED if rests else MeetingState.RUNNING
    meeting.ended_at, meeting.item_id = None, left_at
    void_drafts(context.db, meeting.id)
    changed = displaced(context.db, meeting, chaired)
    return [*told, EndTakenBack(item_id=closed, reason=reason, displaced=changed)]


def _turn(meeting: Meeting, item: Item, current: Item | None, context: Context) -> ItemOpened:
    back = current is not None and _takes_back(context, current, item)
    if current is not None and back:
        _forget_opening(current)
        forget_closing(context, current)
    elif current is not None:
        current.state, current.closed_at = ItemState.DONE, context.now
    item.state, item.opened_at = ItemState.NOW, item.opened_at or context.now
    meeting.item_id = item.id
    return ItemOpened(item_id=item.id, closed_item_id=current.id if current else None, taken_back=back)


def _takes_back(context: Context, current: Item, wanted: Item) -> bool:
    """Return whether the turn from `wanted` to `current` was just now and nothing happened since: then undo it.

    That the doors stay closed at `current` counts as part of the turn.
    """
    lately = journal.lately(context.db, journal.book_of(current.meeting_id), 2)
    done = [(at, event) for at, event in lately if event != DoorsClosed(item_id=current.id)]
    turn = ItemOpened(item_id=current.id, closed_item_id=wanted.id)
    return bool(done) and done[0][1] == turn and rules.is_slip(done[0][0], context.now)


def _forget_opening(item: Item) -> None:
    if item.closed_at is None:
        item.state, item.opened_at = ItemState.UPCOMING, None
    else:  # it had been opened and closed before
        item.state = ItemState.DONE
