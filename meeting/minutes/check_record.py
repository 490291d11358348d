"""Checks of the record: the journal holds and does not contradict itself, the paper prints what it says."""

import io

import msgspec
import pikepdf
from pypdfium2 import PdfiumError

from meeting.journal import chain
from meeting.journal.book import read_export
from meeting.minutes.compose import compose
from meeting.minutes.findings import Finding, failed, missing, ok
from meeting.minutes.paper.document import draw
from meeting.minutes.paper.finish import ATTACHMENT, PRODUCER
from meeting.minutes.printed import difference, lines
from meeting.minutes.record import Record
from meeting.minutes.replay import replay


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What the journal proves. `record` and `head` are None when it is broken; `bad_seq` names the entry."""

    findings: tuple[Finding, ...]
    record: Record | None = None
    head: tuple[int, str] | None = None
    bad_seq: int | None = None


def check_record(unsigned: bytes, given: bytes | None) -> Proof:
    """Prove the printed paper (the file before it was signed) from the journal attached to it.

    `given` is the journal as exported from the server: it must hold by itself and agree with
    the attached one in every entry that the minutes were made from.
    """
    try:
        with pikepdf.open(io.BytesIO(unsigned)) as pdf:
            attached = pdf.attachments[ATTACHMENT].get_file().read_bytes()
            same_form = str(pdf.docinfo.get("/Producer", "")) == PRODUCER
    except (pikepdf.PdfError, KeyError, ValueError):
        return Proof(findings=(failed("journal", f"Không đọc được nhật ký {ATTACHMENT} đính kèm trong tệp."),))
    try:
        entries, record = read_journal(attached)
    except chain.Broken as broken:
        return Proof(findings=(_broken("journal", "đính kèm", broken),), bad_seq=broken.seq)
    head = (len(entries), entries[-1].hash)
    holds = ok("journal", f"Nhật ký đính kèm nguyên vẹn: {head[0]} bản ghi, mã băm cuối {head[1][:16]}…")
    compared, bad_seq = (None, None) if given is None else _compare(entries, given)
    findings = (holds, *([compared] if compared else []), *_check_print(unsigned, record, head, same_form))
    return Proof(findings=findings, record=record, head=head, bad_seq=bad_seq)


def read_journal(journal: bytes) -> tuple[list[chain.Entry], Record]:
    """Entries and record of an exported journal, checked in full; chain.Broken at the first bad entry."""
    try:
        journal.decode()
    except UnicodeDecodeError as error:
        raise chain.Broken(journal.count(b"\n", 0, error.start) + 1, "dòng nhật ký không đọc được") from None
    entries = read_export(journal)
    for entry, line in zip(entries, journal.split(b"\n"), strict=False):
        if chain.canonical(entry) != line:
            raise chain.Broken(entry.seq, "dòng nhật ký không đúng dạng chuẩn")
    if journal != b"".join(chain.canonical(entry) + b"\n" for entry in entries):
        raise chain.Broken(len(entries), "cuối nhật ký có dữ liệu lạ")
    chain.check(entries)
    return entries, replay(entries)


def check_alone(journal: bytes) -> Proof:
    """Only the exported journal, for a paper that cannot be read any more."""
    try:
        entries, record = read_journal(journal)
    except chain.Broken as broken:
        return Proof(findings=(_broken("export", "xuất ra", broken),), bad_seq=broken.seq)
    sentence = f"Nhật ký xuất ra nguyên vẹn: {len(entries)} bản ghi."
    return Proof(findings=(ok("export", sentence),), record=record, head=(len(entries), entries[-1].hash))


def _compare(entries: list[chain.Entry], given: bytes) -> tuple[Finding, int | None]:
    """The exported journal against the attached one: (finding, number of the first bad entry)."""
    try:
        exported, _ = read_journal(given)
    except chain.Broken as broken:
        return _broken("export", "xuất ra", broken), broken.seq
    for ours, theirs in zip(entries, exported, strict=False):
        if ours != theirs:
            return failed("export", f"Nhật ký xuất ra khác nhật ký đính kèm từ bản ghi số {ours.seq}."), ours.seq
    if len(exported) < len(entries):
        cut = len(exported) + 1
        return failed("export", f"Nhật ký xuất ra thiếu bản ghi, từ số {cut} đến số {len(entries)}."), cut
    later = len(exported) - len(entries)
    more = f", có thêm {later} bản ghi sau khi lập biên bản" if later else ""
    return ok("export", f"Nhật ký xuất ra trùng khớp với nhật ký đính kèm{more}."), None


def _check_print(unsigned: bytes, record: Record, head: tuple[int, str], same_form: bool) -> list[Finding]:
    try:
        printed = lines(unsigned)
    except PdfiumError:
        return [failed("print", "Không đọc được chữ in trên biên bản.")]
    run = "".join(text.replace(" ", "") for _, text in printed)
    if head[1] not in run:
        return [failed("head", "Mã băm in trên biên bản khác mã băm cuối của nhật ký.")]
    found = [ok("head", f"Mã băm in trên biên bản đúng là của bản ghi số {head[0]}, bản ghi cuối của nhật ký.")]
    if not same_form:
        return [
            *found,
            missing("print", "Biên bản lập theo phiên bản mẫu khác, không so được từng dòng với nhật ký."),
        ]
    differs = difference(printed, lines(draw(compose(record, head), b"")))
    if differs is not None:
        return [*found, failed("print", f"Nội dung in khác nhật ký: {differs}.")]
    return [
        *found,
        ok(
            "print",
            f"Cả {len(printed)} dòng in trên biên bản đúng như nhật ký, mọi kết quả đã được kiểm lại.",
        ),
    ]


def _broken(name: str, which: str, broken: chain.Broken) -> Finding:
    return failed(name, f"Nhật ký {which} sai từ bản ghi số {broken.seq}: {broken.reason}.")
