"""Cards of officers: asked for, allowed, issued, and the administrators who do it."""

from sqlalchemy import select

from meeting.access import sessions
from meeting.access.tables import Login
from meeting.conduct.officers_cards import AllowOfficersCard
from meeting.journal import book as journal
from meeting.people.commands import IssueCard, SetAdmin
from tests.council import Council
from tests.particulars import a_person


def is_signed_in(council: Council, who: str) -> None:
    """With the card that they have now."""
    sign_in = {"person_id": council.people[who], "screen_of": None, "now": council.clock(), "hours": 14}
    council.tokens[who] = council.database.gate.submit(lambda db: sessions.begin(db, **sign_in))


def has(council: Council, whose: str, card_hash: str) -> bool:
    with council.database.read() as db:
        query = select(Login.card_hash).where(Login.person_id == council.people[whose])
        return db.scalar(query) == card_hash


def office(council: Council, whose: str, name: str = "new") -> IssueCard:
    return IssueCard(person_id=council.people[whose], card_hash=name, pin_hash="x")


def administrator(council: Council, who: str = "khoa") -> None:
    council.submits("admin", SetAdmin(person_id=council.people[who], admin=True))


def ask(council: Council, whose: str = "an", reason: str = "chủ tọa mất thẻ") -> AllowOfficersCard:
    return AllowOfficersCard(person_id=council.people[whose], reason=reason)


def office_kinds(council: Council, last: int) -> list[str]:
    with council.database.read() as db:
        return [each.kind for each in journal.entries(db, journal.OFFICE)][-last:]


def helper(council: Council, by: str, name: str) -> None:
    """A new administrator, made and signed in by `by` alone: a person added, a card issued, the right given."""
    person = council.submits(by, a_person(account=name, full_name=f"Người {name}")).made["person_id"]
    council.people[name] = person
    council.submits(by, IssueCard(person_id=person, card_hash=f"of {name}", pin_hash="x"))
    council.submits(by, SetAdmin(person_id=person, admin=True))
    is_signed_in(council, name)
