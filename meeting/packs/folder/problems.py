"""Everything wrong with a folder, told at once, by file and line. Nothing is imported from such a folder."""

from typing import NamedTuple

import msgspec

from meeting.kernel.refusals import Refused, _l, declare
from meeting.kernel.words import say
from meeting.packs.folder.sentences import SENTENCES

PACK_PROBLEMS = declare("agenda.pack_problems", 422, _l("Có {count} chỗ cần sửa trước khi nhập:\n{list}"))


_LINE = _l("dòng")


class Spot(NamedTuple):
    """A line of a file of the folder; line 0 is the file as a whole."""

    file: str
    line: int = 0


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing to put right, or to know: where it is, its code, its sentence (the catalogue's msgid) and its facts."""

    file: str
    line: int
    code: str
    sentence: str
    facts: tuple[tuple[str, str], ...]

    def say(self, language: str) -> str:
        """Place and sentence in a language."""
        where = f"{self.file}, {say(_LINE, language)} {self.line}" if self.line else self.file
        return f"{where}: {say(self.sentence, language).format(**dict(self.facts))}"


_LONGEST = 200  # longer than any list of words that a sentence offers


class PackProblems(Refused):
    """The folder cannot be imported; `problems` stand in the order of file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(PACK_PROBLEMS, count=len(problems), list="\n".join(problem.say("vi") for problem in problems))


class Findings:
    """The problems found so far. Reading goes on after each, so that all are told at once.

    Notes hinder nothing: what was taken for granted, and the reader should know.
    """

    def __init__(self) -> None:
        self._found: set[Problem] = set()
        self._notes: set[Problem] = set()

    def add(self, spot: Spot, code: str, **facts: object) -> None:
        """Note a problem whose sentence stands in `SENTENCES`."""
        self._found.add(_problem(spot, code, SENTENCES[code], facts))

    def note(self, spot: Spot, code: str, **facts: object) -> None:
        """Note what is no problem, with a sentence of `SENTENCES`."""
        self._notes.add(_problem(spot, code, SENTENCES[code], facts))

    @property
    def notes(self) -> tuple[Problem, ...]:
        """The notes in the order of file and line."""
        return tuple(sorted(self._notes))

    def add_refusal(self, spot: Spot, refusal: Refused) -> None:
        """Note that the content of a file was refused."""
        self._found.add(_problem(spot, refusal.code, refusal.template, refusal.facts))

    @property
    def is_empty(self) -> bool:
        """Return whether there is no problem."""
        return not self._found

    def raise_any(self) -> None:
        """PackProblems, when there is a problem."""
        if self._found:
            raise PackProblems(sorted(self._found))


def _problem(spot: Spot, code: str, sentence: str, facts: dict[str, object]) -> Problem:
    return Problem(spot.file, spot.line, code, sentence, tuple((name, _shown(fact)) for name, fact in facts.items()))


def _shown(fact: object) -> str:
    """A fact as a sentence shows it: a whole page pasted into a cell is not repeated."""
    text = str(fact)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
