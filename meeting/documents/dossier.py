"""The dossier of an item: which kinds of paper its decision asks for, and which of them are there. Pure.

A paper says by its title what kind it is. Nothing is held back by what is missing: it is told to who prepares.
"""

from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
import yaml

from meeting.kernel.text import fold
from meeting.law.terms import Grade, confirmed


class Dossier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The papers that one kind of decision asks for, and how surely that is known."""

    papers: tuple[str, ...]
    grade: Grade
    source: str

    @property
    def confirm(self) -> bool:
        """Whether somebody should look it up."""
        return not confirmed(self.grade)


class Wanted(NamedTuple):
    """A kind of paper that an item needs, and whether one of that kind is there."""

    kind: str
    there: bool


def dossier(preset: str, decision: str) -> Dossier | None:
    """What a kind of decision of a kind of body asks for; None when nothing is known of it."""
    return _shipped().get(preset, {}).get(decision)


def kind_of(title: str, kinds: Collection[str]) -> str:
    """The kind that a title names first, the longer one of two that begin together; empty when it names none.

    A report on a submission is a report: `Báo cáo thẩm tra Tờ trình số 125`.
    """
    said = f" {' '.join(fold(title).split())} "
    found = [(said.find(f" {_spelt(kind)} "), -len(kind), kind) for kind in kinds]
    return min((each for each in found if each[0] >= 0), default=(0, 0, ""))[2]


def checklist(wanted: Dossier, titles: Sequence[str], kinds: Collection[str]) -> list[Wanted]:
    """Each kind that is wanted, in order; `kinds`: every kind that the office knows."""
    known = {*kinds, *wanted.papers}
    there = {_spelt(kind_of(title, known)) for title in titles}
    return [Wanted(kind, _spelt(kind) in there) for kind in wanted.papers]


def _spelt(kind: str) -> str:
    return " ".join(fold(kind).split())


@cache
def _shipped() -> dict[str, dict[str, Dossier]]:
    text = (files("meeting.documents") / "shipped" / "dossiers.yaml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, dict[str, Dossier]])
