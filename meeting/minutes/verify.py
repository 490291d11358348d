"""Verify: is this paper what was signed, and does it print what the journal says? Offline, no database.

It never raises for a damaged or forged file: it reports, naming the check that failed and,
for a journal, the number of the first bad entry.
"""

import msgspec

from meeting.minutes.check_record import Proof, check_alone, check_record
from meeting.minutes.check_signatures import check_signatures, check_signers
from meeting.minutes.findings import Finding, Outcome, Verdict, failed, missing, verdict
from meeting.minutes.inspection import Seen, Unreadable, inspect

_MARKS: dict[Outcome, str] = {"ok": "đúng", "failed": "SAI", "missing": "thiếu"}
_VERDICTS: dict[Verdict, str] = {
    "ok": "biên bản nguyên vẹn, đúng người ký, đúng với nhật ký.",
    "tampered": "biên bản hoặc nhật ký KHÔNG còn nguyên vẹn.",
    "incomplete": "chưa đủ căn cứ để xác nhận biên bản.",
}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict with everything it rests on. `head`: proven (number, hash) the minutes were made from."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    signatures: tuple[Seen, ...] = ()
    head: tuple[int, str] | None = None
    first_bad_seq: int | None = None

    def lines(self) -> list[str]:
        """The report as text: one finding per line, then the verdict."""
        told = [f"[{_MARKS[finding.outcome]}] {finding.sentence}" for finding in self.findings]
        where = "" if self.first_bad_seq is None else f" Bản ghi sai đầu tiên: số {self.first_bad_seq}."
        return [*told, f"KẾT LUẬN: {_VERDICTS[self.verdict]}{where}"]


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
    if not inspection.signatures and proof.head is None and proof.bad_seq is None:
        foreign = missing("file", "Tệp này không có chữ ký và không kèm nhật ký: không phải biên bản của phần mềm này.")
        return _report([foreign], proof, ())
    signers = [] if proof.record is None else check_signers(proof.record, inspection.signatures)
    return _report([*check_signatures(inspection), *signers, *proof.findings], proof, inspection.signatures)


def _report(findings: list[Finding], proof: Proof, signatures: tuple[Seen, ...]) -> Report:
    return Report(
        verdict=verdict(findings),
        findings=tuple(findings),
        signatures=signatures,
        head=proof.head,
        first_bad_seq=proof.bad_seq,
    )
