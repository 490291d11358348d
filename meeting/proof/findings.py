"""Findings: what a check of signed minutes says, in sentences for whoever asked."""

from typing import Literal

import msgspec

Outcome = Literal["ok", "failed", "missing", "note"]
Verdict = Literal["ok", "tampered", "incomplete"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One check. `missing`: nothing speaks against it, but something needed for it is not there.

    `note`: nothing is wrong, and whoever asked should know.
    """

    name: str
    outcome: Outcome
    sentence: str


def ok(name: str, sentence: str) -> Finding:
    """The check passed."""
    return Finding(name=name, outcome="ok", sentence=sentence)


def failed(name: str, sentence: str) -> Finding:
    """The check shows a change or a forgery."""
    return Finding(name=name, outcome="failed", sentence=sentence)


def missing(name: str, sentence: str) -> Finding:
    """The check could not be made to its end."""
    return Finding(name=name, outcome="missing", sentence=sentence)


def note(name: str, sentence: str) -> Finding:
    """Nothing is wrong with the paper, and whoever asked should know."""
    return Finding(name=name, outcome="note", sentence=sentence)


def verdict(findings: list[Finding]) -> Verdict:
    """`tampered` when anything failed, else `incomplete` when anything is missing, else `ok`."""
    outcomes = {finding.outcome for finding in findings}
    if "failed" in outcomes:
        return "tampered"
    return "incomplete" if "missing" in outcomes else "ok"
