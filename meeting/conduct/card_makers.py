"""Functions that say which person may be using a card.

That is its owner, or the person who made it alone a short time ago and so saw its PIN. It does not matter on which page
it was made: every new card is recorded beside the sign-in (`Login`).
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.journal.chain import Entry

WAITS = timedelta(hours=24)
"""How long an agreement waits for its card."""

PERSON = "person-"
"""The beginning of a person's name in a journal."""


def holder_of(db: Session, person_id: int, now: datetime) -> int:
    """Return the person who may be using somebody's card: its owner, or who made it alone in the last days.

    If the maker's own card had been made in that way just before, it is the person who made that one.
    """
    login = db.get(Login, person_id)
    return login.held_by(now) if login is not None else person_id


def is_made_unasked(login: Login, maker: int, now: datetime) -> bool:
    """Return whether `maker` alone made a person's card in the last days, without having to ask anybody.

    That is so when there was no other administrator at that time, or when the person was not an administrator yet.
    """
    return not login.card_asked and login.person_id != maker and login.held_by(now) == maker


def person_of(entry: Entry) -> int:
    """Return the person who wrote a line."""
    return int(entry.actor.removeprefix(PERSON))
