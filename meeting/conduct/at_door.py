"""A reading at the door: a person comes, or leaves with all that this means for chair, speeches and votes."""

from datetime import datetime

from meeting.access import sessions
from meeting.agenda.tables import Meeting, Seat, find_meeting
from meeting.attendance.commands import arrive, check_is_at, coming_at
from meeting.attendance.rules import CameBy
from meeting.attendance.tables import SEEN, Coming
from meeting.commands.registry import Context, handles
from meeting.conduct.presence import depart
from meeting.journal.events import Event
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import Refused
from meeting.kiosk import rules
from meeting.kiosk.commands import ReadAtDoor
from meeting.kiosk.events import ReadingSetAside
from meeting.kiosk.shown import Shown, check_not_overtaken, seat_shown
from meeting.kiosk.tables import Kiosk, find_kiosk


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
