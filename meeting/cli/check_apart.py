"""Check minutes that a visitor brings, inside the jail: `python -m meeting.cli.check_apart`."""

import contextlib
from pathlib import Path

from meeting import features
from meeting.checking.reading import AskedCheck
from meeting.checking.rules import Looked
from meeting.kernel.task import answer_request
from meeting.law.edition_file import EditionInvalid
from meeting.law.editions import keep_office
from meeting.proof.findings import CheckOutcome, spoken
from meeting.proof.register import OF_A_SIGNATURE
from meeting.proof.signatures import OF_SIGNATURES
from meeting.proof.verify import Outside, PaperReading
from meeting.signing.inspection import CertifiedBy

_LONGEST = 200
"""The most characters of a name in a certificate that are kept."""


def look(asked: AskedCheck) -> Looked:
    """Return the result of a check like that of `meeting verify`, with the certificates and rules of this office."""
    features.register()
    with contextlib.suppress(EditionInvalid):
        keep_office(Path(asked.law))
    reading = PaperReading(Path(asked.path).read_bytes(), asked.trusted.encode() or None)
    outside = Outside(register=asked.register, keys=frozenset({asked.key} - {""}), own=True)
    report = reading.report(outside=outside)
    bad = [
        each for kind in (CheckOutcome.FAILED, CheckOutcome.MISSING) for each in report.findings if each.outcome == kind
    ]
    strangers = (None, CertifiedBy.UNKNOWN, CertifiedBy.FORGED)
    return Looked(
        verdict=report.verdict,
        book=reading.book,
        head=report.head,
        signers=tuple(seen.signer[:_LONGEST] for seen in report.signatures),
        certified=tuple(seen.issuer not in strangers for seen in report.signatures),
        wrong=spoken(bad[0]) if bad else None,
        title=reading.title,
        register=tuple(spoken(each) for each in report.findings if each.name.startswith(OF_A_SIGNATURE)),
        unsigned=any(each.name in OF_SIGNATURES for each in bad if each.outcome == CheckOutcome.MISSING),
        unregistered=all(each.name.startswith(OF_A_SIGNATURE) for each in bad if each.outcome == CheckOutcome.FAILED),
    )


if __name__ == "__main__":
    answer_request(AskedCheck, look)
