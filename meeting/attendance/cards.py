"""Commands for a new sign-in card before or during a meeting, for those who keep its roll.

The card of a person who conducts the meeting opens its controls, so an officer who could take it would act for two
people. While the meeting runs, such a card needs two officers: one asks (`AllowCard`), another agrees on their own
device, and within ten minutes the card is made. Without a second officer, a person with access to the server is the
second key: `meeting cards` on its terminal needs an account of the machine, which no seat and no right in the room
gives. So a room with a single officer is not locked out, and nobody in the room can take the chair's card alone.

Before the meeting it takes two officers as soon as there are two: the asker, and another officer with a card who is not
the card's owner. Otherwise one officer does it, and the meeting's journal says so.

A card also opens the other meetings that its owner conducts, or conducted in the last days. So it takes two officers
here too, and nobody makes it here while another meeting of that person is live: then it is made in that meeting or on
the server's terminal.

Any other delegate's card takes one officer. The maker could use it too, so the two never count as two people
(`accord/seconding.py`).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.accord.rules import WAITS
from meeting.accord.seconding import ByTwo, seconded
from meeting.agenda.rules import LIVE, check_not_over
from meeting.agenda.tables import Meeting, Seat, conducts, conducts_meeting, find_meeting, find_seat, remember_giver
from meeting.attendance import card_rules as rules
from meeting.attendance.events import CardAllowed, CardByOne, CardReissued
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.roles import Role
from meeting.people.commands import replace_card
from meeting.people.rules import check_no_admin
from meeting.people.tables import find_login


@command("attendance.allow_card", allow=Capability.KEEP_ROLL)
class AllowCard(ByTwo, frozen=True, kw_only=True):
    """Ask for a new card for a person who conducts this meeting, or agree by asking for the same."""

    asked = _l("Đề nghị cấp thẻ mới cho người điều hành")

    seat_id: int
    reason: str


@handles(AllowCard)
def allow_card(command: AllowCard, context: Context) -> list[Event]:
    """Record the request or the agreement. The journal names both officers. The card itself is made afterwards.

    Raises Refused once the meeting is over, as for the card itself.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    check_not_over(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    rules.check_needs_two(takes_two_officers(context.db, meeting, seat, context.actor, context.now), command.reason)
    _check_no_admin(context.db, seat, context.now)
    _check_opens_no_other(context.db, meeting, seat, context.now, by_two=True)
    named = seat.particulars.named()
    told, agreed = seconded(context, command, about=named, reason=command.reason, subject=str(seat.id))
    return [*told, CardAllowed(seat_id=seat.id)] if agreed else told


@command("attendance.reissue_card", allow=Capability.KEEP_ROLL)
class ReissueCard(MeetingCommand, frozen=True, kw_only=True):
    """Replace the card and PIN of a seat's person. Our page makes both and submits only their hashes."""

    inside = True
    seat_id: int
    card_hash: str
    pin_hash: str
    signs: bool = False
    """Whether a new signing key is made with the card."""


@handles(ReissueCard)
def reissue_card(command: ReissueCard, context: Context) -> list[Event]:
    """Replace the card. The former card and every device signed in with it stop working.

    Raises Refused for an administrator, whose card opens more than this room; for a person who conducts another
    meeting; and for a person who conducts this one, until a second officer has agreed.
    """
    meeting = find_meeting(context.db, command.meeting_id)
    check_not_over(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    _check_no_admin(context.db, seat, context.now)
    by_two = takes_two_officers(context.db, meeting, seat, context.actor, context.now)
    _check_opens_no_other(context.db, meeting, seat, context.now, by_two=by_two)
    if by_two and not is_allowed(context.db, seat, context.now):
        raise Refused(rules.TAKES_TWO, name=seat.particulars.named(), slug=meeting.slug)
    by = None if by_two else context.actor.person_id
    replace_card(context, seat.person_id, command.card_hash, command.pin_hash, signs=command.signs, by=by)
    seat.card_at = context.now
    remember_giver(context.db, seat.person_id, by, also=meeting.id)
    alone = [CardByOne(seat_id=seat.id)] if not by_two and _is_officer(meeting, seat) else []
    return [*alone, CardReissued(seat_id=seat.id)]


def takes_two_officers(db: Session, meeting: Meeting, seat: Seat, asker: Actor, now: datetime) -> bool:
    """Return whether a card for this seat needs a second officer just now.

    It opens more than a member's place: this meeting for an officer, another one for a person who conducts that.
    """
    opens_more = _is_officer(meeting, seat) or _opens_another(db, meeting, seat, now)
    return opens_more and (meeting.state in LIVE or _has_another(db, meeting, seat, asker))


def is_by_one(db: Session, meeting: Meeting, seat: Seat, asker: Actor, now: datetime) -> bool:
    """Return whether a card that otherwise takes two is made by one, because there is no other officer with a card."""
    return _is_officer(meeting, seat) and not takes_two_officers(db, meeting, seat, asker, now)


def _is_officer(meeting: Meeting, seat: Seat) -> bool:
    return seat.role in (Role.CHAIR, Role.CLERK) or meeting.presiding == seat.id


def _has_another(db: Session, meeting: Meeting, seat: Seat, asker: Actor) -> bool:
    """Return whether a person besides owner and asker could agree: an officer who can sign in."""
    able = select(Seat.id).join(Login, Login.person_id == Seat.person_id).join(Meeting, Meeting.id == Seat.meeting_id)
    able = able.where(Seat.meeting_id == meeting.id, conducts(), Login.active, Login.card_hash.is_not(None))
    others = Seat.id != seat.id, Seat.person_id != (asker.person_id or 0)
    return db.scalar(able.where(*others).limit(1)) is not None


def is_allowed(db: Session, seat: Seat, now: datetime) -> bool:
    """Return whether two officers have recently agreed on a card for this seat that was not made yet."""
    kinds = (CardAllowed.kind, CardReissued.kind)
    lately = journal.among_after(db, journal.book_of(seat.meeting_id), kinds, now - WAITS)
    last = [each.kind for each in lately if each.body["seat_id"] == seat.id][-1:]
    return last == [CardAllowed.kind]


def _check_opens_no_other(db: Session, meeting: Meeting, seat: Seat, now: datetime, *, by_two: bool) -> None:
    """Raise Refused when the card would open another meeting too. If two make it, only a live one counts."""
    if by_two:
        opens = conducts_meeting(db, seat.person_id, besides=meeting.id, live=True)
    else:
        opens = _opens_another(db, meeting, seat, now)
    if opens:
        raise Refused(rules.CONDUCTS_ANOTHER, name=seat.particulars.named())


def _opens_another(db: Session, meeting: Meeting, seat: Seat, now: datetime) -> bool:
    """Return whether a person conducts another meeting, or conducts none now but did so lately."""
    login = find_login(db, seat.person_id)
    lately = login is not None and login.conducted(now) and not _is_officer(meeting, seat)
    return lately or conducts_meeting(db, seat.person_id, besides=meeting.id)


def _check_no_admin(db: Session, seat: Seat, now: datetime) -> None:
    login = find_login(db, seat.person_id)
    check_no_admin(seat.particulars.named(), is_admin=login is not None and login.administers(now))
