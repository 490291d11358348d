"""Removing somebody whom a list added by mistake. Only then is a person deleted, and only when nobody has met them."""

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from meeting.access.tables import Login, SignIn
from meeting.agenda.tables import Seat
from meeting.people.tables import GroupMember, Person


def remove_untouched(db: Session, person_id: int, version: int) -> bool:
    """Whether the person was removed: as added, without card, sign-in or seat, and without right or group but what the
    list itself gave, so that no record names them."""
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
    """Whether the office itself gave them a right."""
    return (
        (login.planner and not login.given_planner)
        or login.unit_admin is not None
        or (login.admin and not login.given_admin)
    )
