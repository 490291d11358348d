"""Paces and the sparing log: a burst passes, a flood does not, and the log counts what it left out."""

import io
import logging

from meeting.kernel.pace import Pace
from meeting.kernel.sparing import IN_ALL, OF_A_KIND, SECONDS, Sparing


class Stopwatch:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_a_steady_rate() -> None:
    stopwatch = Stopwatch()
    pace = Pace(5, 2.0, clock=stopwatch)
    assert [pace.allows("lan") for _ in range(7)] == [True] * 5 + [False] * 2
    stopwatch.now += 1.0
    assert [pace.allows("lan") for _ in range(3)] == [True, True, False]
    stopwatch.now += 3600.0
    assert [pace.allows("lan") for _ in range(6)] == [True] * 5 + [False]


def test_one_persons_haste_slows_nobody_else() -> None:
    pace = Pace(1, 1.0, clock=Stopwatch())
    assert pace.allows("lan")
    assert not pace.allows("lan")
    assert pace.allows("nam")


def test_a_slowed_person_waits_for_what_they_took_beyond_the_burst() -> None:
    stopwatch = Stopwatch()
    pace = Pace(2, 10.0, clock=stopwatch)
    assert [pace.owes("lan") for _ in range(4)] == [0.0, 0.0, 0.1, 0.2]
    stopwatch.now += 10.0
    assert pace.owes("lan") == 0.0


def test_a_thousand_equal_lines_become_a_few_and_a_count() -> None:
    stopwatch = Stopwatch()
    log, written = book(stopwatch)
    for _ in range(1000):
        log.info("dropped a device of %s", "10.0.0.9")
    log.info("dropped a device of %s", "10.0.0.8")
    assert len(lines(written)) == OF_A_KIND + 1
    stopwatch.now += SECONDS
    log.info("all is well")
    assert f"{1000 - OF_A_KIND} lines left out before" in lines(written)[-1]
    assert "10.0.0.9" in lines(written)[-1]


def test_a_thousand_kinds_of_lines_are_limited_too() -> None:
    log, written = book(Stopwatch())
    for number in range(1000):
        log.info("line %d", number)
    assert len(lines(written)) == IN_ALL


def test_a_fault_that_repeats_is_traced_a_few_times() -> None:
    log, written = book(Stopwatch())
    for _ in range(50):
        try:
            raise KeyError("x")
        except KeyError:
            log.exception("command failed")
    assert written.getvalue().count("Traceback") == OF_A_KIND


def book(stopwatch: Stopwatch) -> tuple[logging.Logger, io.StringIO]:
    """A separate log, and what it contains."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Sparing(clock=stopwatch))
    log = logging.Logger("test", logging.INFO)
    log.addHandler(handler)
    return log, written


def lines(written: io.StringIO) -> list[str]:
    return written.getvalue().splitlines()
