"""Verify files inside the jail: `python -m meeting.cli.verify_apart`."""

import contextlib
import os
from pathlib import Path

from meeting import features
from meeting.kernel.task import answer_request
from meeting.law.edition_file import EditionInvalid
from meeting.law.editions import keep_office
from meeting.proof.jailed import AskedVerify, Verified
from meeting.proof.verify import Outside, verify


def check(asked: AskedVerify) -> Verified:
    """Return the report. The given files take precedence over what this machine has."""
    features.register()
    with contextlib.suppress(EditionInvalid):  # the report then says that the office's own rules are missing
        keep_office(Path(asked.law))
    given = asked.given
    outside = Outside(
        files=tuple(map(_read, given.witnesses)),
        keys=asked.keys,
        tsa=_read(given.tsa),
        register=_read(given.register) or asked.register,
        own=given.own,
    )
    trusted = _read(given.authority) if given.authority else asked.trusted or None
    journal = _read(given.journal) if given.journal else None
    report = verify(_read(given.minutes), trusted, journal, outside)
    return Verified(report.verdict, tuple(report.lines()))


def _read(place: bytes) -> bytes:
    return Path(os.fsdecode(place)).read_bytes() if place else b""


if __name__ == "__main__":
    answer_request(AskedVerify, check)
