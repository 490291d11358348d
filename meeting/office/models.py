"""Data about people for the office's templates: a page of the list, one person, the groups."""

import dataclasses
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.access import sessions
from meeting.access.tables import Login, SecondFactor
from meeting.agenda.rules import OVER
from meeting.agenda.tables import Meeting, Seat
from meeting.office.certificate_models import certificates_model
from meeting.people.scope import reach_of_unit
from meeting.people.tables import Group, GroupMember, Person, find_person, groups_of, sought_people
from meeting.register.keeping import certificates_of
from meeting.web import current

Model = dict[str, Any]
A_PAGE = 50
LOOSE = "none"
"""The filter for people without a unit."""


@dataclasses.dataclass(frozen=True)
class PeopleFilter:
    """The filters of the list. `unit`: a number, or `LOOSE` for people without one; `page` counts from 1."""

    words: str = ""
    retired: bool = False
    group_id: int | None = None
    unit: str = ""
    page: int = 1


def people_model(db: Session, sought: PeopleFilter, reach: set[int] | None = None) -> Model:
    """Return `{people, count, page, pages}`: a page of the people found, by given name.

    The number of statements is constant.
    """
    units = _units(db, sought.unit, reach)
    loose = sought.unit == LOOSE and reach is None
    found = sought_people(sought.words, retired=sought.retired, group_id=sought.group_id, units=units, loose=loose)
    count = db.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-count // A_PAGE))
    page = min(sought.page, pages)
    query = found.add_columns(Login).outerjoin(Login, Login.person_id == Person.id).order_by(Person.place, Person.id)
    rows = db.execute(query.limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
    groups = groups_of(db, [person.id for person, _ in rows])
    people = [_person(person, login) | {"groups": groups.get(person.id, [])} for person, login in rows]
    return {"people": people, "count": count, "page": page, "pages": pages}


def _units(db: Session, unit: str, reach: set[int] | None) -> set[int] | None:
    """Return the filter's units with those below, within the actor's reach; None for all."""
    if not unit.isdecimal():
        return reach
    meant = reach_of_unit(db, int(unit))
    return meant if reach is None else meant & reach


def person_model(db: Session, person_id: int) -> Model:
    """Return a person: particulars, ways to sign in, groups, open meetings, signed-in devices, certificates."""
    person = find_person(db, person_id)
    login = db.get(Login, person_id)
    own = {group.id for group in groups_of(db, [person_id]).get(person_id, [])}
    certificates, broken = certificates_of(db, person_id)
    return _person(person, login) | {
        "groups": [{"id": each.id, "title": each.title, "chosen": each.id in own} for each in all_groups(db)],
        "meetings": db.scalars(
            select(Meeting.title)
            .join(Seat, Seat.meeting_id == Meeting.id)
            .where(Seat.person_id == person_id, Meeting.state.not_in(OVER))
            .order_by(Meeting.starts_at)
        ).all(),
        "devices": sessions.live_of(db, person_id, current.now()),
        "second": db.get(SecondFactor, person_id) is not None,
        "unit_admin": login.unit_admin if login else None,
        "certificates": certificates_model(certificates, db, current.language())[::-1],
        "register_broken": broken,
    }


def all_groups(db: Session) -> list[Group]:
    """Return every group, sorted by name."""
    return list(db.scalars(select(Group).order_by(Group.title)))


def groups_model(db: Session) -> list[Model]:
    """Return every group with the number of its people in the office."""
    inside = select(GroupMember.group_id, func.count().label("people")).join(Person, Person.id == GroupMember.person_id)
    counted = db.execute(inside.where(Person.retired_at.is_(None)).group_by(GroupMember.group_id))
    counts = {row.group_id: row.people for row in counted}
    return [{"id": each.id, "title": each.title, "count": counts.get(each.id, 0)} for each in all_groups(db)]


def _person(person: Person, login: Login | None) -> Model:
    return asdict(person.particulars) | {
        "id": person.id,
        "version": person.version,
        "unit_id": person.unit_id,
        "retired_at": person.retired_at,
        "account": login.account if login else "",
        "admin": bool(login and login.admin),
        "planner": bool(login and login.planner),
        "tends": bool(login and login.unit_admin is not None),
        "has_card": bool(login and login.card_hash),
    }
