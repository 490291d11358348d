"""What templates are given of a person."""

from typing import Any

from msgspec.structs import asdict
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.people.tables import find_person


def person_model(db: Session, actor: Actor) -> dict[str, Any] | None:
    """Who is signed in, for templates."""
    if actor.person_id is None:
        return None
    person = find_person(db, actor.person_id)
    return {"id": person.id} | asdict(person.particulars)
