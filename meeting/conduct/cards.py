"""A card by the office's own pages, in the middle of a meeting: not for who conducts it, and not for administrators.

An administrator alone could otherwise make themselves the chair of a meeting that runs, or a second administrator. For
who conducts it two officers of the meeting do it (`attendance/cards.py`). For an administrator, and where there is no
second officer, the terminal of the server does: that is a key which no right in the office gives, so that one
administrator alone is not locked out either. The installation itself (`Role.SYSTEM`) is that terminal.
"""

from sqlalchemy import select

from meeting.access.tables import Login
from meeting.agenda.rules import LIVE
from meeting.agenda.tables import Meeting, Seat, conducts, remember_giver
from meeting.commands.registry import Context, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused, declare
from meeting.people.commands import IssueCard, replace_card
from meeting.people.events import CardIssued
from meeting.people.scope import check_door_reached
from meeting.people.tables import find_person

OFFICERS_CARD = declare(
    "conduct.officers_card",
    409,
    "Đang họp: thẻ của chủ tọa, thư ký và quản trị không do một người cấp. Thẻ của chủ tọa, thư ký: mở Điểm danh của "
    "phiên họp, hai người cùng đồng ý. Thẻ của quản trị, hoặc không có người thứ hai: làm trên máy chủ, “meeting cards "
    "{slug} --person TÀI-KHOẢN”. Hoặc chờ họp xong.",
)


@handles(IssueCard)
def issue_card(command: IssueCard, context: Context) -> list[Event]:
    """The former card stops working, and so does every device signed in with it."""
    db, person = context.db, find_person(context.db, command.person_id)
    check_door_reached(db, context.actor, person)
    if context.actor.person_id is not None:
        _check_not_officers(context, person.id)
    replace_card(context, person.id, command.card_hash, command.pin_hash, signs=command.signs)
    remember_giver(db, person.id, context.actor.person_id)
    return [CardIssued(person_id=person.id)]


def _check_not_officers(context: Context, person_id: int) -> None:
    """While a meeting runs."""
    db = context.db
    live = select(Meeting.slug).where(Meeting.state.in_(LIVE)).order_by(Meeting.id)
    login = db.get(Login, person_id)
    if login is not None and login.admin:
        slug = db.scalar(live.limit(1))
    else:
        held = live.join(Seat, Seat.meeting_id == Meeting.id).where(Seat.person_id == person_id, conducts())
        slug = db.scalar(held.limit(1))
    if slug is not None:
        raise Refused(OFFICERS_CARD, slug=slug)
