"""Copies an earlier meeting into a new one: people, items and questions.

Papers and the course of the meeting are not copied.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import asdict
from sqlalchemy.orm import Session

from meeting.agenda.commands import AddItem, AddSeat
from meeting.agenda.placing import LayOutSeating, PlaceSeat
from meeting.agenda.planned import planned_sittings
from meeting.agenda.planning_sittings import PlanSitting
from meeting.agenda.rules import ItemState, Mandate
from meeting.agenda.seating import MoveSeat
from meeting.agenda.tables import Seat, find_meeting, items_of, seat_of_person, seating_of, seats_of
from meeting.attendance.pointing import AddPoint, ExpectAtPoint
from meeting.attendance.points import expected_of, points_of
from meeting.commands.registry import Command
from meeting.conduct.mandates import RecordMandate
from meeting.contributions.commands import AllotItem
from meeting.contributions.tables import allotments_of
from meeting.kernel.clock import local, stamp
from meeting.law import editions as law
from meeting.people.tables import find_person
from meeting.voting.commands.motions import PrepareMotion
from meeting.voting.rules import MotionState
from meeting.voting.tables import motions_under

AskedCommand = tuple[type[Command], dict[str, Any]]


def seats_copied(db: Session, source: int, target: int, *, but: int | None = None) -> list[AskedCommand]:
    """Return the seats of people who have not retired since, except `but`, who has a seat in the new meeting.

    Leaves out people whose mandate was vacant.
    """
    return [
        (
            AddSeat,
            {"meeting_id": target, "person_id": seat.person_id, "role": seat.role.value}
            | {"votes": seat.votes, "label": seat.label, "head": seat.head},
        )
        for seat in seats_of(db, source)
        if seat.person_id != but and _stays(db, seat)
    ]


def _stays(db: Session, seat: Seat) -> bool:
    return find_person(db, seat.person_id).retired_at is None and seat.mandate != Mandate.VACANT


def mandates_copied(db: Session, source: int, target: int) -> list[AskedCommand]:
    """Return the suspensions, by the same papers: the new meeting's total must not become larger by copying."""
    return [
        (
            RecordMandate,
            {"meeting_id": target, "seat_id": new.id, "mandate": seat.mandate.value}
            | {field: seat.mandate_by[field] for field in ("number", "dated", "reason")},
        )
        for seat in seats_of(db, source)
        if seat.votes and seat.mandate == Mandate.SUSPENDED and seat.mandate_by is not None
        if (new := seat_of_person(db, target, seat.person_id)) is not None and new.votes
    ]


def seating_copied(db: Session, source: int, target: int) -> list[AskedCommand]:
    """Return the layout of the earlier room."""
    seating = seating_of(find_meeting(db, source))
    return [(LayOutSeating, {"meeting_id": target} | asdict(seating))] if seating else []


def points_copied(db: Session, source: int, target: int) -> list[tuple[int, AskedCommand]]:
    """Return each point outside the room, with its id in the earlier meeting."""
    return [(each.id, (AddPoint, {"meeting_id": target, "title": each.name})) for each in points_of(db, source)]


def expected_copied(db: Session, source: int, target: int, anew: Mapping[tuple[int, int], int]) -> list[AskedCommand]:
    """Return commands for the people expected at points.

    `anew` maps (meeting id, earlier point id) to the new point id.
    """
    there: dict[int, list[int]] = {}
    for seat_id, point_id in expected_of(db, source).items():
        new = seat_of_person(db, target, db.get_one(Seat, seat_id).person_id)
        if new is not None:
            there.setdefault(point_id, []).append(new.id)
    return [
        (ExpectAtPoint, {"meeting_id": target, "seat_ids": seats, "point_id": anew[target, point_id]})
        for point_id, seats in there.items()
    ]


def sittings_copied(db: Session, source: int, target: int) -> list[tuple[int, AskedCommand]]:
    """Return each planned sitting with its id in the earlier meeting, moved by the days between the two meetings."""
    first, other = (local(find_meeting(db, each).starts_at).date() for each in (source, target))
    return [
        (
            each.id,
            (
                PlanSitting,
                {"meeting_id": target, "title": each.title}
                | {field: stamp(getattr(each, field) + (other - first)) for field in ("starts_at", "ends_at")},
            ),
        )
        for each in planned_sittings(db, source)
    ]


def own_place(db: Session, source: int, target: int, person_id: int) -> list[AskedCommand]:
    """Return commands that move the planner's own seat to its earlier position, or to the end, and to its place.

    It was the first seat of the new meeting.
    """
    kept = [each.person_id for each in seats_of(db, source) if _stays(db, each)]
    place = kept.index(person_id) if person_id in kept else len(kept)
    seat = seat_of_person(db, target, person_id)
    if seat is None:
        return []
    before, seating = seat_of_person(db, source, person_id), seating_of(find_meeting(db, source))
    moved: list[AskedCommand] = [(MoveSeat, {"meeting_id": target, "seat_id": seat.id, "position": place + 1})]
    if before is not None and seating is not None and seating.find(before.label):
        moved.append((PlaceSeat, {"meeting_id": target, "seat_id": seat.id, "label": before.label}))
    return moved


def items_copied(db: Session, source: int, target: int) -> list[tuple[AskedCommand, list[AskedCommand]]]:
    """Return commands for every item, each with those for its questions and its unit. They still lack the item's id.

    Their sittings are still those of the earlier meeting.
    """
    known = law.preset(*_rules(db, target)).decisions
    units = {item_id: each.unit_id for item_id, each in allotments_of(db, source).items()}
    return [
        (
            (
                AddItem,
                {"meeting_id": target, "position": item.position, "title": item.title, "presenter": item.presenter}
                | {
                    "minutes": item.minutes,
                    "form": item.form.value,
                    "text": item.text,
                    "level": item.level,
                    "internal": item.internal,
                    "start": item.start,
                    "sitting_id": item.sitting_id,
                },
            ),
            [*_questions(db, source, item.id, target, known), *_allotted(units.get(item.id), target)],
        )
        for item in items_of(db, source)
        if item.state != ItemState.WITHDRAWN
    ]


def _questions(db: Session, source: int, item_id: int, target: int, known: Any) -> Iterator[AskedCommand]:
    """Yield commands for the questions. An unknown kind of decision becomes empty, which means the strict one."""
    for motion in motions_under(db, source, item_id):
        if motion.state != MotionState.CANCELLED and not motion.steps:
            decision = motion.decision if motion.decision in known else ""
            said = {"title": motion.title, "form": motion.form.value, "decision": decision}
            yield PrepareMotion, {"meeting_id": target} | said


def _allotted(unit_id: int | None, target: int) -> list[AskedCommand]:
    return [(AllotItem, {"meeting_id": target, "unit_id": unit_id})] if unit_id is not None else []


def _rules(db: Session, meeting_id: int) -> tuple[str, str]:
    meeting = find_meeting(db, meeting_id)
    return meeting.edition, meeting.preset
