"""The kind of a paper, and the dossier of an item: the kinds that its decision needs, and which are present. Pure.

A paper's title gives its kind until somebody chooses another. Missing papers block nothing; the maker sees them.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
import yaml

from meeting.kernel.text import fold
from meeting.law.terms import Grade, confirmed


class Dossier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The papers that one kind of decision needs, and how certain that rule is."""

    papers: tuple[str, ...]
    grade: Grade
    source: str

    @property
    def confirm(self) -> bool:
        """Return whether a person should look up the rule."""
        return not confirmed(self.grade)


class Wanted(NamedTuple):
    """A kind of paper that an item needs, and whether a paper of that kind is present."""

    kind: str
    there: bool


def dossier(preset: str, decision: str) -> Dossier | None:
    """Return what a kind of decision of a kind of body requires; None when nothing is known."""
    return _shipped().get(preset, {}).get(decision)


def kind_of(title: str, kinds: Collection[str]) -> str:
    """Return the kind that a title names first; empty when it names none.

    Of two kinds with the same beginning the longer one counts. A report on a submission is a report: `Báo cáo thẩm tra
    Tờ trình số 125`.
    """
    said = f" {_spelt(title)} "
    found = [(said.find(f" {_spelt(kind)} "), -len(kind), kind) for kind in kinds]
    return min((each for each in found if each[0] >= 0), default=(0, 0, ""))[2]


def guessed(title: str, filename: str, kinds: Collection[str]) -> str:
    """Return the kind in a paper's title, or else in its file name; empty when neither names one."""
    return kind_of(title, kinds) or kind_of(filename, kinds)


def checklist(wanted: Dossier, kinds: Collection[str]) -> list[Wanted]:
    """Return each wanted kind, in order, with whether it is among `kinds`, the kinds of the present papers."""
    there = {_spelt(kind) for kind in kinds}
    return [Wanted(kind, _spelt(kind) in there) for kind in wanted.papers]


def rank_of(kind: str, kinds: Sequence[str]) -> int:
    """Return the position of papers of a kind among the kinds, from 0; after all others for an unknown kind."""
    spelt = [_spelt(each) for each in kinds]
    return spelt.index(_spelt(kind)) if _spelt(kind) in spelt else len(spelt)


def with_kind(title: str, kind: str) -> str:
    """Return a paper's title for printed lists, with its kind unless the title begins with it."""
    return title if title.casefold().startswith(kind.casefold()) else f"{title} ({kind})"


@lru_cache(maxsize=1024)
def _spelt(kind: str) -> str:
    """Return the words of a kind, for comparison: file names have dashes where titles have spaces."""
    return " ".join(re.findall(r"[^\W_]+", fold(kind)))


@cache
def _shipped() -> dict[str, dict[str, Dossier]]:
    text = (files("meeting.documents") / "shipped" / "dossiers.yaml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), dict[str, dict[str, Dossier]])
