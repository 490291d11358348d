"""The quorum panel, and the roll for the secretary."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.agenda.events import SEAT_EVENTS, SITTING_EVENTS, SeatingLaidOut
from meeting.agenda.panels import seat_model, sitting_model
from meeting.agenda.pauses import last_ending
from meeting.agenda.rules import Mandate, MeetingState
from meeting.agenda.seating_map import seating_map
from meeting.agenda.tables import find_meeting, seating_of
from meeting.attendance.events import (
    LINE_EVENTS,
    ROLL_EVENTS,
    ExpectedAtPoint,
    PointRemoved,
    PointRenamed,
    QuorumWaived,
)
from meeting.attendance.points import expected_of, points_of
from meeting.attendance.quorum import quorum_now
from meeting.attendance.rules import NOT_SEEN, Stands, suffices
from meeting.attendance.tables import awaited, count_awaited, head_count, roll_lines
from meeting.attendance.turns import quorum_turned
from meeting.panels.registry import Rows, Sight, panel
from meeting.panels.views import OFFICERS
from meeting.store.once import among


@panel(
    "quorum",
    "attendance/_quorum.html",
    shows=(*SEAT_EVENTS, *ROLL_EVENTS, QuorumWaived),
    alike=(View.MEMBER, View.GUEST, View.SCREEN),
)
def quorum(sight: Sight) -> dict[str, Any]:
    """Return `{quorum: {present, total, needed, met, since, missing, article, confirm, guests, out, uncounted,
    waived}}`; `since`: when it was reached or lost in this sitting, None before that.
    """
    return {"quorum": quorum_model(sight)}


def quorum_model(sight: Sight) -> dict[str, Any]:
    """Return how many voters are present, how many must be, and the rule."""
    meeting = find_meeting(sight.db, sight.meeting_id)
    ruled, heads = quorum_now(sight.db, meeting), head_count(sight.db, meeting.id)
    turned = quorum_turned(sight.db, meeting)
    waived = meeting.state in (MeetingState.PLANNED, MeetingState.PAUSED) and suffices(ruled, meeting.quorum_waived_at)
    return {
        "present": ruled.present,
        "total": ruled.total,
        "needed": ruled.needed,
        "met": ruled.met,
        "since": turned.at if turned is not None and turned.met == ruled.met else None,
        "missing": ruled.missing,
        "article": ruled.article,
        "confirm": ruled.confirm,
        "guests": heads.guests,
        "out": heads.out,
        "uncounted": heads.uncounted,
        "waived": meeting.quorum_reason if waived and not ruled.met else "",
    }


AWAITED_BY_NAME = 30
"""Up to this many awaited people are listed by name; for more, only the number. The roll has the names."""


def expected_voters(db: Session, meeting_id: int) -> dict[str, Any]:
    """Return `{count, seats}`: voters who are not present and have no noted absence; by name when they are few."""
    count = count_awaited(db, meeting_id)
    seats = [seat_model(seat) for seat in awaited(db, meeting_id)] if count <= AWAITED_BY_NAME else []
    return {"count": count, "seats": seats}


class About(NamedTuple):
    """Facts for the roll: who was present when the last sitting ended, the points' names, who is expected at which."""

    before: frozenset[int]
    points: dict[int, str]
    expected: dict[int, int]


def _seat_rows(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return `{seat}` by seat, for some lines of the roll."""
    lines, about = roll_lines(sight.db, sight.meeting_id, among(numbers)), _about(sight)
    return {line.id: {"seat": _line_model(line, about)} for line in lines}


def _about(sight: Sight) -> About:
    pause, points = last_ending(sight.db, sight.meeting_id), _points(sight)
    expected = expected_of(sight.db, sight.meeting_id) if points else {}
    return About(frozenset(pause.left) if pause is not None else frozenset(), points, expected)


def _points(sight: Sight) -> dict[int, str]:
    """Return the names of the points by id."""
    return {point.id: point.name for point in points_of(sight.db, sight.meeting_id)}


def _line_model(line: Any, about: About) -> dict[str, Any]:
    """Return a line of the roll: where its person is, and how they came."""
    absent = not line.present and line.excused is not None
    noted = {"excused": line.excused, "reason": line.reason, "substitute": line.substitute}
    noted |= {"here": line.substitute_here, "came_at": line.substitute_came_at, "gone_at": line.substitute_left_at}
    return seat_model(line) | {
        "place": line.position,
        "present": bool(line.present),
        "arrived_at": line.arrived_at,
        "left_at": line.left_at,
        "how": line.how,
        "card_at": line.card_at,
        "late": bool(line.present and line.late),
        "before": not line.present and line.id in about.before,
        "point": about.points.get(line.point_id, ""),
        "point_id": line.point_id or 0,
        "expected": about.expected.get(line.id, 0),
        "expected_at": about.points.get(about.expected.get(line.id, 0), ""),
        "door": line.door,
        "read_at": line.read_at,
        "absence": noted if absent else None,
        "stood_in": line.substitute_came_at is not None,
        "mandate": line.mandate,
        "counted": line.counted,
    }


def _spot_model(line: Any) -> dict[str, Any]:
    """Return a seat of the room's map: its place, its person, and where they are."""
    stands = Stands.PRESENT if line.present else Stands.ABSENT if line.excused is not None else Stands.EXPECTED
    if stands == Stands.EXPECTED and line.left_at:
        stands = Stands.LEFT
    point = (line.point_id or 0) if line.present else 0
    said = {"id": line.id, "label": line.label, "full_name": line.particulars.full_name}
    where = {"stands": stands, "arrived_at": line.arrived_at, "point_id": point}
    return said | where | {"votes": line.votes and line.mandate == Mandate.HELD}


def _spot_rows(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return `{seat}` by seat, for some seats of the map."""
    lines, points = roll_lines(sight.db, sight.meeting_id, among(numbers)), _points(sight)
    return {line.id: {"seat": _spot_model(line), "points": points} for line in lines}


@panel(
    "places",
    "attendance/_places.html",
    views=OFFICERS,
    shows=(*SEAT_EVENTS, SeatingLaidOut, *ROLL_EVENTS, PointRenamed),
    alike=OFFICERS,
    rows=[Rows("place", "attendance/_place.html", _spot_rows, dict.fromkeys(ROLL_EVENTS, lambda told: [told.seat_id]))],
)
def places(sight: Sight) -> dict[str, Any]:
    """Return `{table, lines, others, points}`: the room with its people (`agenda/seating_map.py`), names of points."""
    seating = seating_of(find_meeting(sight.db, sight.meeting_id))
    spots = [_spot_model(line) for line in roll_lines(sight.db, sight.meeting_id, None)]
    return seating_map(seating, spots) | {"points": _points(sight)}


def _ready_rows(sight: Sight, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return `{seat, reason}` by seat, for some of those who have a ballot."""
    return {seat["id"]: {"seat": seat, "reason": NOT_SEEN} for seat in _with_ballot(sight, among(numbers))}


def _with_ballot(sight: Sight, only: tuple[int, ...] | None = None) -> list[dict[str, Any]]:
    """Return those who have a ballot while the meeting runs, all or some; empty at other times."""
    if find_meeting(sight.db, sight.meeting_id).state != MeetingState.RUNNING:
        return []
    lines = roll_lines(sight.db, sight.meeting_id, only)
    return [_spot_model(line) for line in lines if line.votes and line.mandate == Mandate.HELD]


@panel(
    "ready",
    "attendance/_ready.html",
    views=OFFICERS,
    shows=(*SEAT_EVENTS, *ROLL_EVENTS),
    alike=OFFICERS,
    rows=[
        Rows(
            "ready", "attendance/_ready_row.html", _ready_rows, dict.fromkeys(ROLL_EVENTS, lambda told: [told.seat_id])
        )
    ],
)
def ready(sight: Sight) -> dict[str, Any]:
    """Return `{seats, reason}` while the meeting runs: who has a ballot, in order of protocol. The page itself knows
    whose device is connected. `reason`: written for people who are marked here as having left.
    """
    return {"seats": _with_ballot(sight), "reason": NOT_SEEN}


@panel(
    "roll",
    "attendance/_roll.html",
    views=(View.CLERK,),
    shows=(*SEAT_EVENTS, *SITTING_EVENTS, *LINE_EVENTS, PointRenamed, PointRemoved, ExpectedAtPoint),
    rows=[
        Rows(
            "seat",
            "attendance/_roll_row.html",
            _seat_rows,
            dict.fromkeys(LINE_EVENTS, lambda told: [told.seat_id]) | {ExpectedAtPoint: lambda told: told.seat_ids},
        )
    ],
)
def roll(sight: Sight) -> dict[str, Any]:
    """Return `{seats: […], sitting}` in order of protocol. `sitting`: the present or next sitting's planned name."""
    about = _about(sight)
    sitting = sitting_model(sight)["now"]
    lines = roll_lines(sight.db, sight.meeting_id, None)
    return {"seats": [_line_model(line, about) for line in lines], "sitting": sitting}
