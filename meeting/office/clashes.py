"""Clashes of a plan: rooms and people that another meeting uses at the same time."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.agenda.making import see_made
from meeting.agenda.rules import BEFORE, LIVE
from meeting.agenda.tables import Meeting, Seat
from meeting.agenda.told import headed
from meeting.kernel.text import fold
from meeting.office.plans import Held, as_told, held_by, seen_by, sits_between

MOST = 20
"""The most people to list by name; beyond that only their number is shown."""


class Clash(NamedTuple):
    """Another meeting at the same time, and when it takes place. `title` is empty for people who may not know it."""

    title: str
    held: Held


def clashes(db: Session, actor: Actor, meeting: Meeting) -> dict[str, Any]:
    """Return `{place, people, more}`: clashes of the place; the names of people with a seat elsewhere at that time,
    each with the clash, at most `MOST`; how many more there are. A meeting that has begun clashes with nothing.

    A meeting's times are those of `held_by`, as published; the asker's own plans count with their unpublished changes.
    The asker sees titles as they would outside any meeting: of a draft that they may not see, only that there is a
    meeting.
    """
    see_made(db, actor)
    met = _met(db, meeting) if meeting.state in BEFORE else {}
    titles = _titles(db, actor, met)
    found = select(Meeting).where(Meeting.id.in_(met)).order_by(Meeting.starts_at, Meeting.id)
    others = [headed(db, each) for each in db.scalars(found)]
    told = {each.id: Clash(titles.get(each.id, ""), met[each.id]) for each in others}
    here = fold(meeting.place).split()
    ours = select(Seat.person_id).where(Seat.meeting_id == meeting.id)
    taken = select(Seat).where(Seat.meeting_id.in_(met), Seat.person_id.in_(ours)).order_by(Seat.id)
    people = [(seat.particulars.full_name, told[seat.meeting_id]) for seat in db.scalars(taken)]
    return {
        "place": [told[each.id] for each in others if here and fold(each.place).split() == here],
        "people": people[:MOST],
        "more": len(people[MOST:]),
    }


def _met(db: Session, meeting: Meeting) -> dict[int, Held]:
    """Return the meetings at the same time, by id, each with the first time at which both take place."""
    ours = held_by(db, [meeting])[meeting.id]
    first, last = min(each.starts_at for each in ours), max(each.ends_at for each in ours)
    near = (Meeting.id != meeting.id, Meeting.state.in_((*BEFORE, *LIVE)), sits_between(first, last))
    theirs = held_by(db, [headed(db, each) for each in db.scalars(select(Meeting).where(*near))])
    met = {number: _overlap(times, ours) for number, times in theirs.items()}
    return {number: held for number, held in met.items() if held is not None}


def _overlap(times: Iterable[Held], ours: list[Held]) -> Held | None:
    meets = (each for each in times if any(o.starts_at < each.ends_at and each.starts_at < o.ends_at for o in ours))
    return min(meets, default=None)


def _titles(db: Session, actor: Actor, numbers: Iterable[int]) -> dict[int, str]:
    """Return the titles of those of these meetings that the actor may see, by id."""
    seen = seen_by(actor).where(Meeting.id.in_(list(numbers)))
    return {row.Meeting.id: row.Meeting.title for row in as_told(db, db.execute(seen).all())}
