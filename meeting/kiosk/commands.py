"""Requests about the machines at the door, and what they ask for themselves."""

from datetime import datetime

from meeting.access import sessions
from meeting.access.policy import Capability
from meeting.agenda.tables import Meeting, Seat, find_meeting
from meeting.attendance.commands import arrive, check_is_at, coming_at
from meeting.attendance.rules import CameBy, check_open
from meeting.attendance.tables import SEEN, Coming
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.conduct.presence import depart
from meeting.journal.events import Event
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import Refused
from meeting.kiosk import rules
from meeting.kiosk.events import KioskEnded, KioskOpened, KioskPaired, ReadingSetAside
from meeting.kiosk.shown import Shown, check_not_overtaken, seat_shown
from meeting.kiosk.tables import Kiosk, count_open, find_kiosk, kiosk_of_code


@command("kiosk.open_kiosk", allow=Capability.KEEP_ROLL)
class OpenKiosk(MeetingCommand, frozen=True, kw_only=True):
    """Let a machine be made into one at the door. Our page made the code and hands in only its hash."""

    inside = True

    title: str
    by_name: bool
    code_hash: str
    point_id: int = 0
    """The point at whose door it is to stand; 0: at the room's."""


@handles(OpenKiosk, makes="kiosk_id")
def open_kiosk(command: OpenKiosk, context: Context) -> list[Event]:
    """The code works once, and for ten minutes."""
    meeting = find_meeting(context.db, command.meeting_id)
    check_open(meeting.state)
    rules.check_name(command.title)
    rules.check_count(count_open(context.db, meeting.id))
    row = Kiosk(
        meeting_id=meeting.id,
        name=command.title,
        by_name=command.by_name,
        opened_at=context.now,
        code_hash=command.code_hash,
        code_until=context.now + rules.CODE_LASTS,
        point_id=coming_at(context, meeting.id, command.point_id).point_id,
    )
    context.db.add(row)
    context.db.flush()
    return [KioskOpened(kiosk_id=row.id, title=row.name, by_name=row.by_name, point_id=command.point_id)]


@command("kiosk.pair_kiosk", allow=Capability.WORK)
class PairKiosk(MeetingCommand, frozen=True, kw_only=True):
    """A machine has shown the code; `device`: what it is, in words. Our page signs it in."""

    code_hash: str
    device: str


@handles(PairKiosk, makes="kiosk_id")
def pair_kiosk(command: PairKiosk, context: Context) -> list[Event]:
    """A code that was shown is used up."""
    row = kiosk_of_code(context.db, command.code_hash, context.now)
    if row is None or row.meeting_id != command.meeting_id:
        raise Refused(rules.WRONG_CODE)
    check_open(find_meeting(context.db, row.meeting_id).state)
    row.paired_at, row.device = context.now, command.device
    return [KioskPaired(kiosk_id=row.id, device=row.device)]


@command("kiosk.end_kiosk", allow=Capability.KEEP_ROLL)
class EndKiosk(MeetingCommand, frozen=True, kw_only=True):
    """The machine is to do nothing any more."""

    kiosk_id: int


@handles(EndKiosk)
def end_kiosk(command: EndKiosk, context: Context) -> list[Event]:
    """At once, whether it stands there or only waits; ending it twice is not an error."""
    row = find_kiosk(context.db, command.meeting_id, command.kiosk_id)
    if row.ended_at is not None:
        return []
    row.ended_at = context.now
    sessions.end_kiosk(context.db, row.id, context.now)
    return [KioskEnded(kiosk_id=row.id)]


@command("kiosk.read_at_door", allow=Capability.KEEP_DOOR)
class ReadAtDoor(MeetingCommand, frozen=True, kw_only=True):
    """Somebody has shown a card (its hash) or an invitation, or was found by name (`seat_id`).

    `leaves`: they go; `read_at`: when that was, in seconds since 1970, as the machine says it; `kept`: they were told
    that it is kept, and have gone on.
    """

    inside = True

    card: str = ""
    invitation: str = ""
    seat_id: int = 0
    leaves: bool = False
    read_at: int
    kept: bool = False


@handles(ReadAtDoor, makes="seat_id")
def read_at_door(command: ReadAtDoor, context: Context) -> list[Event]:
    """Whoever is here already stays as they came. What comes late and holds no more is set aside, and written down."""
    meeting, kiosk = find_meeting(context.db, command.meeting_id), _standing(context)
    since = _since(kiosk, context)
    read_at = rules.believed(command.read_at, since, context.now)
    foreign = kiosk is None and rules.is_before(command.read_at, since)
    late = foreign or command.kept or rules.is_late(read_at, context.now)
    shown = Shown(command.card, command.invitation, command.seat_id, command.leaves)
    seat: Seat | None = None
    try:
        seat = seat_shown(context.db, context.secret, meeting, shown, kiosk)
        if foreign:
            raise Refused(rules.BEFORE_SIGN_IN)
        if late:
            check_not_overtaken(context.db, meeting.id, seat, shown, read_at)
        coming = _coming(context, meeting, kiosk)._replace(read_at=read_at if late else None)
        if command.leaves and kiosk is not None:
            check_is_at(context, seat, coming)
        return _move(context, meeting, seat, coming, leaves=command.leaves)
    except Refused as refused:
        if not late or meeting.minutes_signed:  # nothing else follows a signature in the book
            raise
        aside = ReadingSetAside(
            kiosk_id=context.actor.kiosk,
            read_at=stamp(read_at),
            whose=None if seat is None else seat.id,
            leaves=command.leaves,
            why=refused.code,
        )
        return [aside]


def _coming(context: Context, meeting: Meeting, kiosk: Kiosk | None) -> Coming:
    """To the point at which the machine stands; an officer's own device reads in the room."""
    if kiosk is None:
        return SEEN
    return coming_at(context, meeting.id, kiosk.point_id or 0)._replace(door=kiosk.name)


def _move(context: Context, meeting: Meeting, seat: Seat, coming: Coming, *, leaves: bool) -> list[Event]:
    if not leaves:
        return arrive(context, meeting.state, seat.id, CameBy.KIOSK, coming)
    reason = f"ra về, ghi ở máy {coming.door}" if coming.door else "ra về"
    return depart(context, meeting.id, seat.id, reason, coming.read_stamp)


def _standing(context: Context) -> Kiosk | None:
    """The machine that asks; None for an officer's own device. Refused for one that was ended."""
    if context.actor.kiosk is None:
        return None
    row = find_kiosk(context.db, context.meeting_id or 0, context.actor.kiosk)
    if row.ended_at is not None:
        raise Refused(rules.ENDED)
    return row


def _since(kiosk: Kiosk | None, context: Context) -> datetime:
    """Nothing was read before the machine stood at the door, or an officer signed in on their own device."""
    if kiosk is None:
        return sessions.began(context.db, context.actor.device) or context.now
    return kiosk.paired_at or context.now
