"""Commands about kiosks, and the command that a kiosk submits for each reading."""

from datetime import datetime
from typing import Annotated

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
from meeting.kernel.text import Cap
from meeting.kiosk import rules
from meeting.kiosk.events import KioskEnded, KioskOpened, KioskPaired, ReadingSetAside
from meeting.kiosk.shown import Shown, check_not_overtaken, seat_shown
from meeting.kiosk.tables import Kiosk, count_open, find_kiosk, kiosk_of_code


@command("kiosk.open_kiosk", allow=Capability.KEEP_ROLL)
class OpenKiosk(MeetingCommand, frozen=True, kw_only=True):
    """Prepare a kiosk. The page makes the pairing code and submits only its hash."""

    inside = True

    title: Annotated[str, Cap("Nơi đặt máy", 60)]
    by_name: bool
    code_hash: str
    point_id: int = 0
    """The point outside the room where the kiosk is placed; 0 means the meeting's room."""


@handles(OpenKiosk, makes="kiosk_id")
def open_kiosk(command: OpenKiosk, context: Context) -> list[Event]:
    """Create a kiosk that waits for its code. The code works once, for ten minutes.

    Raises Refused when the meeting is over, the name is empty or too many kiosks are open.
    """
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
    """Turn a machine into a kiosk after the code was entered on it. `device` describes the machine.

    The page signs it in.
    """

    code_hash: str
    device: str


@handles(PairKiosk)
def pair_kiosk(command: PairKiosk, context: Context) -> list[Event]:
    """Pair the kiosk and use up its code. Raises Refused for a wrong, used or expired code."""
    row = kiosk_of_code(context.db, command.code_hash, context.now)
    if row is None or row.meeting_id != command.meeting_id:
        raise Refused(rules.WRONG_CODE)
    check_open(find_meeting(context.db, row.meeting_id).state)
    row.paired_at, row.device = context.now, command.device
    return [KioskPaired(kiosk_id=row.id, device=row.device)]


@command("kiosk.end_kiosk", allow=Capability.KEEP_ROLL)
class EndKiosk(MeetingCommand, frozen=True, kw_only=True):
    """Stop a kiosk."""

    kiosk_id: int


@handles(EndKiosk)
def end_kiosk(command: EndKiosk, context: Context) -> list[Event]:
    """Stop a paired or waiting kiosk at once. Stopping it twice is not an error."""
    row = find_kiosk(context.db, command.meeting_id, command.kiosk_id)
    if row.ended_at is not None:
        return []
    row.ended_at = context.now
    sessions.end_kiosk(context.db, row.id, context.now)
    return [KioskEnded(kiosk_id=row.id)]


@command("kiosk.read_at_door", allow=Capability.KEEP_DOOR)
class ReadAtDoor(MeetingCommand, frozen=True, kw_only=True):
    """Record a reading at the door: a card (its hash), an invitation, or a person found by name (`seat_id`).

    `leaves`: the person goes out. `read_at`: the kiosk's time of the reading, in seconds since 1970. `kept`: the
    reading was stored offline, and the kiosk told the person so.
    """

    inside = True

    card: str = ""
    invitation: str = ""
    seat_id: int = 0
    leaves: bool = False
    read_at: int
    kept: bool = False


@handles(ReadAtDoor)
def read_at_door(command: ReadAtDoor, context: Context) -> list[Event]:
    """Check a person in or out. Someone who is present already stays checked in as they came.

    A late reading that no longer applies is set aside and written into the journal. Raises Refused for other readings
    that the rules do not allow.
    """
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
        if not late or meeting.minutes_signed:  # a signed book accepts no further events
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
    """Return where the person arrives: at the kiosk's point, or in the room on an officer's own device."""
    if kiosk is None:
        return SEEN
    return coming_at(context, meeting.id, kiosk.point_id or 0)._replace(door=kiosk.name)


def _move(context: Context, meeting: Meeting, seat: Seat, coming: Coming, *, leaves: bool) -> list[Event]:
    if not leaves:
        return arrive(context, meeting.state, seat.id, CameBy.KIOSK, coming)
    reason = f"ra về, ghi ở máy {coming.door}" if coming.door else "ra về"
    return depart(context, meeting.id, seat.id, reason, coming.read_stamp)


def _standing(context: Context) -> Kiosk | None:
    """Return the kiosk that submits the reading; None for an officer's own device.

    Raises Refused for a stopped kiosk.
    """
    if context.actor.kiosk is None:
        return None
    row = find_kiosk(context.db, context.meeting_id or 0, context.actor.kiosk)
    if row.ended_at is not None:
        raise Refused(rules.ENDED)
    return row


def _since(kiosk: Kiosk | None, context: Context) -> datetime:
    """Return the earliest possible time of a reading: when the kiosk was paired, or when the officer signed in."""
    if kiosk is None:
        return sessions.began(context.db, context.actor.device) or context.now
    return kiosk.paired_at or context.now
