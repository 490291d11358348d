"""Whatever people hand in by HTTP or socket, in any order: every decision is one that the law gives.

A separate model keeps what was accepted, and the oracle of tests/oracle.py judges every announced result.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from meeting.voting.tables import Motion
from tests.council import Council
from tests.doors.voting_model import Room

STEPS = 240


@pytest.mark.parametrize(
    ("body", "voters", "head", "seed"),
    [("ubnd", 4, "an", 1), ("ubnd", 4, "lan", 2), ("ubnd", 5, "an", 6), ("ubnd", 3, "", 4), ("hdnd", 4, "an", 5)],
)
def test_no_course_of_requests_decides_anything_against_the_law(
    build: Callable[..., Council], body: str, voters: int, head: str, seed: int
) -> None:
    council = build(preset=body, voters=voters, head=head)
    room = Room(council, body, head, seed)
    with council.unwatched():
        for _ in range(STEPS):
            room.step()
        council.retells()
    assert room.outcomes, "a course in which something was decided"
    assert room.excluded, "a course in which somebody had no ballot"
    with council.database.read() as db:
        rows = db.scalars(select(Motion.outcome).where(Motion.outcome != "")).all()
    assert sorted(rows) == sorted(room.outcomes), "every result was judged by the oracle"
