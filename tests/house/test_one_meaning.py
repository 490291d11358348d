"""One word, one meaning: no two classes have the same name, except those listed here."""

import re
from collections import defaultdict

from tests.server import ROOT

ROW_AND_RECORD = {"Item", "Motion", "Recheck", "Seat", "Signature", "Speech"}
"""The same thing of a meeting: as a row, and as the journal, the minutes or a panel show it."""
TWO_OF_A_FEATURE = {"QuorumWaived", "WaiveQuorum", "SignOut"}
"""The same act or thing in two features: the quorum of a beginning and of a vote; a command and its private sister."""
APART = {"Base"}
"""Names that folders far apart use for different things. This list only becomes shorter."""


def shared() -> set[str]:
    """The names that more than one module gives to a class."""
    where = defaultdict(set)
    for path in (ROOT / "meeting").rglob("*.py"):
        for name in re.findall(r"^class ([A-Za-z]\w+)", path.read_text("utf-8"), re.MULTILINE):
            where[name].add(path)
    return {name for name, paths in where.items() if len(paths) > 1}


def test_two_classes_of_different_meaning_have_two_names() -> None:
    assert shared() - ROW_AND_RECORD - TWO_OF_A_FEATURE - APART == set()


def test_every_exception_is_still_needed() -> None:
    assert shared() >= ROW_AND_RECORD | TWO_OF_A_FEATURE | APART
