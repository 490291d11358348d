"""Alarms: a card in use on a second device, a disk that is nearly full, a clock that is wrong.

A card's owner is warned on their other devices (`mine.signed_in_at`, later than the page's own sign-in); chair and
secretary request their alarms here.
"""

from typing import Any

import flask
from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import sessions
from meeting.agenda.rules import OVER
from meeting.agenda.tables import Meeting, Seat, seats_of
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.kernel.roles import Role
from meeting.store.disk import free_mb
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("alarms", __name__)


@blueprint.get("/m/<int:meeting_id>/alarms")
def alarms(meeting_id: int) -> Response:
    """Return `{twice: [{seat, name, at}], disk_mb, now}` to chair and secretary. `disk_mb`: null while there is space.

    `now`: the server's time, which the page compares with its device's clock.
    """
    with site().database.read() as db:
        if current.require_actor(db, meeting_id).role not in (Role.CHAIR, Role.CLERK):
            raise Refused(NOT_ALLOWED)
        found, low = _used_twice(db, meeting_id), current.settings(db).disk_low_mb
    free = free_mb(site().settings.data)
    disk_mb = free if free < low else None
    return flask.jsonify({"twice": found, "disk_mb": disk_mb, "now": stamp(current.now())})


def tell_other_devices(person_id: int) -> None:
    """Inform the person's other devices at once that they have signed in, in case somebody else has their card."""
    with site().database.read() as db:
        if person_id not in _on_several(db, [person_id]):
            return
        query = select(Seat.meeting_id, Seat.id).join(Meeting, Meeting.id == Seat.meeting_id)
        seats = db.execute(query.where(Seat.person_id == person_id, Meeting.state.not_in(OVER))).all()
    for meeting_id, seat_id in seats:
        site().tell_person(meeting_id, seat_id)


def _used_twice(db: Session, meeting_id: int) -> list[dict[str, Any]]:
    seats = {seat.person_id: seat for seat in seats_of(db, meeting_id)}
    return [
        {"seat": seats[person].id, "name": seats[person].particulars.named(), "at": at}
        for person, at in _on_several(db, list(seats)).items()
    ]


def _on_several(db: Session, people: list[int]) -> dict[int, str]:
    """Return when people who are signed in on several devices signed in last. Expired sign-ins do not count."""
    last = sessions.last_began(db, people, current.now())
    return {person: stamp(moment) for person, (moment, devices) in last.items() if devices > 1}
