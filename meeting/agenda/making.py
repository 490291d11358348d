"""Finds the meetings that somebody makes, for pages that show several meetings."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.actors import Actor
from meeting.access.policy import Capability, allowed
from meeting.agenda.tables import Meeting, Seat
from meeting.kernel.roles import Role
from meeting.store.sight import see_whole


def see_made(db: Session, actor: Actor) -> None:
    """Make this session read the actor's own plans with unpublished changes, and all other plans as published.

    Call it before anything of these meetings is read.
    """
    changed = select(Meeting.id).where(Meeting.told.is_not(None))
    if not allowed(actor, Capability.PREPARE):
        changed = changed.join(Seat, Seat.meeting_id == Meeting.id)
        changed = changed.where(Seat.person_id == actor.person_id, Seat.role == Role.CLERK)
    see_whole(db, list(db.scalars(changed)))
