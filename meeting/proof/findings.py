"""Findings: the results of checks of signed minutes, in sentences for the person who checks."""

from enum import StrEnum

import msgspec


class CheckOutcome(StrEnum):
    """The result of one check."""

    OK = "ok"
    FAILED = "failed"
    """A change, or a forgery."""
    MISSING = "missing"
    """Nothing contradicts it, but something needed for the check is missing."""
    NOTE = "note"
    """Nothing is wrong, but the person who checks should know this."""


class Integrity(StrEnum):
    """The result of all checks of a paper together."""

    OK = "ok"
    TAMPERED = "tampered"
    INCOMPLETE = "incomplete"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One check: its name, its outcome, and a sentence about it."""

    name: str
    outcome: CheckOutcome
    sentence: str


def ok(name: str, sentence: str) -> Finding:
    """Return the finding that the check passed."""
    return Finding(name=name, outcome=CheckOutcome.OK, sentence=sentence)


def failed(name: str, sentence: str) -> Finding:
    """Return the finding that the check shows a change or a forgery."""
    return Finding(name=name, outcome=CheckOutcome.FAILED, sentence=sentence)


def missing(name: str, sentence: str) -> Finding:
    """Return the finding that the check could not be completed."""
    return Finding(name=name, outcome=CheckOutcome.MISSING, sentence=sentence)


def note(name: str, sentence: str) -> Finding:
    """Return a finding for something that is not wrong but should be known."""
    return Finding(name=name, outcome=CheckOutcome.NOTE, sentence=sentence)


def verdict(findings: list[Finding]) -> Integrity:
    """Return `tampered` when anything failed, else `incomplete` when anything is missing, else `ok`."""
    outcomes = {finding.outcome for finding in findings}
    if CheckOutcome.FAILED in outcomes:
        return Integrity.TAMPERED
    return Integrity.INCOMPLETE if CheckOutcome.MISSING in outcomes else Integrity.OK
