"""Verify: is this paper what was signed, and does it print what the journal says? Offline, no database.

It never raises for a damaged or forged file: it reports, naming the check that failed and,
for a journal, the number of the first bad entry.
"""

import msgspec

from meeting.minutes.check_record import Proof, check_alone, check_record
from meeting.minutes.check_signatures import check_signatures, check_signers
from meeting.minutes.findings import Finding, Verdict, failed, verdict
from meeting.minutes.inspection import Seen, Unreadable, inspect


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict with everything it rests on. `head`: proven (number, hash) the minutes were made from."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    signatures: tuple[Seen, ...] = ()
    head: tuple[int, str] | None = None
    first_bad_seq: int | None = None


def verify(pdf: bytes, authority_pem: bytes | None, journal: bytes | None = None) -> Report:
    """Check signed minutes.

    `authority_pem`: certificate of the office's authority; None leaves the signers' issuer unconfirmed
    (verdict `incomplete` at best). `journal`: the book as exported (JSON Lines), to be compared with the
    attached one.
    """
    try:
        inspection = inspect(pdf, authority_pem)
    except Unreadable:
        proof = Proof(findings=()) if journal is None else check_alone(journal)
        unreadable = failed("file", "Không đọc được tệp biên bản: tệp hỏng, hoặc đã bị thay đổi.")
        return _report([unreadable, *proof.findings], proof, ())
    proof = check_record(inspection.unsigned, journal)
    signers = [] if proof.record is None else check_signers(proof.record, inspection.signatures)
    return _report([*check_signatures(inspection), *signers, *proof.findings], proof, inspection.signatures)


def _report(findings: list[Finding], proof: Proof, signatures: tuple[Seen, ...]) -> Report:
    return Report(verdict=verdict(findings), findings=tuple(findings), signatures=signatures, head=proof.head,
                  first_bad_seq=proof.bad_seq)  # fmt: skip
