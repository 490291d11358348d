"""Remove a person whom a list added by mistake. People are deleted only here, and only when no record names them."""

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from meeting.access.tables import Login, SignIn
from meeting.agenda.tables import Seat
from meeting.people.tables import GroupMember, Person


def remove_untouched(db: Session, person_id: int, version: int) -> bool:
    """Remove a person and return True, unless the person was changed or used since.

    The person must be as added: no card, no sign-in, no seat, and no right or group except what the list gave.
    """
    person, login = db.get(Person, person_id), db.get(Login, person_id)
    if person is None or person.version != version or person.retired_at is not None:
        return False
    if login is not None and (login.card_hash is not None or _has_right(login)):
        return False
    given = login.given_group if login is not None else None
    if any(db.scalar(select(exists().where(kind.person_id == person_id))) for kind in (Seat, SignIn)):
        return False
    if any(
        each != given for each in db.scalars(select(GroupMember.group_id).where(GroupMember.person_id == person_id))
    ):
        return False
    db.execute(delete(GroupMember).where(GroupMember.person_id == person_id))
    db.execute(delete(Login).where(Login.person_id == person_id))
    db.delete(person)
    return True


def _has_right(login: Login) -> bool:
    """Return whether the office itself gave the person a right."""
    return (
        (login.planner and not login.given_planner)
        or login.unit_admin is not None
        or (login.admin and not login.given_admin)
    )
