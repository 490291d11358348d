"""Commands about kiosks, and the command that a kiosk submits for each reading (handled in `conduct/at_door.py`)."""

from typing import Annotated

from meeting.access import sessions
from meeting.access.policy import Capability
from meeting.agenda.tables import find_meeting
from meeting.attendance.commands import coming_at
from meeting.attendance.rules import check_open
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.text import Cap
from meeting.kiosk import rules
from meeting.kiosk.events import KioskEnded, KioskOpened, KioskPaired
from meeting.kiosk.tables import Kiosk, find_kiosk, kiosk_of_code, open_kiosks


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
    rules.check_count(len(open_kiosks(context.db, meeting.id)))
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
    """Stop a paired or waiting kiosk at once. Stopping it twice is not an error.

    It goes on when the meeting ends, so that what it read without a network still arrives. Once somebody has signed
    the minutes it stops without an event: none may follow in the book.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    row = find_kiosk(context.db, meeting.id, command.kiosk_id)
    if row.ended_at is not None:
        return []
    row.ended_at = context.now
    sessions.end_kiosk(context.db, row.id, context.now)
    return [] if meeting.minutes_signed else [KioskEnded(kiosk_id=row.id)]


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
