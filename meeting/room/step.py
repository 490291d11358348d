"""The next step: what the officers of the meeting most likely do now, and what else they may do."""

from enum import StrEnum
from typing import Any

from meeting.access.policy import View
from meeting.agenda.rules import LIVE, MeetingState
from meeting.agenda.tables import find_meeting, presider_of
from meeting.attendance.panels import expected_voters, quorum_model
from meeting.attendance.tables import presence_of
from meeting.law.rules import Outcome
from meeting.minutes.shown import minutes_model
from meeting.panels.registry import Sight, panel
from meeting.panels.views import OFFICERS
from meeting.room.panels import now_model, undone
from meeting.speaking.panels import floor_model, minutes_offered
from meeting.voting.panels import first_prepared, motion_on_floor
from meeting.voting.rules import RUNNING, MotionForm, MotionState

SHOWN_ELSEWHERE = ("now", "motion", "motions", "speakers", "quorum", "roll", "minutes")


class NextStep(StrEnum):
    """The next step. A called vote comes first, then the speakers, then a prepared vote, then the next item."""

    GATHER = "gather"
    """Opens the meeting once enough people are present."""
    START = "start"
    COUNT = "count"
    """The raised hands must be counted now."""
    CLOSE = "close"
    RESTORE = "restore"
    """The tables of a vote do not match the journal."""
    RULING = "ruling"
    ANNOUNCE = "announce"
    SPEECH = "speech"
    INVITE = "invite"
    """Somebody waits to speak."""
    OPEN = "open"
    MOVE = "move"
    END = "end"
    RESUME = "resume"
    """The meeting is paused."""
    MINUTES = "minutes"
    NOTHING = ""


_OUT_OF_SESSION = {
    MeetingState.PLANNED: NextStep.START,
    MeetingState.PAUSED: NextStep.RESUME,
    MeetingState.ENDED: NextStep.MINUTES,
}


@panel("step", "room/_step.html", views=OFFICERS, follows=SHOWN_ELSEWHERE)
def step(sight: Sight) -> dict[str, Any]:
    """Return `{step: {kind, motion, prepared, floor, minutes, …}, now, offered, usual}`. `kind` is from `next_step`.

    `now.chair_away`: the name of the person who presides but is not on the roll; without them the minutes would name
    nobody, or somebody else. Before the meeting there is also `quorum`, and for the secretary `away`: the people still
    expected.
    """
    now = now_model(sight) | undone(sight)
    on_floor, floor = motion_on_floor(sight), floor_model(sight)
    motion = on_floor if on_floor and on_floor["state"] in RUNNING else None
    prepared = first_prepared(sight)
    state = find_meeting(sight.db, sight.meeting_id).state
    kind = next_step(state, motion, floor, prepared, now["next"])
    shown = {"kind": kind, "motion": motion, "prepared": prepared, "floor": floor, "quorum": None}
    shown["minutes"] = minutes_model(sight) if state == MeetingState.ENDED else None
    if kind == NextStep.START or (kind == NextStep.RESUME and now["pause"]["ends_sitting"]):
        shown |= _beginning(sight, kind)
    now["chair_away"] = _chair_away(sight)
    return {"step": shown, "now": now} | minutes_offered(sight)


def _chair_away(sight: Sight) -> str:
    """Return the name of the person who presides but is not on the roll.

    Empty when present or when the meeting is over.
    """
    meeting = find_meeting(sight.db, sight.meeting_id)
    seat = presider_of(sight.db, meeting) if meeting.state in (MeetingState.PLANNED, *LIVE) else None
    return seat.particulars.named() if seat is not None and not presence_of(sight.db, seat.id) else ""


def _beginning(sight: Sight, kind: NextStep) -> dict[str, Any]:
    """Return the step before a meeting or a sitting: gather when there is no quorum and the chair has not waived it."""
    quorum = quorum_model(sight)
    lacking = not quorum["met"] and not quorum["waived"]
    return {
        "kind": NextStep.GATHER if lacking else kind,
        "quorum": quorum,
        "away": expected_voters(sight.db, sight.meeting_id) if lacking and sight.view == View.CLERK else None,
    }


def next_step(
    state: MeetingState,
    motion: dict[str, Any] | None,
    floor: dict[str, Any],
    prepared: dict[str, Any] | None,
    following: dict[str, Any] | None,
) -> NextStep:
    """Return what the officers most likely do now."""
    if state != MeetingState.RUNNING:
        return _OUT_OF_SESSION.get(state, NextStep.NOTHING)
    if motion is not None:
        return _vote_step(motion)
    if floor["speaker"]:
        return NextStep.SPEECH
    if floor["next"]:
        return NextStep.INVITE
    if prepared is not None:
        return NextStep.OPEN
    return NextStep.MOVE if following is not None else NextStep.END


def _vote_step(motion: dict[str, Any]) -> NextStep:
    if motion["state"] == MotionState.OPEN:
        return NextStep.COUNT if motion["form"] == MotionForm.HANDS and not motion["counted"] else NextStep.CLOSE
    if motion["alarm"]:
        return NextStep.RESTORE
    return NextStep.RULING if motion["verdict"]["outcome"] == Outcome.RULING_NEEDED else NextStep.ANNOUNCE
