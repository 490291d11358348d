"""The page of who voted how: for officers, of a closed vote by name, and of no other."""

import pytest

from tests.council import AGAINST, FOR, Council
from tests.pages.client import Browser


@pytest.fixture
def held(sitting: Council) -> tuple[Council, int]:
    """A vote by name that is open: Lan for, Nam against."""
    motion = sitting.opens_motion()
    sitting.votes(motion, lan=FOR, nam=AGAINST)
    return sitting, motion


def ask(council: Council, who: str | None, motion: int, meeting: int = 1) -> int:
    return Browser(council, who).get(f"/m/{meeting}/votes/{motion}/names").status_code


def test_nobody_sees_how_anybody_voted_while_the_box_is_open(held: tuple[Council, int]) -> None:
    council, motion = held
    assert [ask(council, who, motion) for who in ("ha", "an", "lan", "guest", "screen", "outsider", "admin")] == [
        *(404, 404),
        *(403,) * 5,
    ]


@pytest.mark.parametrize("announced", [False, True])
def test_only_people_who_run_the_meeting_see_the_names_once_it_is_closed(
    held: tuple[Council, int], announced: bool
) -> None:
    council, motion = held
    council.closes(motion, missing=7)
    if announced:
        council.announces(motion)
    for who in ("ha", "an"):
        told = Browser(council, who).get(f"/m/1/votes/{motion}/names").text
        assert told.index("tally-for") < told.index("Trần Thị Lan") < told.index("tally-against")
        assert told.index("tally-against") < told.index("Nam")
    assert [ask(council, who, motion) for who in ("lan", "guest", "screen", "outsider")] == [403] * 4
    assert Browser(council).get(f"/m/1/votes/{motion}/names").headers["Location"] == "/sign-in"


def test_no_names_are_shown_for_raised_hands_or_another_meeting(
    held: tuple[Council, int],
) -> None:
    council, motion = held
    council.closes(motion, missing=7)
    assert ask(council, "ha", motion, meeting=99) == 403
    assert ask(council, "ha", 99) == 404
    assert Browser(council, "ha").get("/m/1/votes/9999999999999999999999/names").status_code == 404
    council.announces(motion)
    raised = council.opens_motion(form="hands")
    council.counts_hands(raised, 9, 0)
    council.closes(raised)
    assert ask(council, "ha", raised) == 404


def test_names_from_a_table_that_differs_from_the_journal_are_not_shown(held: tuple[Council, int]) -> None:
    council, motion = held
    council.closes(motion, missing=7)
    council.database.gate.submit(lambda db: db.connection().exec_driver_sql("update ballot set choice = 'for'"))
    assert ask(council, "ha", motion) == 404
