"""What the check page says of a paper that somebody brings, and what a code is: the rules alone."""

import re
from pathlib import Path

import pytest

from meeting.checking.rules import MOST_BYTES, Checked, Looked, judge, read_code
from meeting.proof import findings
from meeting.proof.findings import Integrity
from tests.refusing import refusal


def a_look(**told: object) -> Looked:
    fields = {
        "verdict": Integrity.OK,
        "book": "meeting-1",
        "head": (9, "a" * 64),
        "signers": ("An", "Hà"),
        "certified": (True, True),
        "wrong": None,
        "title": "",
    }
    return Looked(**(fields | told))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("looked", "in_journal", "found"),
    [
        (a_look(), True, Checked.GENUINE),
        (a_look(), False, Checked.CHANGED),
        (a_look(), None, Checked.UNKNOWN),
        (a_look(verdict=Integrity.TAMPERED), True, Checked.CHANGED),
        (a_look(verdict=Integrity.TAMPERED, unregistered=True), True, Checked.UNREGISTERED),
        (a_look(verdict=Integrity.TAMPERED, unregistered=True), False, Checked.CHANGED),
        (a_look(verdict=Integrity.INCOMPLETE, unsigned=True), True, Checked.UNFINISHED),
        (a_look(verdict=Integrity.INCOMPLETE), True, Checked.UNPROVEN),
        (a_look(certified=(False, False)), True, Checked.FOREIGN),
        (a_look(certified=(True, False), verdict=Integrity.TAMPERED), True, Checked.CHANGED),
        (a_look(certified=(), verdict=Integrity.INCOMPLETE), None, Checked.UNKNOWN),
        (a_look(certified=(), verdict=Integrity.INCOMPLETE), True, Checked.UNFINISHED),
        (a_look(head=None, verdict=Integrity.TAMPERED), None, Checked.CHANGED),
        (a_look(head=None, verdict=Integrity.INCOMPLETE), None, Checked.UNKNOWN),
        (a_look(verdict=Integrity.TAMPERED, unregistered=True), None, Checked.UNREGISTERED),
        (a_look(verdict=Integrity.INCOMPLETE, unregistered=True), False, Checked.CHANGED),
        (a_look(verdict=Integrity.OK, unregistered=True), False, Checked.CHANGED),
        (a_look(verdict=Integrity.OK, unsigned=True), True, Checked.GENUINE),
        (a_look(certified=()), None, Checked.UNKNOWN),
        (a_look(certified=(), verdict=Integrity.OK), True, Checked.UNFINISHED),
        (a_look(certified=(False, False), head=None), None, Checked.FOREIGN),
        (a_look(certified=(), head=None, verdict=Integrity.TAMPERED), None, Checked.UNKNOWN),
    ],
)
def test_only_signed_certified_unchanged_and_journaled_minutes_are_genuine(
    looked: Looked, in_journal: bool | None, found: Checked
) -> None:
    assert judge(looked, in_journal=in_journal) is found


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0123456789abcdef", "0123456789abcdef"),
        (" 01234567 89ABCDEF\n", "0123456789abcdef"),
        ("f" * 64, "f" * 64),
        ("f" * 65, None),
        ("f" * 15, None),
        ("g" * 16, None),
        ("", None),
    ],
)
def test_a_code_is_the_printed_digits_in_any_spacing(typed: str, code: str | None) -> None:
    if code is None:
        assert refusal(lambda: read_code(typed)) == "no_code"
    else:
        assert read_code(typed) == code


def test_a_file_of_four_mebibytes_is_accepted() -> None:
    assert MOST_BYTES == 4 * 1024 * 1024, "as large as minutes become, and no larger"


def test_every_check_has_words_in_english() -> None:
    sources = [path.read_text("utf-8") for path in Path(findings.__file__).parent.glob("*.py")]
    kinds = {kind for text in sources for kind in re.findall(r"(?:failed|missing)\(\s*f?\"([a-z]+)", text)}
    assert len(kinds) > 10
    for kind in kinds | {"signature", "issuer", "register"}:
        told = findings.spoken(findings.failed(f"{kind}.clerk", "Không đúng."))
        assert told.vi == "Không đúng."
        assert told.en.isascii() or "’" in told.en, kind
