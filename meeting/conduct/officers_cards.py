"""Two administrators for a card that gives more access than its owner's own seat.

These are the cards of administrators, chairs and secretaries. One administrator asks and gives a reason; another agrees
on another device; then, within a day, one card is made.

Two must agree as soon as two administrators have cards. The card's owner may be the second one, so neither of two
administrators can make the other's card alone and at once. When an administrator is disabled, by a person or by the
directory, the remaining one does not count as the only one for some days. For a week after its owner lost a right, or
the part of chair or secretary, a card still takes two. The first cards are made at the server's terminal, which can
make any card at once. An office with one administrator goes on alone, and the journal records each time that one
person made the card.

A person who alone made somebody's card could use it (`card_makers.py`). So for a week these two do not count as two
people. An office's only administrator who makes a second one therefore goes on alone for that week, as before, and the
journal records it. An administrator who had to ask for a second person, and made the card when nobody answered, does
not go on alone: they still need somebody else.

When nobody has answered for three days, the administrator who asked can make the card alone, so that an absence locks
nobody out. All other administrators and the card's owner see the request on their page of today and can drop it with
one press. The page also shows them each such card for three days after it was made.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.agenda.tables import conducts_meeting
from meeting.attendance.card_rules import check_needs_two
from meeting.commands.registry import Command, Context, command, handles
from meeting.conduct.card_makers import PERSON, WAITS, holder_of, is_made_unasked, person_of
from meeting.conduct.lately import check_not_from_directory, new_from_directory
from meeting.journal import book as journal
from meeting.journal.chain import Entry
from meeting.journal.events import Event
from meeting.kernel.clock import read_stamp
from meeting.kernel.refusals import NOT_ALLOWED, Refused, declare
from meeting.people.events import (
    AdminChanged,
    CardAgreed,
    CardAsked,
    CardByOneAdministrator,
    CardDeclined,
    CardIssued,
    CardReportedLost,
    PersonRetired,
)
from meeting.people.tables import find_person

ALONE = timedelta(days=3)
"""How long a request waits until its asker may make the card alone: longer than a weekend."""

LAPSES = timedelta(days=10)
"""How long a request is valid."""

TAKES_TWO = declare(
    "conduct.card_takes_two",
    409,
    "Thẻ của {name} mở được phần điều hành hoặc quản trị nên cần hai quản trị. Mở “Cấp thẻ” của người này để đề nghị; "
    "quản trị khác mở cùng trang trên máy của mình và đồng ý. Sau 3 ngày không ai trả lời, người đề nghị cấp được một "
    "mình. Cần ngay thì nhờ người giữ máy chủ cấp lại thẻ.",
)
NOT_TWO = declare(
    "conduct.not_two",
    409,
    "{one} và {other} chưa tính là hai người: trong 7 ngày qua, thẻ của người này do một mình người kia cấp. Nhờ quản "
    "trị khác. Không có ai khác thì người đã cấp thẻ kia mở “Cấp thẻ” và cấp, nhật ký ghi là một người cấp; hoặc "
    "nhờ người giữ máy chủ cấp lại thẻ.",
)
NOT_ASKED = declare(
    "conduct.card_not_asked",
    409,
    "Đề nghị này không còn: đã rút, đã hết hạn hoặc thẻ mới đã cấp. Chưa có gì thay đổi; mở lại trang để xem.",
)


@command("conduct.allow_officers_card", allow=Capability.KEEP_HOUSE)
class AllowOfficersCard(Command, frozen=True, kw_only=True):
    """Ask for a card for somebody whose card gives more access than their seat; or agree, by asking for the same.

    `answers`: the journal's number of the request that the asker saw and agrees to; 0 when they saw none.
    """

    person_id: int
    reason: str
    answers: int = 0


@handles(AllowOfficersCard)
def allow_officers_card(command: AllowOfficersCard, context: Context) -> list[Event]:
    """Ask, or agree as the second administrator. The office's journal names both. Asking twice changes nothing.

    Raises Refused when the answered request is no longer valid: a late agreement is not a new request.
    """
    db, person, me = context.db, find_person(context.db, command.person_id), context.actor.person_id
    if me is None:
        raise Refused(NOT_ALLOWED)
    last = _standing(db, person.id, context.now)
    if command.answers and (last is None or (last.kind == CardAsked.kind and last.seq != command.answers)):
        raise Refused(NOT_ASKED)
    if last is None:
        check_needs_two(takes_two_administrators(db, person.id, me, context.now), command.reason)
        return [CardAsked(person_id=person.id, reason=command.reason)]
    asker = person_of(last)
    if last.kind == CardAgreed.kind or asker == me:
        return []
    check_not_from_directory(db, (asker, me), context.now)
    _check_two(db, asker, me, context.now)
    return [CardAgreed(person_id=person.id)]


@command("conduct.decline_officers_card", allow=Capability.OWN_SETTINGS)
class DeclineOfficersCard(Command, frozen=True, kw_only=True):
    """Drop the request or the agreement: by any administrator, or by the person who would get the card."""

    person_id: int


@handles(DeclineOfficersCard)
def decline_officers_card(command: DeclineOfficersCard, context: Context) -> list[Event]:
    """Drop the request or the agreement. A new request waits for the whole time again.

    Raises Refused when neither is valid: the card may have been made meanwhile, and the former one no longer works.
    """
    if not context.actor.admin and context.actor.person_id != command.person_id:
        raise Refused(NOT_ALLOWED)
    if _standing(context.db, command.person_id, context.now) is None:
        raise Refused(NOT_ASKED)
    return [CardDeclined(person_id=command.person_id)]


def opens_more(db: Session, person_id: int, now: datetime) -> bool:
    """Return whether a person's card gives access to the controls of the office or of a meeting.

    Both count for some days after the right was taken away: it may be given back once the card is made.
    """
    login = db.get(Login, person_id)
    lately = login is not None and (login.administers(now) or login.conducted(now))
    return lately or conducts_meeting(db, person_id)


def takes_two_administrators(db: Session, person_id: int, giver: int, now: datetime) -> bool:
    """Return whether a card takes two: it opens more, and another administrator could agree.

    One who was just disabled counts as well; one whose card the giver has just made unasked does not.
    """
    return opens_more(db, person_id, now) and (_has_another(db, giver, now) or _put_another_out(db, giver, now))


def helpers_of(db: Session, giver: int, now: datetime) -> list[int]:
    """Return the administrators who do not count as another person yet, because the giver alone made their card."""
    return [person_id for person_id, helps in _others(db, giver, now) if helps]


def _has_another(db: Session, giver: int, now: datetime) -> bool:
    new = new_from_directory(db, now)
    return any(not helps and person_id not in new for person_id, helps in _others(db, giver, now))


def _others(db: Session, giver: int, now: datetime) -> list[tuple[int, bool]]:
    """Return (person, whether the giver made their card unasked) for each other administrator with a card."""
    able = select(Login).where(Login.admin, Login.active, Login.card_hash.is_not(None))
    others = db.scalars(able.where(Login.person_id != giver).order_by(Login.person_id)).all()
    return [(each.person_id, is_made_unasked(each, giver, now)) for each in others]


def why_not_yet(db: Session, person_id: int, giver: int, now: datetime) -> Refused | None:
    """Return why a card that takes two may not be made yet.

    None when it may: it takes one, or two have agreed, or nobody answered the giver's request in time.
    """
    if not takes_two_administrators(db, person_id, giver, now) or is_agreed(db, person_id, now):
        return None
    if is_unanswered(db, person_id, giver, now):
        return None
    return Refused(TAKES_TWO, name=find_person(db, person_id).particulars.named())


def request_of(db: Session, person_id: int, now: datetime) -> Entry | None:
    """Return the waiting request for a second administrator; None without a request, or when it was agreed to."""
    last = _standing(db, person_id, now)
    return last if last is not None and last.kind == CardAsked.kind else None


def requests_shown(db: Session, me: int, *, admin: bool, now: datetime) -> list[Entry]:
    """Return the waiting requests of others: all for an administrator, else those for this person's card."""
    if not admin and not opens_more(db, me, now):  # a hall of delegates opens this page at once
        return []
    told = journal.among_after(db, journal.OFFICE, _REQUESTS, now - LAPSES)
    asked = {line.body["person_id"]: line for line in told}
    waits = [line for line in asked.values() if line.kind == CardAsked.kind and person_of(line) != me]
    return [line for line in waits if (admin or line.body["person_id"] == me) and not _is_made_since(db, line)]


class CardMade(NamedTuple):
    """A card with more access that was made: its owner, its maker, who agreed (None: nobody), and when."""

    person_id: int
    giver: int
    second: int | None
    at: datetime


def made_lately(db: Session, me: int, *, admin: bool, now: datetime) -> list[CardMade]:
    """Return the cards that others made in the last days, agreed by two or alone: all of them for an administrator.

    For anybody else their own. Cards that this person agreed to are left out.
    """
    if not admin and not opens_more(db, me, now):
        return []
    before: dict[int, Entry] = {}
    found = []
    for line in journal.among_after(db, journal.OFFICE, _MAKING, now - ALONE):
        person_id, last = line.body["person_id"], before.get(line.body["person_id"])
        before[person_id] = line
        by_person = line.kind == CardIssued.kind and line.actor.startswith(PERSON)
        if by_person and last is not None and last.kind != CardIssued.kind:
            second = person_of(last) if last.kind == CardAgreed.kind else None
            found.append(CardMade(person_id, person_of(line), second, read_stamp(line.at)))
    return [made for made in found if me not in (made.giver, made.second) and (admin or made.person_id == me)]


def is_agreed(db: Session, person_id: int, now: datetime) -> bool:
    """Return whether two have agreed that the card may be made now."""
    last = _standing(db, person_id, now)
    return last is not None and last.kind == CardAgreed.kind


def alone_from(asked: Entry) -> datetime:
    """Return when the asker may make the card alone, if nobody answers."""
    return read_stamp(asked.at) + ALONE


def is_unanswered(db: Session, person_id: int, giver: int, now: datetime) -> bool:
    """Return whether this giver has asked for the card, and the others have not answered in their time."""
    asked = request_of(db, person_id, now)
    return asked is not None and person_of(asked) == giver and now >= alone_from(asked)


_MAKING = (CardAgreed.kind, CardByOneAdministrator.kind, CardIssued.kind)
_REQUESTS = (CardAsked.kind, CardAgreed.kind, CardDeclined.kind)


def _standing(db: Session, person_id: int, now: datetime) -> Entry | None:
    """Return the last line about a person's card if it is a request or an agreement whose time is not over.

    Requests are few. A new office has a line for each card that was made, so those are read only after a request.
    """
    told = journal.among_after(db, journal.OFFICE, _REQUESTS, now - LAPSES)
    last = next((each for each in reversed(told) if each.body["person_id"] == person_id), None)
    if last is None or last.kind == CardDeclined.kind:
        return None
    over = last.kind == CardAgreed.kind and now >= read_stamp(last.at) + WAITS
    return None if over or _is_made_since(db, last) else last


def _is_made_since(db: Session, request: Entry) -> bool:
    made = journal.among_since(db, journal.OFFICE, (CardIssued.kind,), request.seq)
    return any(each.body["person_id"] == request.body["person_id"] for each in made)


def _put_another_out(db: Session, giver: int, now: datetime) -> bool:
    """Return whether another administrator's card was lately disabled, or their right taken away.

    It does not matter who did it: the directory's rules, and the lists that an administrator takes in, act for that
    administrator. An administrator who reports their own card as lost does not count.
    """
    kinds = (AdminChanged.kind, CardReportedLost.kind, PersonRetired.kind)
    told = journal.among_after(db, journal.OFFICE, kinds, now - ALONE)
    others = [each for each in told if each.body["person_id"] != giver and not _is_by_themselves(each)]
    return any(_disabled(db, each, [later for later in told if later.seq > each.seq]) for each in others)


def _is_by_themselves(act: Entry) -> bool:
    return bool(act.actor == f"{PERSON}{act.body['person_id']}")


def _disabled(db: Session, act: Entry, later: Sequence[Entry]) -> bool:
    """Return whether an act disabled an administrator who had a card.

    The lines since then are counted back from the present state, so that a second act does not hide the first.
    """
    login = db.get(Login, act.body["person_id"])
    if login is None:
        return False
    since = [each for each in later if each.body["person_id"] == login.person_id]
    if act.kind == AdminChanged.kind:
        had_card = login.card_hash is not None or any(_ends_card(each) for each in since)
        return act.body["admin"] is False and had_card
    changes = [each.body["admin"] for each in since if each.kind == AdminChanged.kind]
    was_admin = not changes[0] if changes else login.admin
    return was_admin and _ends_card(act)


def _ends_card(told: Entry) -> bool:
    return told.kind == CardReportedLost.kind or told.body.get("had_card") is True


def _check_two(db: Session, one: int, other: int, now: datetime) -> None:
    if holder_of(db, one, now) == holder_of(db, other, now):
        names = {"one": find_person(db, one).particulars.named(), "other": find_person(db, other).particulars.named()}
        raise Refused(NOT_TWO, **names)
