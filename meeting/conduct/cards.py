"""A card by the office's own pages: not for who conducts a meeting that has begun, until its minutes are locked.

An administrator alone could otherwise make themselves the chair of a meeting that runs, or sign its minutes for both
who are to. While it runs two officers of the meeting do it (`attendance/cards.py`). Afterwards, and where there is no
second officer, the terminal of the server does: that is a key which no right in the office gives, so that one
administrator alone is not locked out either. The installation itself (`Role.SYSTEM`) is that terminal.

While a meeting runs nobody gives an administrator's card there either: it opens whatever its bearer may. Somebody who
is made an administrator meanwhile (`SetAdmin`) is that with the card they have, or was given by one person before.
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
