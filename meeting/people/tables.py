"""Tables of people and their groups. How people sign in is stored separately, in access."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, String, bindparam, func, select
from sqlalchemy.orm import Composite, Mapped, Session, composite, mapped_column

from meeting.access.tables import Login
from meeting.kernel.names import sort_text
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.text import fold
from meeting.people.particulars import Particulars
from meeting.store.base import NUMBERED_ONCE, Base
from meeting.store.plain import Plain
from meeting.store.rows import table_of


def particulars_columns() -> Composite[Particulars]:
    """Return a column for each field of a person's particulars, read and written together.

    Every table that names people uses them.
    """
    columns = [mapped_column(field, String, nullable=False) for field in Particulars.__struct_fields__]
    return composite(Particulars, *columns)


class Person(Base):
    """A person of the office, or a guest. Never deleted: a retired person stays for the record of past meetings.

    `version` counts changes. `called`: the name without accents; `sought`: the text for searching; `place`: the sort
    key; `unit_id`: the unit in the tree, besides the unit's printed text.
    """

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    particulars: Mapped[Particulars] = particulars_columns()
    version: Mapped[int] = mapped_column(default=1)
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
    unit_id: Mapped[int | None] = mapped_column(index=True, default=None)
    called: Mapped[str] = mapped_column(index=True)
    sought: Mapped[str]
    place: Mapped[str] = mapped_column(index=True)

    def write(self, particulars: Particulars, account: str) -> None:
        """Set the particulars and the columns computed from them."""
        self.particulars = particulars
        self.called = plain(particulars.full_name)
        self.sought = plain(" ".join([particulars.full_name, account, particulars.title, particulars.unit]))
        self.place = sort_text(particulars.given_name, particulars.full_name)


class Group(Base):
    """A group of people: the standing committee, a group of deputies, a board. A number is never used again.

    Otherwise papers for a dissolved group would be readable by another.
    """

    __tablename__ = "person_group"
    __table_args__ = (NUMBERED_ONCE,)
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)


class GroupMember(Base):
    """A person's place in a group."""

    __tablename__ = "group_member"
    group_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, index=True)


def find_person(db: Session, person_id: int) -> Person:
    """Return a person. Raises Refused for an unknown id."""
    person = db.get(Person, person_id)
    if person is None:
        raise Refused(NOT_FOUND)
    return person


def find_login(db: Session, person_id: int) -> Login | None:
    """Return how a person signs in; None for a guest without an account."""
    return db.get(Login, person_id)


def person_of_account(db: Session, account: str) -> Person | None:
    """Return the person who signs in with this account, or None."""
    return db.scalar(select(Person).join(Login, Login.person_id == Person.id).where(Login.account == account))


def namesakes(db: Session, particulars: Particulars, besides: int = 0) -> list[Particulars]:
    """Return the particulars of active people whose name is equal without accents, except the person `besides`."""
    rows = _NAMESAKES.all(db, called=plain(particulars.full_name), besides=besides)
    return [Particulars(*row) for row in rows]


_COLUMNS = table_of(Person).c
_NAMESAKES = Plain(
    select(*(_COLUMNS[field] for field in Particulars.__struct_fields__)).where(
        Person.called == bindparam("called"), Person.retired_at.is_(None), Person.id != bindparam("besides")
    )
)
_OF_ACCOUNT = Plain(select(Login.person_id).where(Login.account == bindparam("account")))


def is_taken(db: Session, account: str) -> bool:
    """Return whether somebody signs in under this account."""
    return _OF_ACCOUNT.one(db, account=account) is not None


def plain(text: str) -> str:
    """Return a name without accents, with single spaces, as stored in `called`."""
    return " ".join(fold(text).split())


def other_admins(db: Session, person_id: int) -> int:
    """Return how many other administrators can sign in."""
    query = select(func.count()).select_from(Login).where(Login.admin, Login.active, Login.person_id != person_id)
    return db.scalar(query) or 0


def sought_people(
    words: str,
    *,
    retired: bool = False,
    group_id: int | None = None,
    units: set[int] | None = None,
    loose: bool = False,
) -> Select[Person]:
    """Return the people whose name, account, title or unit contain every word, in any spelling of accents.

    `units`: only of these; `loose`: only people without a unit.
    """
    query = select(Person).where(Person.retired_at.is_not(None) if retired else Person.retired_at.is_(None))
    for word in fold(words).split():
        query = query.where(Person.sought.contains(word, autoescape=True))
    if units is not None:
        query = query.where(Person.unit_id.in_(units))
    if loose:
        query = query.where(Person.unit_id.is_(None))
    if group_id is not None:
        query = query.join(GroupMember, GroupMember.person_id == Person.id).where(GroupMember.group_id == group_id)
    return query


def groups_of(db: Session, people: Sequence[int]) -> dict[int, list[Group]]:
    """Return the groups of each of these people, sorted by title."""
    query = select(GroupMember.person_id, Group).join(Group, Group.id == GroupMember.group_id)
    found: dict[int, list[Group]] = {}
    for person_id, group in db.execute(query.where(GroupMember.person_id.in_(people)).order_by(Group.title)):
        found.setdefault(person_id, []).append(group)
    return found


def find_group(db: Session, group_id: int) -> Group:
    """Return a group. Raises Refused for an unknown id."""
    group = db.get(Group, group_id)
    if group is None:
        raise Refused(NOT_FOUND)
    return group
