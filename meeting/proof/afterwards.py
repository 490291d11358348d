"""Checks the journal's entries about the file itself, after the head that the file prints.

These are the draft, and then each signature with the file before it, the file after it, its certificate and its time.
Each signature in the file states the journal's head at that time, so all earlier entries are fixed by it.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from meeting.access.actors import SYSTEM
from meeting.agenda.events import SeatAdded
from meeting.deadlines.events import LatenessExplained
from meeting.documents.events import (
    FirstPageRead,
    RenditionFailed,
    RenditionMade,
    SecretSuspected,
    SecretWithdrawn,
    SuspicionCleared,
)
from meeting.journal.chain import Entry
from meeting.journal.events import decode, registered
from meeting.kernel.clock import read_stamp
from meeting.minutes.events import Drafted, Signed
from meeting.minutes.rules import FIELDS
from meeting.minutes.text.compose import signer_of_form
from meeting.proof.findings import Finding, failed, missing, ok
from meeting.record.record import Record, Seat
from meeting.signing.inspection import Seen
from meeting.witness.events import AlarmRead, HeadContradicted

_ROLES = {field: role for role, field in FIELDS.items()}
_SOON, _CLOCK = timedelta(minutes=10), timedelta(seconds=2)
"""The entry of a signature comes at most `_SOON` after the time that the signature states, at most `_CLOCK` before."""
_LATE = (
    *(RenditionMade.kind, RenditionFailed.kind, SecretWithdrawn.kind, LatenessExplained.kind),
    *(SecretSuspected.kind, SuspicionCleared.kind, FirstPageRead.kind),
    *(HeadContradicted.kind, AlarmRead.kind),
)
"""Other events that may follow a signature.

These concern a paper that was still being converted, or had to be removed; a reason for lateness; a head on a device
that differs from the journal, and the officer who has read about it.
"""


class CheckedFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file to check: number and hash printed in it, SHA-256 and pages of the draft, and its signatures.

    `same_form`: whether it was drawn in the form that this release draws.
    """

    head: tuple[int, str]
    drawn: str
    pages: int
    signatures: tuple[Seen, ...]
    same_form: bool


def check_tail(entries: Sequence[Entry], paper: CheckedFile, record: Record) -> tuple[Finding, int | None]:
    """Return (finding, number of the first bad entry or None).

    `entries`: the whole exported journal, which agrees with the paper's own up to its head.
    """
    bad = sorted([*_content(entries, paper, record), *_anchors(entries, paper)], key=lambda each: each[0])
    if bad:
        seq, why = bad[0]
        return failed("tail", f"Bản ghi số {seq}, sau khi lập biên bản, không khớp với tệp: {why}."), seq
    signed = sum(entry.kind == Signed.kind for entry in entries[paper.head[0] :])
    if signed < len(paper.signatures):
        cut = len(entries) + 1
        said = f"Nhật ký xuất ra dừng ở bản ghi số {cut - 1}, chưa có đủ việc ký trong tệp. Hãy xuất lại nhật ký."
        return missing("tail", said), cut
    if signed > len(paper.signatures):
        return missing("tail", "Theo nhật ký, biên bản đã được ký thêm sau tệp này. Hãy kiểm tra bản mới nhất."), None
    return ok("tail", "Các bản ghi sau khi lập biên bản (lập bản thảo, ký) khớp với tệp."), None


def _anchors(entries: Sequence[Entry], paper: CheckedFile) -> Iterator[tuple[int, str]]:
    """Yield the faults of the journal's heads that signatures state. Up to the last right one nothing was changed."""
    last_good = paper.head[0]
    for seen in paper.signatures:
        if seen.head is None:
            yield last_good + 1, "chữ ký trong tệp không ghi vị trí của nhật ký"
            return
        number, digest = seen.head
        if number <= len(entries) and entries[number - 1].hash != digest:
            yield min(last_good + 1, number), "khác với mã băm ghi trong chữ ký kế tiếp"
            return
        last_good = min(number, len(entries))


def _content(entries: Sequence[Entry], paper: CheckedFile, record: Record) -> Iterator[tuple[int, str]]:
    """Yield (number, fault) for each entry after the head that contradicts the file."""
    made = 0
    for entry in entries[paper.head[0] :]:
        if entry.kind not in registered():
            yield entry.seq, f"không rõ loại sự kiện “{entry.kind}”"
            return  # the first that is wrong is named: what follows it need not be judged
        try:
            event, at = decode(entry.kind, entry.body), read_stamp(entry.at)
        except ValueError:
            yield entry.seq, "nội dung không đúng mẫu của loại sự kiện"
            return
        if isinstance(event, Signed):
            made += 1
            if made > len(_ROLES):
                yield entry.seq, "ghi thêm một lần ký"
            elif made <= len(paper.signatures):
                seen = paper.signatures[made - 1]
                if why := _signed(event, entry, seen, entries, _printed(record, paper, seen)):
                    yield entry.seq, why
                elif seen.signed_at is None or not -_CLOCK <= at - seen.signed_at <= _SOON:
                    yield entry.seq, "giờ ghi khác giờ ký trong tệp"
        elif isinstance(event, Drafted) and event.journal_seq == paper.head[0]:
            wanted = (paper.drawn, paper.pages, paper.head[1])
            if made or (event.sha256, event.pages, event.journal_head) != wanted or entry.actor != SYSTEM.in_journal:
                yield entry.seq, "bản thảo ghi trong nhật ký không phải là tệp này"
        elif made and entry.kind not in _LATE:
            yield entry.seq, "không thể có sau khi biên bản đã được ký"


def _printed(record: Record, paper: CheckedFile, seen: Seen) -> Seat | None:
    """Return the seat whose name is printed at that signature, or None."""
    role = _ROLES.get(seen.field)
    return signer_of_form(record, role, same_form=paper.same_form) if role is not None else None


def _signed(event: Signed, entry: Entry, seen: Seen, entries: Sequence[Entry], printed: Seat | None) -> str:
    """Return the fault in the record of a signature; empty when there is no fault."""
    if event.role != _ROLES.get(seen.field) or printed is None or event.seat_id != printed.seat_id:
        return "người ký khác với tệp"
    if entry.actor != f"person-{_person(entries, event.seat_id)}":
        return "người ghi không phải người ký"
    if (event.approved_sha256, event.signed_sha256) != (seen.before, seen.after):
        return "tệp được ký khác với tệp này"
    if event.certificate != seen.fingerprint:
        return "chứng thư số khác với chứng thư trong tệp"
    drafts = [each.body["version"] for each in entries if each.kind == Drafted.kind]
    return "" if drafts and event.version == drafts[-1] else "số của bản thảo được ký không đúng"


def _person(entries: Sequence[Entry], seat_id: int) -> int | None:
    seats = (entry.body for entry in entries if entry.kind == SeatAdded.kind)
    return next((body["person_id"] for body in seats if body["seat_id"] == seat_id), None)
