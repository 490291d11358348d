"""Findings: what a check of signed minutes says, in sentences for whoever asked."""

from enum import StrEnum

import msgspec


class Found(StrEnum):
    """What one check says."""

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
    outcome: Found
    sentence: str


def ok(name: str, sentence: str) -> Finding:
    """The check passed."""
    return Finding(name=name, outcome=Found.OK, sentence=sentence)


def failed(name: str, sentence: str) -> Finding:
    """The check shows a change or a forgery."""
    return Finding(name=name, outcome=Found.FAILED, sentence=sentence)


def missing(name: str, sentence: str) -> Finding:
    """The check could not be made to its end."""
    return Finding(name=name, outcome=Found.MISSING, sentence=sentence)


def note(name: str, sentence: str) -> Finding:
    """Nothing is wrong with the paper, and whoever asked should know."""
    return Finding(name=name, outcome=Found.NOTE, sentence=sentence)


def verdict(findings: list[Finding]) -> Integrity:
    """`tampered` when anything failed, else `incomplete` when anything is missing, else `ok`."""
    outcomes = {finding.outcome for finding in findings}
    if Found.FAILED in outcomes:
        return Integrity.TAMPERED
    return Integrity.INCOMPLETE if Found.MISSING in outcomes else Integrity.OK
