"""The problems of a folder, reported together with file and line. A folder with problems is not imported."""

from typing import NamedTuple

import msgspec

from meeting.kernel.refusals import Refused, _l, declare
from meeting.kernel.words import say
from meeting.packs.folder.sentences import SENTENCES

PACK_PROBLEMS = declare("packs.problems", 422, _l("Có {count} chỗ cần sửa trước khi nhập:\n{list}"))


_LINE = _l("dòng")


class Spot(NamedTuple):
    """A line of a file in the folder. Line 0 means the whole file."""

    file: str
    line: int = 0


class Problem(msgspec.Struct, frozen=True, order=True):
    """A problem or a note: its place, its code, its sentence (the msgid in the catalogue) and the facts in it."""

    file: str
    line: int
    code: str
    sentence: str
    facts: tuple[tuple[str, str], ...]

    def say(self, language: str) -> str:
        """Return place and sentence in a language (`vi` or `en`)."""
        where = f"{self.file}, {say(_LINE, language)} {self.line}" if self.line else self.file
        return f"{where}: {say(self.sentence, language).format(**dict(self.facts))}"


_LONGEST = 200  # characters; longer than any list of words in a sentence


class PackProblems(Refused):
    """The folder cannot be imported. `problems` are sorted by file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(PACK_PROBLEMS, count=len(problems), list="\n".join(problem.say("vi") for problem in problems))


class Problems:
    """The problems found so far. Reading continues after each problem, so that all are reported together.

    Notes do not stop an import. They tell the reader which defaults were used.
    """

    def __init__(self) -> None:
        self._found: set[Problem] = set()
        self._notes: set[Problem] = set()

    def add(self, spot: Spot, code: str, **facts: object) -> None:
        """Add a problem with its sentence from `SENTENCES`."""
        self._found.add(_problem(spot, code, SENTENCES[code], facts))

    def note(self, spot: Spot, code: str, **facts: object) -> None:
        """Add a note with its sentence from `SENTENCES`."""
        self._notes.add(_problem(spot, code, SENTENCES[code], facts))

    @property
    def notes(self) -> tuple[Problem, ...]:
        """Return the notes, sorted by file and line."""
        return tuple(sorted(self._notes))

    def add_refusal(self, spot: Spot, refusal: Refused) -> None:
        """Add a problem for a refusal, for example of a paper's content."""
        self._found.add(_problem(spot, refusal.code, refusal.template, refusal.facts))

    @property
    def is_empty(self) -> bool:
        """Return whether there is no problem."""
        return not self._found

    def raise_any(self) -> None:
        """Raise PackProblems when there is a problem."""
        if self._found:
            raise PackProblems(sorted(self._found))


def _problem(spot: Spot, code: str, sentence: str, facts: dict[str, object]) -> Problem:
    return Problem(spot.file, spot.line, code, sentence, tuple((name, _shown(fact)) for name, fact in facts.items()))


def _shown(fact: object) -> str:
    """Return a fact as a sentence shows it. Long text, such as a page pasted into a cell, is cut."""
    text = str(fact)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
