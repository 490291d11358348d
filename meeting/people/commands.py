"""Commands about people and their cards. Each checks how far the actor's right reaches (`scope.py`)."""

from msgspec import UNSET, UnsetType
from sqlalchemy.orm import Session

from meeting.access import second, sessions
from meeting.access.policy import Capability, require
from meeting.access.tables import Login
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.people import rules
from meeting.people.events import (
    AccountGiven,
    AdminChanged,
    CardReportedLost,
    DeviceSignedOut,
    PersonAdded,
    PersonChanged,
    PersonRetired,
    PersonReturned,
    PlannerChanged,
    SignedOut,
)
from meeting.people.particulars import Particulars
from meeting.people.scope import check_door_reached, check_reached, reach_of
from meeting.people.tables import Person, find_person, is_taken, namesakes, other_admins
from meeting.people.unit_rules import check_goes_within
from meeting.people.unit_tables import find_unit, placed_by_text
from meeting.register.keeping import revoke_all
from meeting.register.rules import Why


@command("people.add_person", allow=Capability.TEND_PEOPLE)
class AddPerson(Command, frozen=True, kw_only=True):
    """Put a person on the office's list. Without an account they are a guest who never signs in."""

    account: str
    particulars: Particulars
    admin: bool = False
    unit_id: int | UnsetType | None = UNSET
    """Their unit in the tree of units; unset: the unit that their text names, if it names exactly one."""


@handles(AddPerson, makes="person_id")
def add_person(command: AddPerson, context: Context) -> list[Event]:
    """Add a person. Their account cannot sign in before a card is issued.

    Raises Refused without names, for a taken account, for the same name, title and unit as another person, and outside
    the actor's reach.
    """
    rules.check_names(command.particulars)
    unit_id = _unit_of(context, command.unit_id, None, "", command.particulars.unit)
    if command.admin:
        require(context.actor, Capability.MANAGE_PEOPLE)
    if command.account or command.admin:
        _check_free(context.db, command.account)
    rules.check_told_apart(command.particulars, namesakes(context.db, command.particulars))
    person = Person(unit_id=unit_id)
    person.write(command.particulars, command.account)
    context.db.add(person)
    context.db.flush()
    if command.account:
        context.db.add(Login(person_id=person.id, account=command.account, admin=command.admin))
    return [
        PersonAdded(
            person_id=person.id,
            account=command.account,
            particulars=person.particulars,
            admin=command.admin,
            unit_id=unit_id,
        )
    ]


@command("people.change_person", allow=Capability.TEND_PEOPLE)
class ChangePerson(Command, frozen=True, kw_only=True):
    """Correct a person's particulars. `version`: the version that the asker saw."""

    person_id: int
    version: int
    particulars: Particulars
    unit_id: int | UnsetType | None = UNSET
    """As in AddPerson. Unset with an unchanged text: the person stays in their unit."""


@handles(ChangePerson)
def change_person(command: ChangePerson, context: Context) -> list[Event]:
    """Change a person. Future seats get the new particulars; the record of past meetings keeps the old ones.

    Raises Refused when somebody else changed them since, and for the same reasons as a new person.
    """
    rules.check_names(command.particulars)
    person = find_person(context.db, command.person_id)
    check_reached(context.db, context.actor, person)
    rules.check_unchanged(command.version, person.version, person.particulars.named())
    unit_id = _unit_of(context, command.unit_id, person.unit_id, person.particulars.unit, command.particulars.unit)
    if person.particulars == command.particulars and person.unit_id == unit_id:
        return []
    rules.check_told_apart(command.particulars, namesakes(context.db, command.particulars, besides=person.id))
    login = context.db.get(Login, person.id)
    person.write(command.particulars, login.account if login else "")
    person.unit_id = unit_id
    person.version += 1
    return [PersonChanged(person_id=person.id, particulars=person.particulars, unit_id=unit_id)]


def _unit_of(context: Context, wanted: int | UnsetType | None, now: int | None, former: str, text: str) -> int | None:
    """Return the person's unit after the command. Raises Refused when it is not within the actor's reach."""
    db = context.db
    unit_id = placed_by_text(db, now, former, text) if isinstance(wanted, UnsetType) else wanted
    if unit_id is not None and unit_id != now:
        find_unit(db, unit_id)
    check_goes_within(reach_of(db, context.actor), unit_id)
    return unit_id


@command("people.give_account", allow=Capability.TEND_PEOPLE)
class GiveAccount(Command, frozen=True, kw_only=True):
    """Give a sign-in to a person without one. An account is given once: signing keys are named after it."""

    person_id: int
    account: str


@handles(GiveAccount)
def give_account(command: GiveAccount, context: Context) -> list[Event]:
    """Give an account to a person without one. A card is issued separately. Raises Refused for a taken account."""
    person = _present(context.db, command.person_id)
    check_reached(context.db, context.actor, person)
    login = context.db.get(Login, person.id)
    if login is not None:
        raise Refused(rules.ACCOUNT_GIVEN, name=person.particulars.named(), account=login.account)
    _check_free(context.db, command.account)
    context.db.add(Login(person_id=person.id, account=command.account))
    person.write(person.particulars, command.account)
    return [AccountGiven(person_id=person.id, account=command.account)]


@command("people.set_admin", allow=Capability.MANAGE_PEOPLE)
class SetAdmin(Command, frozen=True, kw_only=True):
    """Make somebody an administrator, or take the right away."""

    person_id: int
    admin: bool


@handles(SetAdmin)
def set_admin(command: SetAdmin, context: Context) -> list[Event]:
    """Give or take the right. It counts from their next request, since the right is read each time.

    Raises Refused for people without an account and for the last administrator.
    """
    person = _present(context.db, command.person_id)
    login, name = context.db.get(Login, person.id), person.particulars.named()
    if login is None:
        raise Refused(rules.NO_ACCOUNT, name=name)
    if login.admin == command.admin:
        return []
    rules.check_another_admin(name, is_admin=login.admin, others=other_admins(context.db, person.id))
    login.admin = command.admin
    if not command.admin:
        login.right_taken_at = context.now
    if command.admin and second.demanded_of(context.db, person.id):
        sessions.end_all_of(context.db, person.id, context.now)  # they sign in again, with both factors
    return [AdminChanged(person_id=person.id, admin=command.admin)]


@command("people.set_planner", allow=Capability.MANAGE_PEOPLE)
class SetPlanner(Command, frozen=True, kw_only=True):
    """Give somebody the right to plan meetings of the office, or take it away."""

    person_id: int
    planner: bool


@handles(SetPlanner)
def set_planner(command: SetPlanner, context: Context) -> list[Event]:
    """Give or take the right. It counts from their next request. They stay secretary of meetings planned before.

    Raises Refused for people without an account.
    """
    person = _present(context.db, command.person_id)
    login = context.db.get(Login, person.id)
    if login is None:
        raise Refused(rules.NO_ACCOUNT, name=person.particulars.named())
    if login.planner == command.planner:
        return []
    login.planner = command.planner
    return [PlannerChanged(person_id=person.id, planner=command.planner)]


@command("people.retire_person", allow=Capability.TEND_PEOPLE)
class RetirePerson(Command, frozen=True, kw_only=True):
    """Retire somebody who has left."""

    person_id: int


@handles(RetirePerson)
def retire_person(command: RetirePerson, context: Context) -> list[Event]:
    """Retire a person at once: their card stops working, and every device is signed out.

    Their seats, votes and signatures stay. Raises Refused for the last administrator, and outside the actor's reach.
    """
    person = _present(context.db, command.person_id)
    check_door_reached(context.db, context.actor, person)
    login = context.db.get(Login, person.id)
    had_card = login is not None and login.card_hash is not None
    if login is not None:
        others = other_admins(context.db, person.id)
        rules.check_another_admin(person.particulars.named(), is_admin=login.admin, others=others)
        login.active, login.card_hash, login.pin_hash = False, None, None
        sessions.end_all_of(context.db, person.id, context.now)
        revoke_all(context, person.id, Why.LEFT)
    person.retired_at = context.now
    return [PersonRetired(person_id=person.id, had_card=had_card)]


@command("people.return_person", allow=Capability.TEND_PEOPLE)
class ReturnPerson(Command, frozen=True, kw_only=True):
    """Return a retired person to the list."""

    person_id: int


@handles(ReturnPerson)
def return_person(command: ReturnPerson, context: Context) -> list[Event]:
    """Return a retired person to the office. Their earlier card stays invalid."""
    person = find_person(context.db, command.person_id)
    check_reached(context.db, context.actor, person)
    rules.check_retired(person.particulars.named(), retired=person.retired_at is not None)
    rules.check_told_apart(person.particulars, namesakes(context.db, person.particulars, besides=person.id))
    person.retired_at = None
    login = context.db.get(Login, person.id)
    if login is not None:
        login.active, login.gone_there = True, False
    return [PersonReturned(person_id=person.id)]


@command("people.issue_card", allow=Capability.TEND_PEOPLE)
class IssueCard(Command, frozen=True, kw_only=True):
    """Replace a person's card and PIN. The asker made both and submits only their hashes (`conduct/cards.py`).

    `signs`: a new signing key is made with the card.
    """

    person_id: int
    card_hash: str
    pin_hash: str
    signs: bool = False


@command("people.report_lost", allow=Capability.TEND_PEOPLE)
class ReportLost(Command, frozen=True, kw_only=True):
    """A person's card is lost, or its PIN is known: disable both."""

    person_id: int
    reason: str = ""


@handles(ReportLost)
def report_lost(command: ReportLost, context: Context) -> list[Event]:
    """Disable card and PIN, sign out every device, and revoke the key that the PIN opens.

    Raises Refused for the only administrator, because nobody could give the next card. They run `meeting cards` on the
    machine.
    """
    person = _present(context.db, command.person_id)
    check_door_reached(context.db, context.actor, person)
    login, name = context.db.get(Login, person.id), person.particulars.named()
    if login is None:
        raise Refused(rules.NO_ACCOUNT, name=name)
    rules.check_another_admin(name, is_admin=login.admin, others=other_admins(context.db, person.id))
    revoked = revoke_all(context, person.id, Why.LOST, command.reason)
    if login.card_hash is None and login.pin_hash is None and not revoked:
        raise Refused(rules.NO_CARD, name=name)
    login.card_hash, login.pin_hash = None, None
    sessions.end_all_of(context.db, person.id, context.now)
    return [CardReportedLost(person_id=person.id, reason=command.reason)]


@command("people.sign_out", allow=Capability.TEND_PEOPLE)
class SignOut(Command, frozen=True, kw_only=True):
    """Sign a person out on every device: a tablet was lost or left behind."""

    person_id: int


@handles(SignOut)
def sign_out(command: SignOut, context: Context) -> list[Event]:
    """Sign out all of a person's devices. They can sign in again with the same card."""
    person = find_person(context.db, command.person_id)
    check_door_reached(context.db, context.actor, person)
    sessions.end_all_of(context.db, person.id, context.now)
    return [SignedOut(person_id=person.id)]


@command("people.sign_out_device", allow=Capability.TEND_PEOPLE)
class SignOutDevice(Command, frozen=True, kw_only=True):
    """Sign a person out on one device. `device` is the hash by which the list names it."""

    person_id: int
    device: str


@handles(SignOutDevice)
def sign_out_device(command: SignOutDevice, context: Context) -> list[Event]:
    """Sign out the device if it is that person's; others stay signed in."""
    person = find_person(context.db, command.person_id)
    check_door_reached(context.db, context.actor, person)
    if not sessions.end_one(context.db, person.id, command.device, context.now):
        return []
    return [DeviceSignedOut(person_id=person.id)]


def replace_card(
    context: Context,
    person_id: int,
    card_hash: str,
    pin_hash: str,
    *,
    signs: bool,
    by: int | None,
    asked: bool = False,
) -> None:
    """Put a new card and PIN in force. Raises Refused for a person without an account, or who has retired.

    With a new signing key (`signs`) the former certificates are no longer valid. `by`, `asked`: as `Login` says.
    """
    person = _present(context.db, person_id)
    login = context.db.get(Login, person_id)
    if login is None:
        raise Refused(rules.NO_ACCOUNT, name=person.particulars.named())
    maker = context.db.get(Login, by) if by is not None else None
    login.card_by = maker.held_by(context.now) if maker is not None else by
    login.card_hash, login.pin_hash = card_hash, pin_hash
    login.card_made_at, login.card_asked = context.now, asked
    sessions.end_all_of(context.db, person_id, context.now)
    if signs:
        revoke_all(context, person_id, Why.CARD)


def _present(db: Session, person_id: int) -> Person:
    """Return a person who has not retired. Raises Refused otherwise."""
    person = find_person(db, person_id)
    rules.check_not_retired(person.particulars.named(), retired=person.retired_at is not None)
    return person


def _check_free(db: Session, account: str) -> None:
    rules.check_account(account)
    if is_taken(db, account):
        raise Refused(rules.ACCOUNT_TAKEN, account=account)
