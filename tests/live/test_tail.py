"""The tail on its own: to whom it shows a change and in which order, and what stays hidden when a drawing fails."""

import functools
import itertools
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import event

from meeting.agenda.commands import ChangeMeeting
from meeting.journal.events import Wait
from meeting.kernel.clock import stamp
from meeting.live.tail import FLOOR_SECONDS, STILL, Tail, due, pause
from meeting.panels import drawing
from meeting.panels.gallery import Gallery
from tests.cast import MORNING, SECOND_MEETING
from tests.council import Council
from tests.heard import statements
from tests.live.hall import ORIGINALS
from tests.storage import Storage

ROOT = Path(__file__).resolve().parents[2]


class Room:
    """The connected views, and what they were shown."""

    def __init__(self, *views: str) -> None:
        self._views = {(view, "vi") for view in views}
        self.joins = dict.fromkeys(self._views, 1)
        self.shown: dict[str, list[dict[str, Any]]] = {view: [] for view in views}
        self.order: list[str] = []

    def views(self, meeting_id: int) -> set[tuple[str, str]]:
        return self._views

    def joined(self, meeting_id: int) -> dict[tuple[str, str], int]:
        return dict(self.joins)

    def show(self, meeting_id: int, view: str, language: str, batch: dict[str, Any]) -> None:
        self.shown[view].append(batch)
        self.order.append(view)


class Alone:
    """Every person has one connected device; it records who received news."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def count(self, meeting_id: int, seat_id: int) -> int:
        return 1

    def tell(self, meeting_id: int, seat_id: int) -> None:
        self.told.append(seat_id)


class Nobody:
    """No person has a connected device."""

    def count(self, meeting_id: int, seat_id: int) -> int:
        return 0

    def tell(self, meeting_id: int, seat_id: int) -> None:
        raise AssertionError("there is nobody to tell")


class Pen:
    """Draws, unless the ink is out: then what only the secretary sees cannot be drawn."""

    def __init__(self) -> None:
        self.dry = False

    def __call__(self, template: str, model: dict[str, Any], language: str) -> str:
        if self.dry and model["view"] == "clerk":
            raise ZeroDivisionError("no ink")
        return drawing.draw(template, model, language)


def test_a_view_that_cannot_be_drawn_does_not_stop_the_others(
    sitting: Council, caplog: pytest.LogCaptureFixture
) -> None:
    pen, room = Pen(), Room("clerk", "member", "screen")
    gallery = Gallery(sitting.database, pen, sitting.clock, sitting.house.site.settings.data)
    tail = Tail(gallery, room, Nobody(), tick_ms=0)
    gallery.catch_up(sitting.meeting)
    pen.dry = True
    sitting.turns_to(2)
    tail.show_news(sitting.meeting)
    assert room.shown["clerk"] == []
    for view in ("member", "screen"):
        assert room.shown[view][-1]["upto"] == sitting.seq()
    assert "could not be drawn" in caplog.text
    pen.dry = False
    tail.show_news(sitting.meeting)
    assert room.shown["clerk"][-1]["upto"] == sitting.seq()
    assert room.shown["clerk"][-1]["panels"]["now"] == sitting.sees("clerk", "now")


def test_a_change_is_shown_once(sitting: Council) -> None:
    room = Room("member")
    gallery = Gallery(sitting.database, drawing.draw, sitting.clock, sitting.house.site.settings.data)
    tail = Tail(gallery, room, Nobody(), tick_ms=0)
    gallery.catch_up(sitting.meeting)
    sitting.turns_to(2)
    for _ in range(3):
        tail.show_news(sitting.meeting)
    (batch,) = room.shown["member"]
    assert (batch["after"], batch["upto"]) == (sitting.seq() - 1, sitting.seq())


@pytest.mark.parametrize("hears", [True, False], ids=["committed here", "committed elsewhere"])
def test_our_own_commit_seen_in_the_journal_first_is_shown_once(
    sitting: Council, hears: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    motion = sitting.opens_motion()
    gallery = Gallery(sitting.database, drawing.draw, sitting.clock, sitting.house.site.settings.data)
    alone = Alone()
    tail = Tail(gallery, Room("member"), alone, tick_ms=0)
    gallery.catch_up(sitting.meeting)
    sitting.casts("lan", motion, "for")
    book, events, upto = f"meeting-{sitting.meeting}", sitting.events(sitting.seq() - 1), sitting.seq()
    monkeypatch.setattr("time.sleep", lambda seconds: tail.nudge(book, events, upto) if hears else None)
    tail.show_news(sitting.meeting)
    assert alone.told == ([] if hears else [sitting.seats["lan"]])


@pytest.mark.parametrize(("connected", "looks"), [((), 2), (("member",), 10)], ids=["nobody", "somebody"])
def test_an_empty_room_asks_the_database_seldom_and_one_with_people_each_second(
    sitting: Council, connected: tuple[str, ...], looks: int
) -> None:
    tail = tail_of(sitting, Room(*connected))
    with statements(sitting.database) as asked:
        for second in range(10):
            tail._behind(float(second))
    assert sum("FROM journal_head" in each for each in asked) == looks


def test_onlookers_see_a_change_before_those_who_made_it(sitting: Council) -> None:
    room = Room("chair", "clerk", "guest", "member", "screen")
    tail = tail_of(sitting, room)
    sitting.turns_to(2)
    tail.show_news(sitting.meeting)
    assert room.order == ["member", "screen", "guest", "chair", "clerk"]


def test_the_answer_to_a_command_leaves_before_anything_is_drawn(storage: Storage, tmp_path: Path) -> None:
    """The task that is woken first runs first: a drawing would hold up the answer that is already on its way."""
    founded = storage.kept("live_seated", ORIGINALS["seated"])
    url = storage.copy("live_seated", tmp_path / "data")
    told = [str(tmp_path / "data"), url, str(founded.meeting), str(founded.document)]
    run = subprocess.run(
        [sys.executable, "-m", "tests.live.answering", *told], cwd=ROOT, capture_output=True, text=True, check=False
    )
    said = run.stdout.split()
    assert said.count("answered") == 1, run.stderr
    assert "drawn" in said
    assert said[0] == "answered"


@pytest.mark.parametrize(("drawing", "waits"), [(0.01, 0.25), (0.2, 0.8), (0.5, 2.0), (30.0, 2.0)])
def test_the_progress_of_a_vote_is_shown_in_ticks_of_at_most_two_seconds(drawing: float, waits: float) -> None:
    """A machine that stood still for half a minute must not hold back the count for two minutes."""
    assert pause(0.25, drawing) == pytest.approx(waits)


def test_the_last_ballots_are_shown_without_the_usual_pause() -> None:
    """A telling took a tenth of a second and ended at 10.0."""
    assert due(10.0, 0.1, 0.25, written=10.39) == pytest.approx(10.4), "ballots come and come: the whole pause"
    assert due(10.0, 0.1, 0.25, written=10.2) == pytest.approx(10.2 + STILL), "the last one came at 10.2"
    assert due(10.0, 0.1, 0.25, written=9.95) == pytest.approx(10.125), "while it was told: half a tick"
    assert due(10.0, 0.3, 0.25, written=9.95) == pytest.approx(10.3), "a slow machine tells half of the time at most"
    assert due(10.0, 30.0, 0.25, written=9.95) == pytest.approx(12.0)


class Clock:
    """Time that passes only during a sleep. `then`: what happens at which second."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.then: list[tuple[float, Callable[[], None]]] = []
        monkeypatch.setattr("meeting.live.tail.time", self)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        while self.then and self.then[0][0] <= self.now:
            self.then.pop(0)[1]()


def test_one_arrival_is_shown_at_once_a_crowd_once_a_second_and_a_vote_does_not_wait(
    sitting: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    tail, clock = tail_of(sitting, Room("clerk")), Clock(monkeypatch)
    comes, opens = (
        functools.partial(tail.wake, f"meeting-{sitting.meeting}", wait) for wait in (Wait.SECOND, Wait.NONE)
    )
    tail.turn()
    clock.now += 5
    comes()
    tail.turn()
    assert clock.now == pytest.approx(105, abs=0.02), "nobody came before"
    clock.then = [(105 + second / 10, comes) for second in range(1, 10)]
    comes()
    tail.turn()
    assert (clock.now, clock.then) == (pytest.approx(106, abs=0.05), []), "the nine who came meanwhile with them"
    clock.then = [(106.3, opens)]
    comes()
    tail.turn()
    assert clock.now == pytest.approx(106.3, abs=0.05)


def interrupted(step: int, runs: Callable[[], None], then: Callable[[], None]) -> bool:
    """Call `runs`, with all of `then` before the opcode of `Tail.wake` at a place, as another thread could do.

    Return whether there was such an opcode.
    """
    places, former = itertools.count(), sys.gettrace()

    def trace(frame: FrameType, kind: str, _: object) -> Any:
        if frame.f_code is not Tail.wake.__code__:
            return None
        frame.f_trace_opcodes = True
        if kind == "opcode" and next(places) == step:
            then()
        return trace

    sys.settrace(trace)
    try:
        runs()
    finally:
        sys.settrace(former)
    return next(places) > step


def test_an_urgent_event_of_another_thread_is_always_shown_at_once(
    sitting: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    tail, clock = tail_of(sitting, Room("clerk")), Clock(monkeypatch)
    comes, opens = (
        functools.partial(tail.wake, f"meeting-{sitting.meeting}", wait) for wait in (Wait.SECOND, Wait.NONE)
    )
    tail.turn()
    for step in itertools.count():
        clock.now += 5
        comes()
        tail.turn()
        shown = clock.now
        if not interrupted(step, comes, opens):
            break
        tail.turn()
        assert clock.now == pytest.approx(shown, abs=0.05), f"at opcode {step}"
    assert step > 10, "the places were looked at"


def test_the_tail_reads_only_the_journal_that_changed(sitting: Council) -> None:
    other, room = another_meeting(sitting), Room("member")
    tail = tail_of(sitting, room, other)
    tail.turn()  # the first full reading, which looks at all of them, is over
    sitting.turns_to(2)
    asked: list[str] = []
    with sitting.database.read() as db:
        event.listen(db.get_bind(), "before_cursor_execute", lambda *said: asked.append(str(said[3])))
    tail.nudge(f"meeting-{sitting.meeting}", sitting.events(sitting.seq() - 1), sitting.seq())
    tail.turn()
    assert room.shown["member"][-1]["upto"] == sitting.seq()
    assert [said for said in asked if f"meeting-{other}" in said] == []


def test_a_change_without_a_nudge_is_shown_in_time_even_in_a_storm_of_nudges(sitting: Council) -> None:
    other, room = another_meeting(sitting), Room("member")
    tail = tail_of(sitting, room, other)
    tail.turn()
    times = {"starts_at": stamp(MORNING), "ends_at": stamp(MORNING + timedelta(hours=2))}
    with sitting.unwatched():
        sitting.submits(
            "system", ChangeMeeting(meeting_id=other, version=1, title="Tên mới", body="UBND", place="Tầng 2", **times)
        )
    until = time.monotonic() + 3 * FLOOR_SECONDS
    while not room.shown["member"] and time.monotonic() < until:
        tail.nudge(f"meeting-{sitting.meeting}", [], sitting.seq())
        tail.turn()
    (batch,) = room.shown["member"]
    assert batch["panels"]


def tail_of(council: Council, room: Room, *more: int) -> Tail:
    """A tail that knows the council's meeting, and others."""
    gallery = Gallery(council.database, drawing.draw, council.clock, council.house.site.settings.data)
    for meeting in (council.meeting, *more):
        gallery.catch_up(meeting)
    return Tail(gallery, room, Nobody(), tick_ms=0)


def another_meeting(council: Council) -> int:
    """Another planned meeting; its number."""
    with council.unwatched():
        return council.submits("system", SECOND_MEETING).made["meeting_id"]
