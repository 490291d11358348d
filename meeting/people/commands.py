"""Requests about people and their cards."""

from meeting.access import sessions
from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.people import rules
from meeting.people.events import CardIssued, PersonAdded, PersonChanged
from meeting.people.particulars import Particulars
from meeting.people.tables import Person, find_person, person_of_account


@command("people.add_person", allow=Capability.MANAGE_PEOPLE)
class AddPerson(Command, frozen=True, kw_only=True):
    """Put a person on the office's list."""

    account: str
    particulars: Particulars
    admin: bool = False


@handles(AddPerson, makes="person_id")
def add_person(command: AddPerson, context: Context) -> list[Event]:
    """A new account, not yet able to sign in: that needs a card."""
    rules.check_account(command.account)
    rules.check_names(command.particulars)
    if person_of_account(context.db, command.account) is not None:
        raise Refused(rules.ACCOUNT_TAKEN, account=command.account)
    person = Person(particulars=command.particulars)
    context.db.add(person)
    context.db.flush()
    context.db.add(Login(person_id=person.id, account=command.account, admin=command.admin))
    return [
        PersonAdded(person_id=person.id, account=command.account, particulars=person.particulars, admin=command.admin)
    ]


@command("people.change_person", allow=Capability.MANAGE_PEOPLE)
class ChangePerson(Command, frozen=True, kw_only=True):
    """Correct a person's particulars."""

    person_id: int
    particulars: Particulars


@handles(ChangePerson)
def change_person(command: ChangePerson, context: Context) -> list[Event]:
    """Future seats take the new particulars; the record of past meetings keeps the old."""
    rules.check_names(command.particulars)
    person = find_person(context.db, command.person_id)
    person.particulars = command.particulars
    return [PersonChanged(person_id=person.id, particulars=person.particulars)]


@command("people.issue_card", allow=Capability.MANAGE_PEOPLE)
class IssueCard(Command, frozen=True, kw_only=True):
    """Replace a person's card and PIN. Whoever asks made both and hands in only their hashes."""

    person_id: int
    card_hash: str
    pin_hash: str


@handles(IssueCard)
def issue_card(command: IssueCard, context: Context) -> list[Event]:
    """The former card stops working, and so does every device signed in with it."""
    login = context.db.get(Login, command.person_id)
    if login is None:
        raise Refused(NOT_FOUND)
    login.card_hash, login.pin_hash = command.card_hash, command.pin_hash
    sessions.end_all_of(context.db, login.person_id, context.now)
    return [CardIssued(person_id=login.person_id)]
