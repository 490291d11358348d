"""Checks against copies that others have: heads that devices got during the meeting, and their ballots.

The chain proves that the journal in a paper has not changed since its head was printed. It does not prove that the
owner of the whole server did not write, sign and print another journal. A head kept by a tablet does: the server's
event key signed it, and a journal rewritten later has another hash at that number.
"""

from collections.abc import Mapping, Sequence

import msgspec

from meeting.journal.chain import Entry
from meeting.kernel.clock import read_stamp
from meeting.kernel.dates import exact_time, short_date
from meeting.law.rules import Choice
from meeting.proof.findings import Finding, failed, missing, note, ok
from meeting.signing.stamping import read_token
from meeting.voting.events import BallotCast
from meeting.witness.heads import Head, StampedHead, code, read_heads, read_lines, written
from meeting.witness.key import printed

ALONE = note(
    "witness",
    "Chưa đối chiếu với nhân chứng ngoài máy chủ. Chữ ký và mã băm chứng minh tệp không đổi từ khi ký; chúng không "
    "chứng minh được rằng người nắm cả máy chủ chưa viết lại nhật ký rồi lập và ký lại biên bản. Hãy kiểm tra kèm tệp "
    "mà máy của đại biểu giữ (--witness).",
)


class KeptBallot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A ballot that the server acknowledged, according to a device."""

    book: str
    seat: int
    motion: int
    choice: Choice
    at: str
    code: str = ""


class Witness(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file of one device, or the file beside a server."""

    heads: tuple[Head, ...] = ()
    receipts: tuple[KeptBallot, ...] = ()
    stamps: tuple[StampedHead, ...] = ()
    title: str = ""


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """What the paper says: its journal's name, the printed number, every known hash by number, its entries."""

    book: str
    last: int
    hashes: Mapping[int, str]
    entries: Sequence[Entry]


def read_witness(data: bytes) -> Witness:
    """Return the content of a device's file, or of lines of heads; empty for anything else."""
    try:
        return msgspec.json.decode(data, type=Witness)
    except (ValueError, RecursionError):
        stamps = tuple(each for each in read_lines(data) if isinstance(each, StampedHead))
        return Witness(heads=tuple(read_heads(data)), stamps=stamps)


def check_witnesses(
    told: Printed, files: Sequence[bytes], keys: frozenset[str], tsa: bytes = b""
) -> tuple[list[Finding], int | None]:
    """Return one or more findings per file, then how far they reach together; and the first entry contradicted.

    `keys`: the office's event keys, or their printed beginnings. Heads signed by another key, or by none, neither
    confirm nor contradict a paper. `tsa`: the known authorities of time stamps (PEM).
    """
    found: list[Finding] = []
    wrong: list[int] = []
    reach = 0
    for number, data in enumerate(files, start=1):
        witness = read_witness(data)
        heads = [head for head in witness.heads if head.book == told.book]
        signed = sorted((head for head in heads if head.holds()), key=lambda head: head.seq)
        ours = [head for head in signed if head.key.startswith(tuple(keys))]
        who = f"Nhân chứng {number}"
        if not signed:
            found.append(missing("witness", f"{who} không giữ mã nào có chữ ký máy chủ về cuộc họp này."))
            continue
        agreed, bad = _compare(told, ours)
        if bad is not None:
            wrong.append(bad.seq)
            found.append(_contradicts(who, told, agreed, bad))
            continue
        reach = max(reach, agreed)
        found += _strange(who, told, [head for head in signed if head not in ours])
        found += _stamp(who, [each for each in witness.stamps if each.head in ours], tsa)
        found += _ballots(who, told, [each for each in witness.receipts if each.book == told.book])
    if not wrong:
        found.append(_reach(told, reach))
    return found, min(wrong, default=None)


def _compare(told: Printed, heads: Sequence[Head]) -> tuple[int, Head | None]:
    """Return (the highest number confirmed before a contradiction, the contradicting head or None)."""
    agreed = 0
    for head in heads:
        for number, digest in head.claims().items():
            known = told.hashes.get(number)
            if known is not None and known != digest:
                return agreed, head
            if known is not None:
                agreed = max(agreed, number)
    return agreed, None


def _contradicts(who: str, told: Printed, agreed: int, head: Head) -> Finding:
    first = f"từ số {agreed + 1} đến số {head.seq}" if agreed + 1 < head.seq else f"số {head.seq}"
    return failed(
        "witness",
        f"{who} giữ mã do chính máy chủ của cơ quan ký: bản ghi số {head.seq} lúc {_when(head.at)} "
        f"có mã {code(head.hash)}; nhật ký của biên bản này ghi khác. Nhật ký đã bị viết lại ở bản ghi {first}.",
    )


def _strange(who: str, told: Printed, heads: Sequence[Head]) -> list[Finding]:
    """Return the finding for heads signed with a key not known to be the office's: a stranger's, or unconfirmed."""
    if not heads:
        return []
    bad = _compare(told, heads)[1]
    key = printed((bad or heads[0]).key)
    if bad is None:
        said = f"{who} khớp với nhật ký, nhưng ký bằng khóa chưa biết là của cơ quan này ({key}): hãy so với thẻ."
    else:
        said = (
            f"{who} giữ bản ghi số {bad.seq} khác với nhật ký, ký bằng khóa chưa biết là của cơ quan này ({key}): hãy "
            "so với thẻ. Nếu đúng là khóa của cơ quan thì nhật ký này đã bị viết lại."
        )
    return [missing("witness", said)]


def _stamp(who: str, stamps: Sequence[StampedHead], tsa: bytes) -> list[Finding]:
    """Check the newest time stamp: another clock says when that head existed already."""
    if not stamps:
        return []
    newest = max(stamps, key=lambda each: each.head.seq)
    stamped = read_token(newest.token, written(newest.head), tsa)
    if stamped is None:
        return [missing("witness.time", f"{who}: dấu thời gian của bản ghi số {newest.head.seq} không đúng.")]
    at = f"{exact_time(stamped.at)} ngày {short_date(stamped.at)}"
    said = f"{who}: {stamped.authority} xác nhận bản ghi số {newest.head.seq} đã có trước {at} (dấu thời gian)."
    if stamped.known:
        return [ok("witness.time", said)]
    return [note("witness.time", f"{said} Chưa biết nơi cấp dấu này: thêm chứng thư của họ (--tsa).")]


def _ballots(who: str, told: Printed, receipts: Sequence[KeptBallot]) -> list[Finding]:
    """Check a device's own ballots. They are not signed, so they convince only people who trust the device."""
    cast = {
        (entry.body["seat_id"], entry.body["motion_id"], entry.at): entry
        for entry in told.entries
        if entry.kind == BallotCast.kind
    }
    lost = [each for each in receipts if (each.seat, each.motion, each.at) not in cast]
    other = [
        (each, entry)
        for each in receipts
        if (entry := cast.get((each.seat, each.motion, each.at))) is not None and entry.body["choice"] != each.choice
    ]
    found = [
        missing(
            "witness.ballot",
            f"{who} giữ phiếu gửi lúc {_when(each.at)} mà nhật ký không có: hãy hỏi người giữ máy đó.",
        )
        for each in lost[:1]
    ]
    found += [
        missing(
            "witness.ballot",
            f"{who} giữ phiếu gửi lúc {_when(each.at)} khác với bản ghi số {entry.seq}: hãy hỏi người giữ máy.",
        )
        for each, entry in other[:1]
    ]
    if receipts and not found:
        found = [
            ok("witness.ballot", f"{who}: cả {len(receipts)} phiếu máy đó đã gửi có trong nhật ký, đúng như đã gửi.")
        ]
    return found


def _when(stamped: str) -> str:
    try:
        at = read_stamp(stamped)
    except ValueError:
        return "không rõ giờ"
    return f"{exact_time(at)} ngày {short_date(at)}"


def _reach(told: Printed, reach: int) -> Finding:
    if reach >= told.last:
        return ok(
            "witness",
            f"Nhân chứng ngoài máy chủ xác nhận cả {told.last} bản ghi của biên bản: không bản ghi nào bị viết lại.",
        )
    if not reach:
        return missing("witness", "Không nhân chứng nào xác nhận được nhật ký của biên bản này.")
    return missing(
        "witness",
        f"Nhân chứng xác nhận các bản ghi từ số 1 đến số {reach}. Từ số {reach + 1} đến số {told.last} chưa có nhân "
        "chứng: cần tệp của một máy còn mở phòng họp lúc bế mạc.",
    )
