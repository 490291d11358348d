"""Panels of the floor: speaker and next speaker for everybody, list and buttons for the officers."""

from typing import Any

from meeting.agenda.events import SEAT_EVENTS, ItemOpened
from meeting.agenda.panels import is_hidden_now, seat_model
from meeting.agenda.tables import Seat, find_meeting, seats_of
from meeting.attendance.events import ROLL_EVENTS
from meeting.attendance.tables import is_present
from meeting.panels.registry import Sight, panel, piece
from meeting.panels.views import INSIDE, OFFICERS, SEATED
from meeting.speaking import rules
from meeting.speaking.events import FLOOR_EVENTS
from meeting.speaking.tables import Speech, last_minutes, speech_now, waiting_speeches

SHOWN = (ItemOpened, *ROLL_EVENTS, *FLOOR_EVENTS)


@panel("floor", "speaking/_floor.html", views=SEATED, shows=SHOWN, alike=INSIDE)
def floor(sight: Sight) -> dict[str, Any]:
    """Return `{floor: {speaker, next}}`: the present speech and the next one, each may be None."""
    return {"floor": floor_model(sight)}


def queue(sight: Sight) -> dict[str, Any]:
    """Return `{floor, waiting, offered, usual}`: the list of the present item, and the minutes that may be given."""
    return {"floor": floor_model(sight), "waiting": _waiting(sight)} | minutes_offered(sight)


@panel(
    "speakers",
    "speaking/_speakers.html",
    views=OFFICERS,
    shows=SHOWN,
    rows=[piece("queue", "speaking/_queue.html", queue, [ItemOpened])],
)
def speakers(sight: Sight) -> dict[str, Any]:
    """Return the model of `queue`."""
    return queue(sight)


@panel("asking", "speaking/_asking.html", views=OFFICERS, shows=SEAT_EVENTS, alike=OFFICERS)
def asking(sight: Sight) -> dict[str, Any]:
    """Return `{seats}`: everybody who may be put on the list, by given name. The panel is large and rarely redrawn."""
    seats = seats_of(sight.db, sight.meeting_id)
    by_name = sorted(seats, key=lambda seat: seat.particulars.by_given_name())
    return {"seats": [seat_model(seat) for seat in by_name]}


def minutes_offered(sight: Sight) -> dict[str, Any]:
    """Return `{offered, usual}`: the minutes to choose from, and the minutes given last. 0 sets no limit."""
    last = last_minutes(sight.db, sight.meeting_id)
    usual = rules.USUAL_MINUTES if last is None else last
    return {"offered": sorted({*rules.OFFERED_MINUTES, usual} - {0}), "usual": usual}


def floor_model(sight: Sight) -> dict[str, Any]:
    """Return `{speaker, next}`. A waiting person who is not present is skipped.

    Both are None when the item is hidden.
    """
    if is_hidden_now(sight):
        return {"speaker": None, "next": None}
    speech = speech_now(sight.db, sight.meeting_id)
    here = (waiting for waiting in _waiting(sight) if waiting["present"])
    return {"speaker": _speech(sight, speech) if speech else None, "next": next(here, None)}


def _waiting(sight: Sight) -> list[dict[str, Any]]:
    item_id = find_meeting(sight.db, sight.meeting_id).item_id
    return [_speech(sight, speech) for speech in waiting_speeches(sight.db, sight.meeting_id, item_id)]


def _speech(sight: Sight, speech: Speech) -> dict[str, Any]:
    fields = ("minutes", "added", "began_at", "until")
    place = {"speech_id": speech.id, "seat_id": speech.seat_id, "present": is_present(sight.db, speech.seat_id)}
    times = {name: getattr(speech, name) for name in fields}
    return place | times | seat_model(sight.db.get_one(Seat, speech.seat_id))
