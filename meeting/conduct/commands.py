"""Requests about the course of a meeting: opening it, turning from item to item, what was concluded, its end.

What else these bring about is said here, in the order in which it happens: who is in the room, that nothing is being
voted on, whose speech is over, what the worker is to do.
"""

import msgspec

from meeting.access.policy import Capability
from meeting.accord.seconding import seconded
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
from meeting.entrance.sheets import order_discarding
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.law import editions as law
from meeting.minutes.drafting import order_drawing
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
    """The meeting begins at its first item. Whoever opens it is there; then the quorum is counted.

    Its rule is frozen, so that an old meeting is judged by the law of its day.
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
    order_discarding(context.db, meeting.id, context.now)
    started = MeetingStarted(quorum=rule, remote=remote, reworded=seats_reworded(context.db, meeting.id))
    return [*arrived, started, _turn(meeting, items[0], None, context)]


@command("conduct.go_to_item", allow=Capability.RUN)
class GoToItem(MeetingCommand, frozen=True, kw_only=True):
    """Turn to an item; the present one is closed. Going back to a done item opens it again."""

    item_id: int


@handles(GoToItem)
def go_to_item(command: GoToItem, context: Context) -> list[Event]:
    """Held back while a vote is running or its result has not been announced."""
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

    `version`: which text it was written on, 0 when there was none.
    """

    item_id: int
    text: str
    version: int = 0


@handles(RecordConclusion)
def record_conclusion(command: RecordConclusion, context: Context) -> list[Event]:
    """The last text counts; earlier ones stay in the journal. May be written after the meeting, for the minutes.

    Of two people who write at once the second is refused and sees what the first wrote: nothing goes unread.
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
    """Close the meeting."""


@handles(EndMeeting)
def end_meeting(command: EndMeeting, context: Context) -> list[Event]:
    """Nothing of the vote can change afterwards, and the minutes are drawn at once.

    A meeting at rest may end without going on: when too few have come back for another sitting.
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
    order_drawing(context.db, meeting.id, context.now)
    order_discarding(context.db, meeting.id, context.now)
    closed = current.id if current and not pause else None
    return [*spoken, MeetingEnded(closed_item_id=closed, displaced=displaced(context.db, meeting, chaired))]


@command("conduct.take_back_end", allow=Capability.RUN)
class TakeBackEnd(MeetingCommand, frozen=True, kw_only=True):
    """The meeting was ended by mistake: it goes on."""

    reason: str


@handles(TakeBackEnd)
def take_back_end(command: TakeBackEnd, context: Context) -> list[Event]:
    """Until somebody has signed the minutes. The item it was at is open again, and who was in the room is in it.

    It takes two people. The minutes drawn meanwhile are void; drawn anew they say that an end was taken back, and why.
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
    """Nothing was done since the turn from `wanted` to `current`, a moment ago: that turn is taken back.

    That the doors stay closed at `current` too is part of the turn.
    """
    lately = journal.lately(context.db, journal.book_of(current.meeting_id), 2)
    done = [(at, event) for at, event in lately if event != DoorsClosed(item_id=current.id)]
    turn = ItemOpened(item_id=current.id, closed_item_id=wanted.id)
    return bool(done) and done[0][1] == turn and rules.is_slip(done[0][0], context.now)


def _forget_opening(item: Item) -> None:
    if item.closed_at is None:
        item.state, item.opened_at = ItemState.UPCOMING, None
    else:  # it had been opened before and closed
        item.state = ItemState.DONE
