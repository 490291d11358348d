"""Panels as they were drawn before: one whose questions to the database have their old answers looks as it did then.

What a panel looks like follows from its name, the view, the language, the clock, and what it reads. So each drawing
is kept under the answers to its own questions, in their order, and so is each reading that panels share (`once`).
Whether it still holds is found by asking these again, which SQLite answers in microseconds: most tests begin with the
same meeting, and most commands change little of it.
"""

import hashlib
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from meeting.store import once

Draw = Callable[[Session], str]
FILES = ("keys", "law")
"""Folders of an installation that panels read besides the database: certificates that end soon, the office's law."""


class Made(NamedTuple):
    """What was made of the answers to these questions."""

    thing: Any
    questions: list[str]


class _Step(NamedTuple):
    """A question that was asked, and what came after each answer: the next question, or what was made."""

    question: str
    then: dict[Hashable, "_Step | Made"]


_begun: dict[Hashable, _Step | Made] = {}
"""The first step to each thing, by all that it does not ask the database for; of the whole run."""


class State:
    """One state of an installation, seen through an open session; each question is asked once."""

    def __init__(self, db: Session, data: Path) -> None:
        self._connection = db.connection()
        self._driver: Any = self._connection.connection.dbapi_connection
        self._answers: dict[str, bytes] = {}
        self._readings = _Readings(self)
        files = (path for folder in FILES for path in sorted((data / folder).rglob("*")))
        self._files = tuple((str(path), path.stat().st_mtime_ns) for path in files)

    def drawn(self, place: tuple[Hashable, ...], draw: Draw) -> str:
        """What `draw` makes of this state, or made of another with the same answers; `place` tells drawings apart."""
        start = (*place, self._files)
        made = self.made(start)
        return self._draw(start, draw) if made is None else str(made.thing)

    def made(self, start: Hashable) -> Made | None:
        """What was made from this start when all it asked had the answers that it has now."""
        step = _begun.get(start)
        while isinstance(step, _Step):
            step = step.then.get(self._answer(step.question))
        return step

    def keep(self, start: Hashable, thing: Any, asked: list[str]) -> Made:
        """Remember what was made from this start with these questions."""
        made = Made(thing, list(dict.fromkeys(asked)))
        steps, after = _begun, start
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
        with _Asking(self._connection, autoflush=False, info={once.KEPT: self._readings}) as db:
            self._driver.set_trace_callback(asked.append)
            try:
                html = draw(db)  # in a session of its own: what one has loaded it does not ask for again
            finally:
                self._driver.set_trace_callback(None)
        self.keep(start, html, asked)
        return html

    def _answer(self, question: str) -> bytes:
        """What the rows say, in a few bytes."""
        if question not in self._answers:
            told = repr(self._driver.execute(question).fetchall())
            self._answers[question] = hashlib.blake2b(told.encode(), digest_size=16).digest()
        return self._answers[question]


class _Asking(Session):
    """What one drawing asks: rows by their number are read as by `once`."""

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        if any(options.values()):
            return super().get(entity, ident, **options)
        kept, key = self.info[once.KEPT], (entity, ident)
        if key not in kept:
            kept[key] = super().get(entity, ident)
        return kept[key]


class _Readings(dict[Hashable, Any]):
    """What `once` keeps for the panels of one state; who takes a reading from here has asked its questions too."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.asked: list[str] = []
        """For the drawing in hand, with the values in them."""
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
