"""Requests for a new sign-in card in the middle of a meeting, by whoever keeps its roll.

The card of who conducts the meeting opens its controls: an officer who could give it to themselves would be two people.
While the meeting runs it takes two officers: one asks (`AllowCard`), another agrees on their own device, and within ten
minutes the card is made. Where there is no second officer, whoever has the server itself is the second key: `meeting
cards` on its terminal asks for an account of the machine, which no seat and no right in the room gives. So a room with
a single officer is not locked out, and nobody in the room is alone with the chair's card.

A delegate's card takes one; whoever made it could sit there too, so the two never count as two (`accord/seconding.py`).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.accord.rules import WAITS
from meeting.accord.seconding import seconded
from meeting.agenda.rules import LIVE, check_not_over
from meeting.agenda.tables import Meeting, Seat, conducts, conducts_meeting, find_meeting, find_seat, remember_giver
from meeting.attendance import card_rules as rules
from meeting.attendance.events import CardAllowed, CardByOne, CardReissued
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal import book as journal
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role
from meeting.people.commands import replace_card
from meeting.people.rules import check_no_admin
from meeting.people.tables import find_login


@command("attendance.allow_card", allow=Capability.KEEP_ROLL)
class AllowCard(MeetingCommand, frozen=True, kw_only=True):
    """Ask that the card of somebody who conducts this meeting may be made anew; or agree, by asking for the same."""

    seat_id: int
    reason: str


@handles(AllowCard)
def allow_card(command: AllowCard, context: Context) -> list[Event]:
    """Both names stand in the meeting's journal. The card itself is asked for after that."""
    meeting = find_meeting(context.db, command.meeting_id)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    rules.check_needs_two(takes_two_officers(context.db, meeting, seat, context.actor, context.now), command.reason)
    _check_no_admin(context.db, seat, context.now)
    _check_opens_no_other(context.db, meeting, seat, context.now, by_two=True)
    named = seat.particulars.named()
    told, agreed = seconded(context, command, about=named, reason=command.reason, subject=str(seat.id))
    return [*told, CardAllowed(seat_id=seat.id)] if agreed else told


@command("attendance.reissue_card", allow=Capability.KEEP_ROLL)
class ReissueCard(MeetingCommand, frozen=True, kw_only=True):
    """Replace the card and PIN of a seat's person. Our page made both and hands in only their hashes."""

    inside = True
    seat_id: int
    card_hash: str
    pin_hash: str
    signs: bool = False
    """A new signing key comes with it."""


@handles(ReissueCard)
def reissue_card(command: ReissueCard, context: Context) -> list[Event]:
    """The former card and every device signed in with it stop working. An administrator's opens more than this room,
    and that of who conducts the meeting takes two."""
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
    """Whether two officers have agreed on a card for this seat lately, and it was not made yet."""
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
