"""Requests for a new sign-in card in the middle of a meeting, by whoever keeps its roll.

The card of who conducts the meeting opens its controls: an officer who could give it to themselves would be two people.
While the meeting runs it takes two officers: one asks (`AllowCard`), another agrees on their own device, and within ten
minutes the card is made. Where there is no second officer, whoever has the server itself is the second key: `meeting
cards` on its terminal asks for an account of the machine, which no seat and no right in the room gives. So a room with
a single officer is not locked out, and nobody in the room is alone with the chair's card.

A delegate's card takes one; whoever made it could sit there too, so the two never count as two (`accord/seconding.py`).
"""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.accord.rules import WAITS
from meeting.accord.seconding import seconded
from meeting.agenda.rules import LIVE, check_not_over
from meeting.agenda.tables import Meeting, Seat, find_meeting, find_seat, remember_giver
from meeting.attendance import card_rules as rules
from meeting.attendance.events import CardAllowed, CardReissued
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
    rules.check_needs_two(takes_two(meeting, seat), command.reason)
    _check_no_admin(context.db, seat)
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
    _check_no_admin(context.db, seat)
    by_two = takes_two(meeting, seat)
    if by_two and not is_allowed(context.db, seat, context.now):
        raise Refused(rules.TAKES_TWO, name=seat.particulars.named(), slug=meeting.slug)
    replace_card(context, seat.person_id, command.card_hash, command.pin_hash, signs=command.signs)
    seat.card_at = context.now
    remember_giver(context.db, seat.person_id, None if by_two else context.actor.person_id, also=meeting.id)
    return [CardReissued(seat_id=seat.id)]


def takes_two(meeting: Meeting, seat: Seat) -> bool:
    """Whether a card for this seat needs a second officer just now."""
    return meeting.state in LIVE and (seat.role in (Role.CHAIR, Role.CLERK) or meeting.presiding == seat.id)


def is_allowed(db: Session, seat: Seat, now: datetime) -> bool:
    """Whether two officers have agreed on a card for this seat lately, and it was not made yet."""
    kinds = (CardAllowed.kind, CardReissued.kind)
    lately = journal.among_after(db, journal.book_of(seat.meeting_id), kinds, now - WAITS)
    last = [each.kind for each in lately if each.body["seat_id"] == seat.id][-1:]
    return last == [CardAllowed.kind]


def _check_no_admin(db: Session, seat: Seat) -> None:
    login = find_login(db, seat.person_id)
    administers = login is not None and (login.admin or login.unit_admin is not None)
    check_no_admin(seat.particulars.named(), is_admin=administers)
