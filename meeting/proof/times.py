"""Checks of time: the server's clock against the order that the chain proves.

A clock may be corrected during a meeting: time that runs backwards is reported and does not invalidate anything.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from meeting.journal.chain import Entry
from meeting.kernel.clock import read_stamp
from meeting.kernel.dates import exact_time, short_date
from meeting.proof.findings import Finding, note
from meeting.signing.inspection import Seen

_WHY = "Đồng hồ máy chủ đã bị chỉnh, hoặc giờ đã bị sửa; thứ tự các bản ghi vẫn đúng."


def check_times(entries: Sequence[Entry], signatures: Sequence[Seen]) -> Iterator[Finding]:
    """Yield a finding for the first entry earlier than the one before it, and for signatures that are too early."""
    times = [read_stamp(entry.at) for entry in entries]
    for number, (before, after) in enumerate(pairwise(times), start=2):
        if after < before:
            said = f"Giờ của bản ghi số {number} ({_at(after)}) sớm hơn bản ghi liền trước ({_at(before)})."
            yield note("time.journal", f"{said} {_WHY}")
            break
    last = max(times, default=None)
    for seen in signatures:
        if seen.signed_at is None:
            continue
        if last is not None and seen.signed_at.timestamp() < int(last.timestamp()):  # a signature has whole seconds
            said = f"Giờ ký của {seen.signer} ({_at(seen.signed_at)}) sớm hơn việc liền trước ({_at(last)})."
            yield note("time.signature", f"{said} {_WHY}")
        last = seen.signed_at


def _at(moment: datetime) -> str:
    return f"{exact_time(moment)} ngày {short_date(moment)}"
