"""Find the seat for a card or an invitation, and check whether a late reading still applies."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.sessions import person_of_card
from meeting.agenda.pauses import last_ending
from meeting.agenda.rules import OVER, UNSEEN
from meeting.agenda.tables import Meeting, Seat, find_seat, seat_of_person
from meeting.agenda.told import starts_as_told
from meeting.attendance.events import ArrivalUndone, CheckedIn, Left
from meeting.journal import book as journal
from meeting.journal.events import decode
from meeting.kernel.clock import read_stamp
from meeting.kernel.dates import short_date, short_time
from meeting.kernel.refusals import Refused
from meeting.kiosk import rules
from meeting.kiosk.events import ReadingSetAside
from meeting.kiosk.invitations import check_invitation, seat_invited
from meeting.kiosk.tables import Kiosk
from meeting.people.tables import find_person


class Shown(NamedTuple):
    """The proof that somebody showed: the hash of a card, the code of an invitation, or a seat chosen by name.

    `leaves`: the person goes out.
    """

    card: str = ""
    invitation: str = ""
    seat_id: int = 0
    leaves: bool = False


def seat_shown(db: Session, secret: bytes, meeting: Meeting, shown: Shown, kiosk: Kiosk | None) -> Seat:
    """Return the seat for what was shown. `kiosk` is None for an officer, who sees the person.

    Raises Refused with a sentence for the person at the door.
    """
    if shown.card:
        return _of_card(db, meeting, shown.card)
    if shown.invitation:
        return _of_invitation(db, secret, meeting, shown.invitation)
    if kiosk is not None and not kiosk.by_name:
        raise Refused(rules.BY_NAME_OFF)
    if kiosk is not None and shown.leaves:
        raise Refused(rules.LEAVES_BY_CARD)
    return find_seat(db, meeting.id, shown.seat_id)


def check_not_overtaken(db: Session, meeting_id: int, seat: Seat, shown: Shown, read_at: datetime) -> None:
    """Raise Refused when a late reading no longer applies.

    It does not apply when the sitting ended after it, or when the person's presence was changed by a later action.
    """
    ended = last_ending(db, meeting_id)
    if ended is not None and ended.began_at > read_at:
        raise Refused(rules.SITTING_OVER)
    against = (CheckedIn, Left, ArrivalUndone) if shown.leaves else (Left, ArrivalUndone)
    kinds = [kind.kind for kind in against]
    for entry in journal.among_after(db, journal.book_of(meeting_id), kinds, read_at):
        event = decode(entry.kind, entry.body)
        assert isinstance(event, CheckedIn | Left | ArrivalUndone)  # noqa: S101 - these kinds were asked for
        claimed = getattr(event, "read_at", "")
        if event.seat_id == seat.id and (not claimed or read_stamp(claimed) > read_at):
            raise Refused(rules.OVERTAKEN, name=seat.particulars.named())
    if not shown.leaves and _went(db, meeting_id, seat.id, read_at):
        raise Refused(rules.GONE_SINCE, name=seat.particulars.named())


def _went(db: Session, meeting_id: int, seat_id: int, since: datetime) -> bool:
    """Return whether another kiosk read that this person went out, and that reading was set aside.

    This happens when the exit's reading arrives before the entrance's.
    """
    asides = journal.all_of(db, journal.book_of(meeting_id), ReadingSetAside)
    return any(one.whose == seat_id and one.leaves and read_stamp(one.read_at) > since for one in asides)


def _of_card(db: Session, meeting: Meeting, card: str) -> Seat:
    person_id = person_of_card(db, card)
    if person_id is None:
        raise Refused(rules.UNKNOWN_CARD)
    seat = seat_of_person(db, meeting.id, person_id)
    if seat is not None:
        return seat
    name = find_person(db, person_id).particulars.named()
    when = _next_meeting(db, person_id)
    if when is None:
        raise Refused(rules.NOT_INVITED, name=name)
    raise Refused(rules.OTHER_MEETING, name=name, when=_told(when))


def _of_invitation(db: Session, secret: bytes, meeting: Meeting, code: str) -> Seat:
    meeting_id, seat_id = seat_invited(code)
    seat = db.get(Seat, seat_id)
    if seat is None or seat.meeting_id != meeting_id:
        raise Refused(rules.UNKNOWN_CARD)
    check_invitation(secret, code, meeting_id, seat_id, seat.person_id)
    if meeting_id != meeting.id:
        when = _told(starts_as_told(db.get_one(Meeting, meeting_id)))
        raise Refused(rules.OTHER_MEETING, name=seat.particulars.named(), when=when)
    return seat


def _next_meeting(db: Session, person_id: int) -> datetime | None:
    """Return the start of the person's next meeting that is visible to them, or None."""
    mine = select(Meeting).join(Seat, Seat.meeting_id == Meeting.id).where(Seat.person_id == person_id)
    coming = db.scalars(mine.where(Meeting.state.not_in((*OVER, *UNSEEN))))
    return min(map(starts_as_told, coming), default=None)


def _told(when: datetime) -> str:
    return f"{short_time(when)} {short_date(when)}"
