"""Tables of units, and who belongs to each."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.tables import Login
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.people.tables import Person
from meeting.people.unit_rules import Branch, in_order, placed, spelt
from meeting.store.base import Base
from meeting.store.plain import Plain
from meeting.store.rows import table_of


class Unit(Base):
    """A unit of the office: a department, a village. `spelt`: its name as texts are compared with it."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(default=None)
    spelt: Mapped[str] = mapped_column(index=True)

    def name(self, title: str) -> None:
        """Set its name."""
        self.title, self.spelt = title, spelt(title)


UNIT_TEXT = table_of(Person).c.unit
"""The printed text of a person's unit."""
_NAMED = Plain(select(Unit.id).where(Unit.spelt == bindparam("text")))


def find_unit(db: Session, unit_id: int) -> Unit:
    """Return a unit. Raises Refused for an unknown id."""
    unit = db.get(Unit, unit_id)
    if unit is None:
        raise Refused(NOT_FOUND)
    return unit


def parents_of(db: Session) -> dict[int, int | None]:
    """Return the unit above each unit, by id."""
    return {row.id: row.parent_id for row in db.execute(select(Unit.id, Unit.parent_id))}


def tree(db: Session, reach: set[int] | None = None) -> list[Branch]:
    """Return every unit as lists show them, or those within reach, whose topmost is not indented."""
    rows = db.execute(select(Unit.id, Unit.title, Unit.parent_id)).all()
    if reach is None:
        return in_order((row.id, row.title, row.parent_id) for row in rows)
    within = (row for row in rows if row.id in reach)
    return in_order((row.id, row.title, row.parent_id if row.parent_id in reach else None) for row in within)


def named(db: Session, text: str) -> int | None:
    """Return the only unit with this name; None when no unit or several units have it."""
    wanted = spelt(text)
    found = _NAMED.all(db, text=wanted) if wanted else []
    return found[0].id if len(found) == 1 else None


def placed_by_text(db: Session, now: int | None, former: str, text: str) -> int | None:
    """Return the unit of a person whose unit text is `text` now and was `former` before."""
    if now is not None and spelt(former) == spelt(text):
        return now
    return placed(now, former=former, text=text, named=named(db, text), named_before=named(db, former))


def headcounts(db: Session) -> dict[int, int]:
    """Return how many people of the office belong to each unit itself."""
    query = select(Person.unit_id, func.count()).where(Person.unit_id.is_not(None), Person.retired_at.is_(None))
    return {unit: count for unit, count in db.execute(query.group_by(Person.unit_id)) if unit is not None}


def unplaced_texts(db: Session, most: int) -> list[tuple[str, int]]:
    """Return the unit texts of people without a unit, the most frequent first: `(text, people)`."""
    query = select(UNIT_TEXT, func.count()).where(
        Person.unit_id.is_(None), Person.retired_at.is_(None), UNIT_TEXT != ""
    )
    rows: Sequence[tuple[str, int]] = [tuple(row) for row in db.execute(query.group_by(UNIT_TEXT))]
    alike: dict[str, tuple[str, int]] = {}
    for text, count in sorted(rows):
        first, sum_of = alike.get(spelt(text), (text, 0))
        alike[spelt(text)] = first, sum_of + count
    return sorted(alike.values(), key=lambda each: (-each[1], each[0]))[:most]


def unit_admins(db: Session) -> list[tuple[Person, int]]:
    """Return the unit administrators and their units."""
    query = select(Person, Login.unit_admin).join(Login, Login.person_id == Person.id)
    rows = db.execute(query.where(Login.unit_admin.is_not(None), Login.active).order_by(Person.place, Person.id))
    return [(person, unit) for person, unit in rows if unit is not None]
