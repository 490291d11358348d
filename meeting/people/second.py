"""Commands about the second factor of administrators. Codes are checked at the entrance, which submits the result."""

from typing import Annotated

from sqlalchemy import select

from meeting.access import second, sessions
from meeting.access.policy import Capability
from meeting.access.tables import Login, SecondFactor, SecondFactorRule
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.text import Cap
from meeting.people import rules
from meeting.people.events import SecondFactorRequired, SecondFactorReset, SecondFactorSet
from meeting.people.tables import find_person


@command("people.enrol_second", allow=Capability.WORK)
class EnrolSecond(Command, frozen=True, kw_only=True):
    """Set up the actor's second factor, after their telephone has shown a right code.

    The page has encrypted the key and hashed the recovery codes. `step`: that of the code, which cannot be used again;
    `keep`: the device that asks (its token's hash), when signed in.
    """

    person_id: int
    locked: Annotated[str, Cap("Mã bí mật", 400)]
    step: int
    spares: tuple[str, ...] = ()
    keep: str = ""


@handles(EnrolSecond)
def enrol_second(command: EnrolSecond, context: Context) -> list[Event]:
    """Store the second factor. It is required at each sign-in from now on, and all other devices are signed out."""
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
    sessions.end_others(context.db, person.id, command.keep, context.now)
    return [SecondFactorSet(person_id=person.id)]


@command("people.reset_second", allow=Capability.MANAGE_PEOPLE)
class ResetSecond(Command, frozen=True, kw_only=True):
    """Reset the second factor of somebody who has lost telephone and recovery codes.

    Another administrator or the command line submits it.
    """

    person_id: int


@handles(ResetSecond)
def reset_second(command: ResetSecond, context: Context) -> list[Event]:
    """Reset it for another person.

    Nobody may reset their own: anybody who finds a signed-in device could remove the lock.
    """
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
    """Require a second factor of every administrator, or leave it to each."""

    required: bool


@handles(RequireSecond)
def require_second(command: RequireSecond, context: Context) -> list[Event]:
    """Require a second factor of all administrators, or stop requiring it. The actor must have one first.

    Administrators without one are signed out, and set it up at the next sign-in.
    """
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
