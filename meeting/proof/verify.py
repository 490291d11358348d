"""Verify: checks whether this is the signed paper and whether it prints the journal's content. Offline, no database.

It never raises for a damaged or forged file: it reports, naming the check that failed and, for a journal, the number of
the first bad entry.
"""

from collections.abc import Sequence

import msgspec

from meeting.proof.books import read_book
from meeting.proof.findings import CheckOutcome, Finding, Integrity, failed, missing, ok, verdict
from meeting.proof.record import Proof, check_export, check_record
from meeting.proof.register import check_register
from meeting.proof.signatures import check_signatures, check_signers, is_unpresided
from meeting.proof.times import check_times
from meeting.proof.witnesses import ALONE, Printed, check_witnesses
from meeting.signing import certificates
from meeting.signing.inspection import Inspection, Seen, Unreadable, inspect

_MARKS = {
    CheckOutcome.OK: "đúng",
    CheckOutcome.FAILED: "SAI",
    CheckOutcome.MISSING: "thiếu",
    CheckOutcome.NOTE: "lưu ý",
}
_VERDICTS = {
    Integrity.OK: "biên bản nguyên vẹn, đúng người ký, đúng với nhật ký.",
    Integrity.TAMPERED: "biên bản hoặc nhật ký KHÔNG còn nguyên vẹn.",
    Integrity.INCOMPLETE: "chưa đủ căn cứ để xác nhận biên bản.",
}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict with its reasons. `head`: the proven (number, hash) from which the minutes were made."""

    verdict: Integrity
    findings: tuple[Finding, ...]
    signatures: tuple[Seen, ...] = ()
    head: tuple[int, str] | None = None
    first_bad_seq: int | None = None

    def lines(self) -> list[str]:
        """Return the report as text: one finding per line, then the verdict."""
        told = [f"[{_MARKS[finding.outcome]}] {finding.sentence}" for finding in self.findings]
        where = "" if self.first_bad_seq is None else f" Bản ghi sai đầu tiên: số {self.first_bad_seq}."
        return [*told, f"KẾT LUẬN: {_VERDICTS[self.verdict]}{where}"]


class Outside(msgspec.Struct, frozen=True, kw_only=True):
    """Files of witnesses; the office's event keys (64 hex digits, or as printed); time stamping authorities (PEM); the
    office's register of certificates as a file. `own`: that register and the trusted authorities are of one office."""

    files: tuple[bytes, ...] = ()
    keys: frozenset[str] = frozenset()
    tsa: bytes = b""
    register: bytes = b""
    own: bool = False


NOBODY = Outside()


def verify(pdf: bytes, trusted: bytes | None, journal: bytes | None = None, outside: Outside = NOBODY) -> Report:
    """Check signed minutes and return the report.

    `trusted`: certificates (PEM) of the office's authorities; None leaves the signers' issuer unconfirmed
    (verdict `incomplete` at best). `journal`: the book as exported (JSON Lines), to be compared with the
    attached one and with the file. `outside`: what devices kept of the meeting, and the office's register of
    certificates; without either the report says what is not proven.
    """
    return PaperReading(pdf, trusted).report(journal, outside)


class PaperReading:
    """A paper as it was read, to be compared with any number of exported journals."""

    def __init__(self, pdf: bytes, trusted: bytes | None) -> None:
        self._first: list[Finding] = []
        if trusted is not None:
            try:
                certificates.read(trusted)
            except ValueError:
                trusted = None
                self._first = [missing("authority", "Không đọc được tệp chứng thư của nơi cấp chứng thư số.")]
        try:
            self._inspection = inspect(pdf, trusted)
        except Unreadable:
            self._inspection = Inspection(signatures=(), revisions=0, unsigned=b"")
            self._proof = Proof(findings=())
            self._first = [failed("file", "Không đọc được tệp biên bản: tệp hỏng, hoặc đã bị thay đổi.")]
            return
        self._proof = check_record(self._inspection.unsigned)
        self._first += self._look(trusted)

    @property
    def book(self) -> str:
        """Return the name of the journal in the paper; empty without one."""
        book = self._proof.book
        return book.entries[0].book if book is not None and book.entries else ""

    @property
    def title(self) -> str:
        """Return the meeting's title in the paper's journal; empty without one."""
        return self._proof.record.title if self._proof.record is not None else ""

    def report(self, journal: bytes | None = None, outside: Outside = NOBODY) -> Report:
        """Return the report, with or without an exported journal and witnesses."""
        exported, bad_seq = ([], None) if journal is None else check_export(self._proof, self._inspection, journal)
        kept, contradicted = self._witnesses(journal, outside)
        register = check_register(self._inspection.signatures, outside.register, outside.keys, own=outside.own)
        findings = [*self._first, *self._proof.findings, *exported, *register, *kept]
        return Report(
            verdict=verdict(findings),
            findings=tuple(findings),
            signatures=self._inspection.signatures,
            head=self._proof.head,
            first_bad_seq=next((seq for seq in (bad_seq, self._proof.bad_seq, contradicted) if seq is not None), None),
        )

    def _witnesses(self, journal: bytes | None, outside: Outside) -> tuple[Sequence[Finding], int | None]:
        """Compare witnesses with the attached journal, the rest of an exported one, and the heads in the signatures."""
        book = self._proof.book
        if book is None or not book.entries:
            return ([missing("witness", "Không có nhật ký để so với nhân chứng.")] if outside.files else []), None
        if not outside.files:
            return ([ALONE] if self._inspection.signatures else []), None
        later = read_book(journal).entries[len(book.entries) :] if journal is not None else ()
        anchors = dict(seen.head for seen in self._inspection.signatures if seen.head is not None)
        known = {entry.seq: entry.hash for entry in (*book.entries, *later)}
        told = Printed(book=self.book, last=len(book.entries), hashes=anchors | known, entries=book.entries)
        return check_witnesses(told, outside.files, outside.keys, outside.tsa)

    def _look(self, trusted: bytes | None) -> list[Finding]:
        inspection, proof = self._inspection, self._proof
        if not inspection.signatures and proof.book is None:
            self._proof = Proof(findings=())
            foreign = "Tệp này không có chữ ký và không kèm nhật ký: không phải biên bản của phần mềm này."
            return [missing("file", foreign)]
        found = check_signatures(inspection, unpresided=is_unpresided(proof.record, same_form=proof.same_form))
        if proof.record is not None and proof.book is not None:
            found += check_signers(proof.record, inspection.signatures, same_form=proof.same_form)
            found += check_times(proof.book.entries, inspection.signatures)
        return [*found, *_authority(proof.authority, trusted)]


def _authority(printed: str, trusted: bytes | None) -> list[Finding]:
    """Compare the fingerprint printed in the minutes; anybody with a card can do that without a computer."""
    if not printed:
        return []
    spoken = certificates.spoken(printed)
    if trusted is None:
        return [missing("authority", f"Biên bản ghi nơi cấp chứng thư số có dấu vân tay {spoken}: hãy so với thẻ.")]
    if printed in {certificates.fingerprint(each) for each in certificates.read(trusted)}:
        return [ok("authority", f"Dấu vân tay của nơi cấp chứng thư số đúng như in trên biên bản: {spoken}.")]
    return [failed("authority", f"Nơi cấp chứng thư số in trên biên bản ({spoken}) không phải của cơ quan này.")]
