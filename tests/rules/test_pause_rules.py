"""How long a meeting pauses, and when it goes on: the rules alone."""

from datetime import datetime, timedelta

import pytest

from meeting.agenda import pause_rules as rules
from meeting.agenda.pause_rules import PauseKind
from meeting.kernel.clock import VIETNAM
from tests.refusing import refusal

NOW = datetime(2026, 9, 24, 11, 40, tzinfo=VIETNAM)


def test_everybody_stays_on_the_roll_only_in_a_recess() -> None:
    assert {kind.value: kind.ends_sitting for kind in PauseKind} == {"recess": False, "lunch": True, "day": True}
    assert {kind.value: refusal(lambda kind=kind: rules.check_begins(kind)) for kind in PauseKind} == {
        "recess": "nothing_begins",
        "lunch": None,
        "day": None,
    }


@pytest.mark.parametrize(
    ("minutes", "until", "day", "returns"),
    [
        (0, "", "", None),
        (15, "", "", "2026-09-24 11:55"),
        (15, "13:30", "", "2026-09-24 11:55"),
        (0, "13:30", "", "2026-09-24 13:30"),
        (0, "11:41", "", "2026-09-24 11:41"),
        (0, "11:40", "", "2026-09-25 11:40"),
        (0, "08:00", "", "2026-09-25 08:00"),
        (0, "08:00", "2026-09-26", "2026-09-26 08:00"),
        (0, "11:40", "2026-10-24", "2026-10-24 11:40"),
        (30 * 24 * 60, "", "", "2026-10-24 11:40"),
    ],
)
def test_a_return_is_after_some_minutes_or_at_a_time_on_the_clock(
    minutes: int, until: str, day: str, returns: str | None
) -> None:
    found = rules.read_return(minutes, until, day, NOW)
    assert found == (None if returns is None else datetime.fromisoformat(returns).replace(tzinfo=VIETNAM))


@pytest.mark.parametrize(
    ("minutes", "until", "day"),
    [
        (-1, "", ""),
        (30 * 24 * 60 + 1, "", ""),
        (0, "08:00", "2026-09-24"),
        (0, "11:40", "2026-09-24"),
        (0, "11:41", "2026-10-24"),
        (0, "nửa đêm", ""),
        (0, "25:00", ""),
        (0, "13:30", "hôm nay"),
    ],
)
def test_nobody_returns_before_now_or_in_more_than_a_month(minutes: int, until: str, day: str) -> None:
    assert refusal(lambda: rules.read_return(minutes, until, day, NOW)) == "bad_return"


@pytest.mark.parametrize(("seconds", "rested"), [(-5, 0), (0, 0), (1, 1), (1.9, 1), (600, 600)])
def test_a_clock_that_was_set_back_makes_no_pause(seconds: float, rested: int) -> None:
    assert rules.rested(NOW, NOW + timedelta(seconds=seconds)) == rested
