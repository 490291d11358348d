"""Rows of people: who they are. How they sign in is kept apart, in access."""

from sqlalchemy import String, select
from sqlalchemy.orm import Composite, Mapped, Session, composite, mapped_column

from meeting.access.tables import Login
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.people.particulars import Particulars
from meeting.store.base import Base


def particulars_columns() -> Composite[Particulars]:
    """A column for each of a person's particulars, read and written as one; in every table that names people."""
    columns = [mapped_column(field, String, nullable=False) for field in Particulars.__struct_fields__]
    return composite(Particulars, *columns)


class Person(Base):
    """A person of the office."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    particulars: Mapped[Particulars] = particulars_columns()


def find_person(db: Session, person_id: int) -> Person:
    """The person, or Refused."""
    person = db.get(Person, person_id)
    if person is None:
        raise Refused(NOT_FOUND)
    return person


def person_of_account(db: Session, account: str) -> Person | None:
    """Who signs in under this account."""
    return db.scalar(select(Person).join(Login, Login.person_id == Person.id).where(Login.account == account))
