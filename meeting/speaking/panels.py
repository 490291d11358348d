"""Who has the floor and who is next: for everybody; with the list and its buttons for those who run the meeting."""

from typing import Any

from meeting.agenda.tables import Seat, find_meeting, seats_of
from meeting.kernel.names import by_given_name
from meeting.live.panels import Sight, panel
from meeting.speaking import rules
from meeting.speaking.tables import Speech, last_minutes, speech_now, waiting_speeches

OFFICERS = ("chair", "clerk")


@panel("floor", "speaking/_floor.html", views=("member", "guest", "chair", "clerk"))
def floor(sight: Sight) -> dict[str, Any]:
    """`{floor: {speaker, next}}`: the turn going on and who comes after it, each None when there is nobody."""
    return {"floor": floor_model(sight)}


@panel("speakers", "speaking/_speakers.html", views=OFFICERS)
def speakers(sight: Sight) -> dict[str, Any]:
    """`{floor, waiting, seats, offered, usual}`: the list of the present item, and what a turn may be given."""
    seats = sorted(
        seats_of(sight.db, sight.meeting_id), key=lambda seat: by_given_name(seat.given_name, seat.full_name)
    )
    usual = last_minutes(sight.db, sight.meeting_id)
    return {
        "floor": floor_model(sight),
        "waiting": _waiting(sight),
        "seats": [_person(seat) for seat in seats],
        "offered": rules.OFFERED_MINUTES,
        "usual": rules.USUAL_MINUTES if usual is None else usual,
    }


def floor_model(sight: Sight) -> dict[str, Any]:
    """`{speaker: {…, minutes, began_at, until}, next: {…}}`."""
    speech = speech_now(sight.db, sight.meeting_id)
    return {"speaker": _turn(sight, speech) if speech else None, "next": next(iter(_waiting(sight)), None)}


def _waiting(sight: Sight) -> list[dict[str, Any]]:
    meeting = find_meeting(sight.db, sight.meeting_id)
    if meeting.state != "running":
        return []
    return [_turn(sight, speech) for speech in waiting_speeches(sight.db, meeting.id, meeting.item_id)]


def _turn(sight: Sight, speech: Speech) -> dict[str, Any]:
    times = {"minutes": speech.minutes, "began_at": speech.began_at, "until": speech.until}
    return {"speech_id": speech.id} | times | _person(sight.db.get_one(Seat, speech.seat_id))


def _person(seat: Seat) -> dict[str, Any]:
    return {
        "seat_id": seat.id,
        "label": seat.label,
        "name": seat.full_name,
        "given_name": seat.given_name,
        "honorific": seat.honorific,
        "title": seat.title,
        "unit": seat.unit,
    }
