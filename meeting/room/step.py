"""The next step: the one thing that those who run the meeting are most likely to do now, and what else they may."""

from typing import Any

from meeting.agenda.tables import find_meeting
from meeting.attendance.panels import expected_voters, quorum_model
from meeting.minutes.panels import minutes_model
from meeting.panels.registry import Sight, panel
from meeting.panels.views import OFFICERS
from meeting.room.panels import now_model, undone
from meeting.speaking.panels import floor_model, minutes_offered
from meeting.voting.panels import first_prepared, motion_on_floor
from meeting.voting.rules import MotionForm

SHOWN_ELSEWHERE = ("now", "motion", "motions", "speakers", "quorum", "roll", "minutes")


@panel("step", "room/_step.html", views=OFFICERS, follows=SHOWN_ELSEWHERE)
def step(sight: Sight) -> dict[str, Any]:
    """`{step: {kind, motion, prepared, floor, minutes, …}, now, offered, usual}`; `kind` as `next_step` says it.

    Before the meeting also `quorum`, and `away`: who is expected still.
    """
    now = now_model(sight) | undone(sight)
    on_floor, floor = motion_on_floor(sight), floor_model(sight)
    motion = on_floor if on_floor and on_floor["state"] in ("open", "closed") else None
    prepared = first_prepared(sight)
    state = find_meeting(sight.db, sight.meeting_id).state
    kind = next_step(state, motion, floor, prepared, now["next"])
    shown = {"kind": kind, "motion": motion, "prepared": prepared, "floor": floor}
    shown["minutes"] = minutes_model(sight) if state == "ended" else None
    if kind == "start":
        shown |= _beginning(sight)
    return {"step": shown, "now": now} | minutes_offered(sight)


def _beginning(sight: Sight) -> dict[str, Any]:
    """Before the meeting: too few are here and the chair has given no reason, then people are what is awaited."""
    quorum = quorum_model(sight)
    lacking = not quorum["met"] and not quorum["waived"]
    return {
        "kind": "gather" if lacking else "start",
        "quorum": quorum,
        "away": expected_voters(sight.db, sight.meeting_id) if lacking else [],
    }


def next_step(
    state: str,
    motion: dict[str, Any] | None,
    floor: dict[str, Any],
    prepared: dict[str, Any] | None,
    following: dict[str, Any] | None,
) -> str:
    """What comes next: a vote that was called goes before all else, then the floor, then a vote, then the next item.

    `start` (or `gather`, while too few are here), `count`, `close`, `restore`, `ruling`, `announce`, `speech`,
    `invite`, `open`, `move`, `end`, `minutes`, or nothing.
    """
    if state != "running":
        return {"planned": "start", "ended": "minutes"}.get(state, "")
    if motion is not None:
        return _vote_step(motion)
    if floor["speaker"]:
        return "speech"
    if floor["next"]:
        return "invite"
    if prepared is not None:
        return "open"
    return "move" if following is not None else "end"


def _vote_step(motion: dict[str, Any]) -> str:
    if motion["state"] == "open":
        return "count" if motion["form"] == MotionForm.HANDS and not motion["counted"] else "close"
    if motion["alarm"]:
        return "restore"
    return "ruling" if motion["verdict"]["outcome"] == "ruling_needed" else "announce"
