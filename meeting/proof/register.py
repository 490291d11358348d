"""Checks against the office's register of certificates: was the signer's certificate in it, and is it still valid?

Each signature states the register's last line at signing, so the numbers of lines show whether the signature or a
revocation came first. An older signature does not state it; then the times in the register decide, which depend on the
server's clock.

This does not prove that a thief of key, PIN and passphrase has not signed outside the server and backdated the
signature before the revocation. The journal (second file) does, because it contains every signature.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from meeting.kernel.dates import exact_time, short_date
from meeting.minutes.rules import FIELDS
from meeting.proof.findings import Finding, failed, missing, note, ok
from meeting.register.lines import Certified
from meeting.register.rules import Because, LineMoment
from meeting.register.shown import ShownRegister, Unusable, read_file
from meeting.signing.inspection import CertifiedBy, Seen
from meeting.witness.key import printed

WITHOUT = note(
    "register",
    "Chưa đối chiếu với sổ chứng thư của cơ quan: chưa biết chứng thư số của người ký có trong sổ không và có bị thu "
    "hồi trước khi ký không. Hãy kiểm tra kèm tệp sổ (--register).",
)
OF_A_SIGNATURE = "register."
"""The beginning of the names of findings about one signature, before the role of the signer."""
_STRANGE = (CertifiedBy.UNKNOWN, CertifiedBy.FORGED)
_ROLES = {field: role for role, field in FIELDS.items()}
_SECOND = timedelta(seconds=1)
"""The time in a signature has whole seconds."""


def check_register(seen: Sequence[Seen], given: bytes, keys: frozenset[str], *, own: bool) -> list[Finding]:
    """Return one finding per valid signature, or one that says why the register proves nothing.

    `given`: the register as a file (`register/shown.py`), empty without one; `keys`: the office's event keys, or their
    printed beginnings. `own`: the register is certainly of the office whose authorities are trusted; otherwise it is
    applied to a signer only if it names the authority that certified them.
    """
    signatures = [each for each in seen if each.holds and each.field in _ROLES and each.issuer not in _STRANGE]
    if not signatures:
        return []
    if not given:
        return [WITHOUT]
    try:
        shown = read_file(given)
    except Unusable as why:
        return [missing("register", f"Không dùng được tệp sổ chứng thư: {why}.")]
    if not shown.key.startswith(tuple(keys)):
        strange = f"Sổ chứng thư do khóa chưa biết là của cơ quan này xác nhận ({printed(shown.key)}): hãy so với thẻ."
        return [missing("register", strange)]
    return [_look(each, shown, own=own) for each in signatures]


def _look(seen: Seen, shown: ShownRegister, *, own: bool) -> Finding:
    """Return what the register says about one signature."""
    name = OF_A_SIGNATURE + _ROLES[seen.field]
    if not own and _of_another_office(seen, shown):
        others = f"Sổ chứng thư đưa ra không ghi nơi cấp chứng thư số của {seen.signer}"
        return missing(name, f"{others}: không phải sổ của cơ quan đã lập biên bản này, hoặc cần sổ mới.")
    wrong = _too_old(seen, shown, name) if seen.register is None else _another(seen, shown, seen.register, name)
    if wrong is not None:
        return wrong
    row = shown.register.rows.get(seen.fingerprint)
    return _absent(seen, shown, name) if row is None else _present(seen, row, shown, name)


def _present(seen: Seen, row: Certified, shown: ShownRegister, name: str) -> Finding:
    """Return what the register says about a registered certificate."""
    who, entered = _who(seen), _when(row.line.at)
    if row.revoked is not None and seen.is_after(row.revoked.line.number, row.revoked.line.at):
        because, at = Because(row.revoked.why), _when(row.revoked.line.at)
        return failed(name, f"{who} đã bị thu hồi lúc {at} ({because}), TRƯỚC khi ký: chữ ký không có giá trị.")
    if _before(seen, row.line) or (row.afterwards and not _opened_before(seen, shown)):
        return ok(name, f"{_stood(row, seen)} {_since(row, shown)}")
    if seen.register is not None:
        return failed(name, f"{who} chỉ được ghi vào sổ SAU khi ký, lúc {entered}.")
    doubt = "Đồng hồ máy chủ đã bị chỉnh, hoặc giờ ký không đúng."
    return missing(name, f"{who} được ghi vào sổ lúc {entered}, sau giờ ký. {doubt}")


def _of_another_office(seen: Seen, shown: ShownRegister) -> bool:
    """Return whether the register is of another office: none of its certificates is from the signer's authority.

    It then proves nothing. For a signature older than any register `_absent` says so.
    """
    authorities = {row.told.authority for row in shown.register.rows.values()}
    since_then = seen.register is not None or _opened_before(seen, shown)
    return bool(authorities) and seen.authority not in authorities and since_then


def _too_old(seen: Seen, shown: ShownRegister, name: str) -> Finding | None:
    """Return a finding when, by the clock, the register's file is older than the signature."""
    if seen.signed_at is None or seen.signed_at <= shown.at + _SECOND:
        return None
    return missing(name, f"Sổ chứng thư ghi đến {_when(shown.at)}, cũ hơn chữ ký của {seen.signer}: cần sổ mới.")


def _another(seen: Seen, shown: ShownRegister, said: tuple[int, str], name: str) -> Finding | None:
    """Return a finding when a signature names a newer register than this one, or a different one."""
    number, digest = said
    known = shown.register.hashes.get(number)
    if known is None:
        lines = shown.register.last[0]
        older = f"Sổ chứng thư đưa ra chỉ có {lines} dòng; khi {seen.signer} ký, sổ đã có {number} dòng: cần sổ mới."
        return missing(name, older)
    if known != digest:
        return failed(
            name,
            f"Sổ chứng thư đưa ra khác với sổ lúc {seen.signer} ký (từ dòng {number} trở về trước): sổ đã bị viết lại.",
        )
    return None


def _absent(seen: Seen, shown: ShownRegister, name: str) -> Finding:
    """Return the finding for an unregistered certificate: bad only if everything was registered at that time."""
    who, opened = _who(seen), shown.register.opened
    if opened is None:
        return missing(name, "Cơ quan chưa lập sổ chứng thư.")
    if not _opened_before(seen, shown):
        return note(
            name,
            f"{who} không có trong sổ của cơ quan; chữ ký có từ trước khi lập sổ ({_when(opened.at)}) nên sổ không "
            "chứng minh được gì về chứng thư này.",
        )
    return failed(name, f"{who} KHÔNG có trong sổ chứng thư của cơ quan: không phải chứng thư mà cơ quan đã cấp.")


def _before(seen: Seen, line: LineMoment) -> bool:
    """Return whether a line was in the register when the signature was made, as far as anybody can tell."""
    if seen.register is not None:
        return line.number <= seen.register[0]
    return seen.signed_at is not None and line.at < seen.signed_at + _SECOND


def _opened_before(seen: Seen, shown: ShownRegister) -> bool:
    """Return whether the register was surely open already when the signature was made."""
    opened = shown.register.opened
    return opened is not None and seen.is_after(opened.number, opened.at)


def _who(seen: Seen) -> str:
    return f"Chứng thư số của {seen.signer}"


def _stood(row: Certified, seen: Seen) -> str:
    who = _who(seen)
    if row.afterwards and not _before(seen, row.line):
        return f"{who} có trong sổ của cơ quan, ghi bổ sung ngày {short_date(row.line.at)} sau khi ký, lúc lập sổ."
    return f"{who} có trong sổ của cơ quan khi ký (dòng {row.line.number}, ngày {short_date(row.line.at)})."


def _since(row: Certified, shown: ShownRegister) -> str:
    if row.revoked is None:
        return f"Đến {_when(shown.at)} chưa bị thu hồi."
    because = Because(row.revoked.why)  # the written reason is in the file, and not for every reader
    return f"Bị thu hồi lúc {_when(row.revoked.line.at)} ({because}), sau khi ký: chữ ký này vẫn có giá trị."


def _when(moment: datetime) -> str:
    return f"{exact_time(moment)} ngày {short_date(moment)}"
