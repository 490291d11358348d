"""What a report says of a mutant, and which mutants an earlier report named.

Line numbers move when other lines are written, so a mutant is recognised by its file and by its lines before and after.
"""

import difflib
import itertools
import re
from pathlib import Path
from typing import NamedTuple

from tests.mutants.workers import ROOT, Mutant

_SURVIVED = re.compile(r"survived \d+ tests: (\S+)")
_OF_A_DIFFERENCE = ("---", "+++", "@@", "-", "+", " ")


class Survivor(NamedTuple):
    """A mutant in a report: its file, the lines taken out (`-…`) and those put in (`+…`), unindented."""

    path: str
    lines: tuple[str, ...]


def survived(mutant: Mutant) -> str:
    """The report of a mutant that no test noticed."""
    return f"survived {len(mutant.apart or mutant.tests)} tests: {mutant.path}\n" + "\n".join(_difference(mutant))


def survivor(mutant: Mutant) -> Survivor:
    """How a report would describe a mutant."""
    return Survivor(mutant.path, _changed(_difference(mutant)))


def survivors(report: Path) -> frozenset[Survivor]:
    """The mutants that survived in an earlier report."""
    lines = report.read_text("utf-8").splitlines()
    found = ((_SURVIVED.fullmatch(line), lines[number:]) for number, line in enumerate(lines, start=1))
    return frozenset(
        Survivor(head[1], _changed(list(itertools.takewhile(lambda line: line.startswith(_OF_A_DIFFERENCE), after))))
        for head, after in found
        if head
    )


def _difference(mutant: Mutant) -> list[str]:
    before = (ROOT / mutant.path).read_text("utf-8").splitlines()
    return list(difflib.unified_diff(before, mutant.source.splitlines(), mutant.path, "changed", lineterm="", n=1))


def _changed(difference: list[str]) -> tuple[str, ...]:
    return tuple(f"{line[0]}{line[1:].strip()}" for line in difference[2:] if line.startswith(("-", "+")))
