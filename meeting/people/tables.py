"""Rows of people: who they are. How they sign in is kept apart, in access."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.access.tables import Login
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.store.base import Base


class Person(Base):
    """A person of the office. Honorific and given name are fields: neither can be told from a Vietnamese name."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str]
    given_name: Mapped[str]
    honorific: Mapped[str]
    title: Mapped[str]
    unit: Mapped[str]


def find_person(db: Session, person_id: int) -> Person:
    """The person, or Refused."""
    person = db.get(Person, person_id)
    if person is None:
        raise Refused(NOT_FOUND)
    return person


def person_of_account(db: Session, account: str) -> Person | None:
    """Who signs in under this account."""
    return db.scalar(select(Person).join(Login, Login.person_id == Person.id).where(Login.account == account))
