"""What the office's templates are given of people: a page of the list, one person, the groups."""

import dataclasses
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meeting.access import sessions
from meeting.access.tables import Login, SecondFactor
from meeting.agenda.rules import OVER
from meeting.agenda.tables import Meeting, Seat
from meeting.people.tables import Group, GroupMember, Person, find_person, groups_of, sought_people
from meeting.web import gate

Model = dict[str, Any]
A_PAGE = 50


@dataclasses.dataclass(frozen=True)
class Sought:
    """What the list is asked for. `page` counts from 1."""

    words: str = ""
    retired: bool = False
    group_id: int | None = None
    page: int = 1


def people_model(db: Session, sought: Sought) -> Model:
    """`{people, count, page, pages}`: a page of those found, by given name; always four statements."""
    found = sought_people(sought.words, retired=sought.retired, group_id=sought.group_id)
    count = db.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-count // A_PAGE))
    page = min(sought.page, pages)
    query = found.add_columns(Login).outerjoin(Login, Login.person_id == Person.id).order_by(Person.place, Person.id)
    rows = db.execute(query.limit(A_PAGE).offset((page - 1) * A_PAGE)).all()
    groups = groups_of(db, [person.id for person, _ in rows])
    people = [_person(person, login) | {"groups": groups.get(person.id, [])} for person, login in rows]
    return {"people": people, "count": count, "page": page, "pages": pages}


def person_model(db: Session, person_id: int) -> Model:
    """One person: particulars, ways in, groups, open meetings they have a seat in, devices signed in."""
    person = find_person(db, person_id)
    login = db.get(Login, person_id)
    own = {group.id for group in groups_of(db, [person_id]).get(person_id, [])}
    devices = sessions.last_began(db, [person_id], gate.now())
    return _person(person, login) | {
        "groups": [{"id": each.id, "title": each.title, "chosen": each.id in own} for each in all_groups(db)],
        "meetings": db.scalars(
            select(Meeting.title)
            .join(Seat, Seat.meeting_id == Meeting.id)
            .where(Seat.person_id == person_id, Meeting.state.not_in(OVER))
            .order_by(Meeting.starts_at)
        ).all(),
        "devices": devices[person_id][1] if person_id in devices else 0,
        "second": db.get(SecondFactor, person_id) is not None,
    }


def all_groups(db: Session) -> list[Group]:
    """Every group, by its name."""
    return list(db.scalars(select(Group).order_by(Group.title)))


def groups_model(db: Session) -> list[Model]:
    """Every group with how many people of the office are in it."""
    inside = select(GroupMember.group_id, func.count().label("people")).join(Person, Person.id == GroupMember.person_id)
    counted = db.execute(inside.where(Person.retired_at.is_(None)).group_by(GroupMember.group_id))
    counts = {row.group_id: row.people for row in counted}
    return [{"id": each.id, "title": each.title, "count": counts.get(each.id, 0)} for each in all_groups(db)]


def _person(person: Person, login: Login | None) -> Model:
    return asdict(person.particulars) | {
        "id": person.id,
        "version": person.version,
        "retired_at": person.retired_at,
        "account": login.account if login else "",
        "admin": bool(login and login.admin),
        "planner": bool(login and login.planner),
        "has_card": bool(login and login.card_hash),
    }
