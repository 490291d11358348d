"""Requests about people and their cards."""

from meeting.access import sessions
from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.commands.registry import Command, Sitting, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.people import rules
from meeting.people.events import CardIssued, LanguageChosen, PersonAdded, PersonChanged
from meeting.people.tables import Person, find_person, person_of_account


@command("people.add_person", allow=Capability.MANAGE_PEOPLE)
class AddPerson(Command, frozen=True, kw_only=True):
    """Put a person on the office's list."""

    account: str
    full_name: str
    given_name: str
    honorific: str
    title: str
    unit: str
    admin: bool = False


@handles(AddPerson, makes="person_id")
def add_person(order: AddPerson, sitting: Sitting) -> list[Event]:
    """A new account, not yet able to sign in: that needs a card."""
    rules.check_account(order.account)
    rules.check_names(order.full_name, order.given_name)
    if person_of_account(sitting.db, order.account) is not None:
        raise Refused(rules.ACCOUNT_TAKEN, account=order.account)
    person = Person(
        full_name=order.full_name,
        given_name=order.given_name,
        honorific=order.honorific,
        title=order.title,
        unit=order.unit,
    )
    sitting.db.add(person)
    sitting.db.flush()
    sitting.db.add(Login(person_id=person.id, account=order.account, admin=order.admin))
    return [
        PersonAdded(
            person_id=person.id,
            account=order.account,
            full_name=order.full_name,
            given_name=order.given_name,
            honorific=order.honorific,
            title=order.title,
            unit=order.unit,
            admin=order.admin,
        )
    ]


@command("people.change_person", allow=Capability.MANAGE_PEOPLE)
class ChangePerson(Command, frozen=True, kw_only=True):
    """Correct a person's particulars."""

    person_id: int
    full_name: str
    given_name: str
    honorific: str
    title: str
    unit: str


@handles(ChangePerson)
def change_person(order: ChangePerson, sitting: Sitting) -> list[Event]:
    """Future seats take the new particulars; the record of past meetings keeps the old."""
    rules.check_names(order.full_name, order.given_name)
    person = find_person(sitting.db, order.person_id)
    for field in ("full_name", "given_name", "honorific", "title", "unit"):
        setattr(person, field, getattr(order, field))
    return [
        PersonChanged(
            person_id=person.id,
            full_name=order.full_name,
            given_name=order.given_name,
            honorific=order.honorific,
            title=order.title,
            unit=order.unit,
        )
    ]


@command("people.issue_card", allow=Capability.MANAGE_PEOPLE)
class IssueCard(Command, frozen=True, kw_only=True):
    """Replace a person's card and PIN. Whoever asks made both and hands in only their hashes."""

    person_id: int
    card_hash: str
    pin_hash: str


@handles(IssueCard)
def issue_card(order: IssueCard, sitting: Sitting) -> list[Event]:
    """The former card stops working, and so does every device signed in with it."""
    login = sitting.db.get(Login, order.person_id)
    if login is None:
        raise Refused(NOT_FOUND)
    login.card_hash, login.pin_hash = order.card_hash, order.pin_hash
    sessions.end_all_of(sitting.db, login.person_id, sitting.now)
    return [CardIssued(person_id=login.person_id)]


@command("people.choose_language", allow=Capability.OWN_SETTINGS)
class ChooseLanguage(Command, frozen=True, kw_only=True):
    """Choose the language of one's own screens."""

    language: str


@handles(ChooseLanguage)
def choose_language(order: ChooseLanguage, sitting: Sitting) -> list[Event]:
    """Holds on every device the person signs in on."""
    rules.check_language(order.language)
    login = sitting.db.get(Login, sitting.actor.person_id) if sitting.actor.person_id else None
    if login is None:
        raise Refused(NOT_FOUND)
    login.language = order.language
    return [LanguageChosen(person_id=login.person_id, language=order.language)]
