"""Checks of the record: the journal holds and does not contradict itself, and the paper prints its content."""

import hashlib
import io
import re

import msgspec
import pikepdf
from pypdfium2 import PdfiumError

from meeting.journal import chain
from meeting.minutes.text.annexes import AUTHORITY
from meeting.minutes.text.compose import compose, form_for
from meeting.paper.document import draw
from meeting.paper.finish import ATTACHMENT, producer
from meeting.proof.afterwards import CheckedFile, check_tail
from meeting.proof.books import Book, first_difference, read_book
from meeting.proof.findings import Finding, failed, missing, ok
from meeting.proof.law import check_law
from meeting.proof.printed import Line, difference, lines
from meeting.proof.times import check_times
from meeting.record.record import Record
from meeting.record.replay import replay
from meeting.signing.inspection import Inspection

_PRINTED = re.compile(re.escape(AUTHORITY.replace(" ", "")) + r":((?:[0-9A-F]{4}){16})")


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """The result of reading the journal in a paper.

    `record` and `head` are None when it is broken; `bad_seq`: the number of the entry. `book`: the attached journal;
    `authority`: the printed fingerprint; `pages`: the number of pages; `same_form`: whether it was drawn in the form
    that this release draws for this meeting.
    """

    findings: tuple[Finding, ...]
    book: Book | None = None
    record: Record | None = None
    head: tuple[int, str] | None = None
    bad_seq: int | None = None
    authority: str = ""
    pages: int = 0
    same_form: bool = True


def check_record(unsigned: bytes) -> Proof:
    """Return the proof of the printed paper (the file before it was signed) by the journal attached to it."""
    try:
        with pikepdf.open(io.BytesIO(unsigned)) as pdf:
            attached = pdf.attachments[ATTACHMENT].get_file().read_bytes()
            drawn_by = str(pdf.docinfo.get("/Producer", ""))
            pages = len(pdf.pages)
    except MemoryError:
        raise
    except Exception as error:  # a damaged file may fail anywhere inside the reader
        if "bad_alloc" in str(error):
            raise MemoryError from error  # this machine is too small: that says nothing against the paper
        return Proof(findings=(failed("journal", f"Không đọc được nhật ký {ATTACHMENT} đính kèm trong tệp."),))
    book = read_book(attached)
    try:
        if book.broken is not None:
            raise book.broken
        record = replay(book.entries)
    except chain.Broken as broken:
        return Proof(findings=(_broken("journal", "đính kèm", broken),), book=book, bad_seq=broken.seq)
    except MemoryError:
        raise
    except Exception:  # events of the right shape that no meeting could have
        odd = failed("journal", "Nhật ký đính kèm có điều không thể có trong một cuộc họp, không đọc tiếp được.")
        return Proof(findings=(odd,), book=book)
    head, same_form = book.head, drawn_by == producer(form_for(record))
    holds = ok("journal", f"Nhật ký đính kèm nguyên vẹn: {head[0]} bản ghi, mã băm cuối {head[1][:16]}…")
    law, bad_seq = check_law(book.entries, record, same_form=same_form)
    try:
        printed, authority = _check_print(unsigned, record, head, same_form)
    except MemoryError:
        raise
    except Exception:  # the same events, where they are drawn again
        printed, authority = [failed("print", "Không dựng lại được biên bản từ nhật ký đính kèm để so.")], ""
    return Proof(
        findings=(holds, *law, *printed),
        book=book,
        record=record,
        head=head,
        bad_seq=bad_seq,
        authority=authority,
        pages=pages,
        same_form=same_form,
    )


def check_export(proof: Proof, inspection: Inspection, given: bytes) -> tuple[list[Finding], int | None]:
    """Compare an exported journal with the paper. Returns (findings, number of the first bad entry).

    It is compared entry by entry with the attached journal; later entries are compared with the file itself.
    """
    exported = read_book(given)
    if proof.book is None:
        return _alone(exported)
    ours = proof.book.lines
    different = first_difference(ours, exported.lines)
    if different is not None:
        return [_differs(exported, different, len(ours), sound=_is_sound(inspection))], different
    if exported.broken is not None:
        return [_broken("export", "xuất ra", exported.broken)], exported.broken.seq
    later = len(exported.lines) - len(ours)
    more = f", có thêm {later} bản ghi sau khi lập biên bản" if later else ""
    same = ok("export", f"Nhật ký xuất ra trùng khớp với nhật ký đính kèm{more}.")
    if proof.record is None or not _is_sound(inspection):
        return [same], None
    drawn = hashlib.sha256(inspection.unsigned).hexdigest()
    paper = CheckedFile(
        head=proof.book.head,
        drawn=drawn,
        pages=proof.pages,
        signatures=inspection.signatures,
        same_form=proof.same_form,
    )
    tail, seq = check_tail(exported.entries, paper, proof.record)
    return [same, tail, *check_times(exported.entries, ())], seq


def _is_sound(inspection: Inspection) -> bool:
    """Return whether the file can be compared with anything: a changed one would accuse the journal."""
    signatures = inspection.signatures
    whole = not signatures or signatures[-1].whole_file
    return whole and all(seen.holds and seen.next_in_line for seen in signatures)


def _alone(exported: Book) -> tuple[list[Finding], int | None]:
    """Check only the exported journal, because the paper cannot be read."""
    try:
        if exported.broken is not None:
            raise exported.broken
        replay(exported.entries)
    except chain.Broken as broken:
        return [_broken("export", "xuất ra", broken)], broken.seq
    except MemoryError:
        raise
    except Exception:  # as above
        return [failed("export", "Nhật ký xuất ra có điều không thể có trong một cuộc họp.")], None
    return [ok("export", f"Nhật ký xuất ra nguyên vẹn: {len(exported.entries)} bản ghi.")], None


def _differs(exported: Book, number: int, ours: int, *, sound: bool) -> Finding:
    """Return which journal is at fault: the attached one when its file was changed and the exported one is intact."""
    broken = exported.broken
    if broken is None and not sound:
        said = f"Nhật ký đính kèm trong tệp đã bị thay đổi này khác nhật ký xuất ra từ bản ghi số {number}."
        return failed("attached", said)
    if number > len(exported.lines):
        return failed("export", f"Nhật ký xuất ra thiếu bản ghi, từ số {number} đến số {ours}.")
    why = f": {broken.reason}" if broken is not None and broken.seq == number else ""
    return failed("export", f"Nhật ký xuất ra khác nhật ký đính kèm từ bản ghi số {number}{why}.")


def _check_print(unsigned: bytes, record: Record, head: tuple[int, str], same_form: bool) -> tuple[list[Finding], str]:
    """Check every printed line; return the finding and the printed fingerprint of the authority."""
    try:
        printed = lines(unsigned)
    except PdfiumError:
        return [failed("print", "Không đọc được chữ in trên biên bản.")], ""
    run = "".join(text.replace(" ", "") for _, text in printed)
    if head[1] not in run:
        return [failed("head", "Mã băm in trên biên bản khác mã băm cuối của nhật ký.")], ""
    named = _PRINTED.search(run)
    authority = named[1].lower() if named else ""
    holds = ok("head", f"Mã băm in trên biên bản đúng là của bản ghi số {head[0]}, bản ghi cuối của nhật ký.")
    return [holds, _print(printed, lines(draw(compose(record, head, authority), b"")), same_form)], authority


def _print(printed: list[Line], expected: list[Line], same_form: bool) -> Finding:
    if not same_form:
        return missing("print", "Biên bản lập theo phiên bản mẫu khác, không so được từng dòng với nhật ký.")
    differs = difference(printed, expected)
    if differs is not None:
        return failed("print", f"Nội dung in khác nhật ký: {differs}.")
    return ok("print", f"Cả {len(printed)} dòng in trên biên bản đúng như nhật ký, mọi kết quả đã được kiểm lại.")


def _broken(name: str, which: str, broken: chain.Broken) -> Finding:
    return failed(name, f"Nhật ký {which} sai từ bản ghi số {broken.seq}: {broken.reason}.")
