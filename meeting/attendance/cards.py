"""The request for a new sign-in card in the middle of a meeting, by whoever keeps its roll."""

from meeting.access.policy import Capability
from meeting.agenda.rules import check_not_over
from meeting.agenda.tables import find_meeting, find_seat
from meeting.attendance.events import CardReissued
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.people.commands import replace_card
from meeting.people.rules import check_no_admin
from meeting.people.tables import find_login


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
    """The former card and every device signed in with it stop working. An administrator's opens more than this room."""
    meeting = find_meeting(context.db, command.meeting_id)
    check_not_over(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    login = find_login(context.db, seat.person_id)
    administers = login is not None and (login.admin or login.unit_admin is not None)
    check_no_admin(seat.particulars.named(), is_admin=administers)
    replace_card(context, seat.person_id, command.card_hash, command.pin_hash, signs=command.signs)
    seat.card_at = context.now
    return [CardReissued(seat_id=seat.id)]
