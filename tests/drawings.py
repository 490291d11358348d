"""Drawn panels are reused: a panel whose questions have the same answers as before looks the same.

What a panel looks like depends on its name, the view, the language, the rules in force, and on what it asks: mostly the
database, seldom the clock or the folder of keys. So each drawing is kept under the answers to its own questions, in
their order, and so is each reading that panels share (`once`). Asking these questions again shows whether the drawing
still holds. SQLite answers them in microseconds, most tests begin with the same meeting, and most commands change
little of it. A test that changes the program while it runs (`monkeypatch`) shares nothing with others.
"""

import hashlib
from collections.abc import Callable, Hashable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from meeting.kernel.clock import Clock
from meeting.law.calendar.reading import calendar
from meeting.law.editions import editions
from meeting.store import once

Draw = Callable[[Session, Callable[[], datetime], Callable[[], Path]], str]
"""Draws a panel in a session, given what tells the time and what tells the installation's folder when it is asked."""
WHAT_TIME, WHICH_KEYS = "what time is it?", "which keys are there?"


class Made(NamedTuple):
    """What was made from the answers to these questions."""

    thing: Any
    questions: list[str]


class _Step(NamedTuple):
    """A question, and by each of its answers what came next: another question, or what was made."""

    question: str
    then: dict[Hashable, "_Step | Made"]


_begun: dict[Hashable, _Step | Made] = {}
"""The first step to each thing, by everything that it need not ask; kept for the whole run."""
_program = ""
"""As which program panels are drawn: empty as it is, else the test that has changed it."""


_used: list[object] = []


def program() -> str:
    """As which program panels are drawn now."""
    return _program


def draw_as(program: str) -> None:
    """Share drawings from now on only with those of the same program."""
    global _program  # noqa: PLW0603 - one program runs in a process
    _program = program


def _in_force() -> int:
    """A number of the editions and the calendar that this process uses now; equal ones have the same."""
    used = editions(), calendar()
    if used not in _used:
        _used.append(used)
    return _used.index(used)


class State:
    """One state of an installation, seen through an open session; each question is asked once."""

    def __init__(self, db: Session, data: Path, clock: Clock) -> None:
        self.db, self.data, self.clock = db, data, clock
        self._connection = db.connection()
        self._connection.exec_driver_sql("select count(*) from sqlite_schema")  # from now on it sees this state
        self._driver: Any = self._connection.connection.dbapi_connection
        self._answers: dict[str, bytes] = {}
        self._readings = _Readings(self)
        files = [file for file in sorted((data / "law").rglob("*")) if file.is_file()]
        own = tuple((str(file.relative_to(data)), file.read_bytes()) for file in files)
        self.rules = _program, _in_force(), own
        keys = data / "keys"
        self.keys = [(str(path.relative_to(keys)), path.stat().st_mtime_ns) for path in sorted(keys.rglob("*"))]

    def drawn(self, place: Hashable, draw: Draw) -> str:
        """What `draw` makes of this state, or made of another with the same answers; `place` tells drawings apart."""
        made = self.made(place)
        return self._draw(place, draw) if made is None else str(made.thing)

    def made(self, start: Hashable) -> Made | None:
        """What was made from this start when its questions had the answers that they have now; None if nothing was."""
        step = _begun.get((start, self.rules))
        while isinstance(step, _Step):
            step = step.then.get(self._answer(step.question))
        return step

    def keep(self, start: Hashable, thing: Any, asked: list[str]) -> Made:
        """Remember what was made from this start with these questions."""
        made = Made(thing, list(dict.fromkeys(asked)))
        steps: dict[Hashable, _Step | Made] = _begun
        after: Hashable = (start, self.rules)
        for question in made.questions:
            step = steps.get(after)
            if not isinstance(step, _Step) or step.question != question:
                step = steps[after] = _Step(question, {})
            steps, after = step.then, self._answer(question)
        steps[after] = made
        return made

    def _draw(self, start: Hashable, draw: Draw) -> str:
        asked = self._readings.asked
        asked.clear()

        def now() -> datetime:
            asked.append(WHAT_TIME)
            return self.clock()

        def data() -> Path:
            asked.append(WHICH_KEYS)
            return self.data

        # in a separate session: a session does not ask again for what it has loaded
        with _Asking(self._connection, autoflush=False, info={once.KEPT: self._readings}) as db:
            self._driver.set_trace_callback(asked.append)
            try:
                html = draw(db, now, data)
            finally:
                self._driver.set_trace_callback(None)
        self.keep(start, html, asked)
        return html

    def _answer(self, question: str) -> bytes:
        """A short hash of what answers a question: rows, the time, or the files of the folder of keys."""
        if question not in self._answers:
            self._answers[question] = hashlib.blake2b(repr(self._told(question)).encode(), digest_size=16).digest()
        return self._answers[question]

    def _told(self, question: str) -> object:
        if question == WHAT_TIME:
            return self.clock()
        if question == WHICH_KEYS:
            return self.keys
        return self._driver.execute(question).fetchall()


class _Asking(Session):
    """The session of one drawing: rows by their number are read like readings of `once`."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        if any(options.values()):
            return super().get(entity, ident, **options)
        kept, key = self.info[once.KEPT], (entity, ident)
        if key not in kept:
            kept[key] = super().get(entity, ident)
        return kept[key]


class _Readings(dict[Hashable, Any]):
    """What `once` keeps for the panels of one state. Taking a reading from here adds its questions to those of the
    drawing."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.asked: list[str] = []
        """The questions of the drawing in progress, with their values."""
        self._state = state
        self._questions: dict[Hashable, list[str]] = {}
        self._began: list[int] = []

    def __contains__(self, key: object) -> bool:
        if not super().__contains__(key) and (made := self._state.made(key)):
            self._take(key, made)
        if super().__contains__(key):
            self.asked.extend(self._questions[key])
            return True
        self._began.append(len(self.asked))
        return False

    def __setitem__(self, key: Hashable, reading: Any) -> None:
        self._take(key, self._state.keep(key, reading, self.asked[self._began.pop() :]))

    def _take(self, key: Hashable, made: Made) -> None:
        self._questions[key] = made.questions
        super().__setitem__(key, made.thing)
