"""Rules for cards made on the office's pages.

No card is made there for a person who conducts a meeting, from its beginning until its minutes are locked. Otherwise an
administrator alone could become the chair of a running meeting, or sign its minutes for both signers. While it runs,
two officers of the meeting can make the card (`attendance/cards.py`). Afterwards, or without a second officer, the
server's terminal can: no right in the office gives access to it, so a single administrator is not locked out either.
The installation itself (`Role.SYSTEM`) is that terminal.

While a meeting runs nobody gets an administrator's card there either, because it gives all the rights of its owner. A
person who becomes an administrator meanwhile (`SetAdmin`) uses the card they have, or one made by one person before.

At other times such a card takes two administrators, as soon as there are two (`officers_cards.py`).
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.agenda.rules import LIVE
from meeting.agenda.tables import Meeting, Seat, conducts, is_unsigned, remember_giver
from meeting.commands.registry import Context, handles
from meeting.conduct.officers_cards import is_agreed, opens_more, request_of, takes_two_administrators, why_not_yet
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused, declare
from meeting.people.commands import IssueCard, replace_card
from meeting.people.events import CardByOneAdministrator, CardIssued
from meeting.people.scope import check_door_reached
from meeting.people.tables import find_person

OFFICERS_CARD = declare(
    "conduct.officers_card",
    409,
    "Đang họp: thẻ của chủ tọa, thư ký và quản trị không do một người cấp. Thẻ của chủ tọa, thư ký: mở Điểm danh của "
    "phiên họp, hai người cùng đồng ý. Thẻ của quản trị, hoặc không có người thứ hai: làm trên máy chủ, “meeting cards "
    "{slug} --person TÀI-KHOẢN”.",
)
SIGNERS_CARD = declare(
    "conduct.signers_card",
    409,
    "Biên bản của phiên họp “{slug}” chưa đủ chữ ký: thẻ của chủ tọa, thư ký phiên họp đó không do một người cấp. Làm "
    "trên máy chủ: “meeting cards {slug} --person TÀI-KHOẢN”.",
)


@handles(IssueCard)
def issue_card(command: IssueCard, context: Context) -> list[Event]:
    """Make the card. The former card and every device signed in with it stop working."""
    db, person, giver = context.db, find_person(context.db, command.person_id), context.actor.person_id
    check_door_reached(db, context.actor, person)
    alone: list[Event] = []
    if giver is not None:
        if (refused := why_not_by_one(db, person.id, giver, context.now)) is not None:
            raise refused
        if takes_two_administrators(db, person.id, giver, context.now) and is_agreed(db, person.id, context.now):
            giver = None
        elif opens_more(db, person.id, context.now):
            alone = [CardByOneAdministrator(person_id=person.id)]
    asked = request_of(db, person.id, context.now) is not None
    replace_card(context, person.id, command.card_hash, command.pin_hash, signs=command.signs, by=giver, asked=asked)
    remember_giver(db, person.id, giver)
    return [*alone, CardIssued(person_id=person.id)]


def why_not_by_one(db: Session, person_id: int, giver: int, now: datetime) -> Refused | None:
    """Return why the administrator `giver` may not make a person's card now; None when they may, alone or as agreed."""
    meetings = select(Meeting.slug).order_by(Meeting.id)
    held = meetings.join(Seat, Seat.meeting_id == Meeting.id).where(Seat.person_id == person_id, conducts())
    login = db.get(Login, person_id)
    live = meetings if login is not None and login.admin else held
    for code, found in (
        (OFFICERS_CARD, live.where(Meeting.state.in_(LIVE))),
        (SIGNERS_CARD, held.where(is_unsigned())),
    ):
        slug = db.scalar(found.limit(1))
        if slug is not None:
            return Refused(code, slug=slug)
    return why_not_yet(db, person_id, giver, now)
