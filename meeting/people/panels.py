"""Data about a person for templates."""

from typing import Any

from msgspec.structs import asdict
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.people.tables import find_person


def person_model(db: Session, actor: Actor) -> dict[str, Any] | None:
    """Return the signed-in person for templates, or None."""
    if actor.person_id is None:
        return None
    person = find_person(db, actor.person_id)
    return {"id": person.id} | asdict(person.particulars)
