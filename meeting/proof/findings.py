"""Findings: what a check of signed minutes says, in sentences for whoever asked."""

from enum import StrEnum

import msgspec


class CheckOutcome(StrEnum):
    """The result of one check."""

    OK = "ok"
    FAILED = "failed"
    """A change, or a forgery."""
    MISSING = "missing"
    """Nothing speaks against it, but something needed for it is not there."""
    NOTE = "note"
    """Nothing is wrong, and whoever asked should know."""


class Integrity(StrEnum):
    """What all checks together say of a paper."""

    OK = "ok"
    TAMPERED = "tampered"
    INCOMPLETE = "incomplete"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One check, what it says, and that in a sentence."""

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
    """`tampered` when anything failed, else `incomplete` when anything is missing, else `ok`."""
    outcomes = {finding.outcome for finding in findings}
    if CheckOutcome.FAILED in outcomes:
        return Integrity.TAMPERED
    return Integrity.INCOMPLETE if CheckOutcome.MISSING in outcomes else Integrity.OK
