"""Requests about the second factor of administrators. Codes are checked at the door, which hands in what it found."""

from sqlalchemy import select

from meeting.access import second, sessions
from meeting.access.policy import Capability
from meeting.access.tables import Login, SecondFactor, SecondFactorRule
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.people import rules
from meeting.people.events import SecondFactorRequired, SecondFactorReset, SecondFactorSet
from meeting.people.tables import find_person


@command("people.enrol_second", allow=Capability.WORK)
class EnrolSecond(Command, frozen=True, kw_only=True):
    """An administrator's telephone has shown a right code. The page has locked the key and hashed the recovery codes.

    `step`: of that code, which opens nothing again; `keep`: the device that asks (its token's hash), when signed in.
    """

    person_id: int
    locked: str
    step: int
    spares: tuple[str, ...] = ()
    keep: str = ""


@handles(EnrolSecond)
def enrol_second(command: EnrolSecond, context: Context) -> list[Event]:
    """From now on it is asked for at each sign-in; every other device signs in again."""
    person = find_person(context.db, command.person_id)
    context.db.merge(
        SecondFactor(
            person_id=person.id,
            locked=command.locked,
            last_step=command.step,
            spares=list(command.spares),
            enrolled_at=context.now,
        )
    )
    sessions.end_of(context.db, person.id, context.now, besides=command.keep)
    return [SecondFactorSet(person_id=person.id)]


@command("people.reset_second", allow=Capability.MANAGE_PEOPLE)
class ResetSecond(Command, frozen=True, kw_only=True):
    """Somebody has lost telephone and recovery codes: another administrator, or the command line, helps."""

    person_id: int


@handles(ResetSecond)
def reset_second(command: ResetSecond, context: Context) -> list[Event]:
    """Never by oneself: whoever has found a device that is signed in could take the lock away with it."""
    person = find_person(context.db, command.person_id)
    rules.check_another(context.actor.person_id, person.id)
    row = context.db.get(SecondFactor, person.id)
    if row is None:
        return []
    context.db.delete(row)
    sessions.end_all_of(context.db, person.id, context.now)
    return [SecondFactorReset(person_id=person.id)]


@command("people.require_second", allow=Capability.KEEP_HOUSE)
class RequireSecond(Command, frozen=True, kw_only=True):
    """Ask every administrator for a second factor, or leave it to each."""

    required: bool


@handles(RequireSecond)
def require_second(command: RequireSecond, context: Context) -> list[Event]:
    """Whoever asks for it has one. Administrators without one are signed out, and begin with it as they come again."""
    db, required = context.db, command.required
    if required == second.is_required(db):
        return []
    if required and db.get(SecondFactor, context.actor.person_id or 0) is None:
        raise Refused(rules.YOURS_FIRST)
    db.merge(SecondFactorRule(id=1, required=required))
    if required:
        without = select(Login.person_id).outerjoin(SecondFactor, SecondFactor.person_id == Login.person_id)
        for person_id in db.scalars(without.where(Login.admin, SecondFactor.person_id.is_(None))).all():
            sessions.end_all_of(db, person_id, context.now)
    return [SecondFactorRequired(required=required)]
