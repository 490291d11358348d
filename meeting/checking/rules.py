"""What a paper is found to be, and when; pure."""

import re
from enum import StrEnum

import msgspec

from meeting.kernel.refusals import Refused, declare
from meeting.proof.findings import Integrity

MOST_BYTES = 4 << 20
_FEWEST, _DIGITS = 16, 64
_CODE = re.compile(f"[0-9a-f]{{{_FEWEST},{_DIGITS}}}")

NOT_HERE = declare("checking.not_here", 403, "Trang này chỉ dùng trong mạng của phòng họp.")
NO_CODE = declare(
    "checking.no_code",
    400,
    "Mã gồm các chữ số 0–9 và chữ cái a–f, ít nhất 16 ký tự: chép ở phần “Mã băm” cuối biên bản.",
)
NO_FILE = declare("checking.no_file", 400, "Hãy chọn tệp biên bản (PDF), hoặc nhập mã in trên biên bản.")
BUSY = declare("checking.busy", 503, "Máy chủ đang kiểm tra một tệp khác. Vui lòng thử lại sau ít giây.")
OUT_OF_TIME = declare(
    "checking.out_of_time",
    503,
    "Đọc tệp này mất quá nhiều thời gian nên chưa kết luận được gì. Vui lòng thử lại khi máy chủ rảnh hơn.",
)
UNREAD = declare("checking.unread", 422, "Không đọc được tệp này. Hãy chọn đúng tệp biên bản (PDF).")


class Checked(StrEnum):
    """What is told of a paper."""

    GENUINE = "genuine"
    """Signed by those who must, unchanged, and as this office's journal says."""
    UNFINISHED = "unfinished"
    """Of this office and unchanged, but not signed by all."""
    UNPROVEN = "unproven"
    """Of this office, unchanged and signed by all; something that is needed to confirm it is not there."""
    CHANGED = "changed"
    UNREGISTERED = "unregistered"
    """Of this office and unchanged, but signed with a certificate that was revoked before, or never given."""
    FOREIGN = "foreign"
    """Certified by nobody whom this office certifies."""
    VOID = "void"
    """A draft that another one has taken the place of."""
    UNKNOWN = "unknown"


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a paper in the jail.

    `book`, `head`: the journal in it (nothing: there is none, or it is broken). `certified`: whether each signature's
    certificate is of this office; `register`: what the office's register says of each, in sentences; `unregistered`:
    nothing but that speaks against it. `unsigned`: somebody who must sign has not. `wrong`: the sentence of the first
    check that failed, or was not possible.
    """

    verdict: Integrity
    book: str
    head: tuple[int, str] | None
    signers: tuple[str, ...]
    certified: tuple[bool, ...]
    wrong: str
    title: str
    register: tuple[str, ...] = ()
    unregistered: bool = False
    unsigned: bool = False


def read_code(typed: str) -> str:
    """The digits of a hash as printed, however they are spaced; Refused when they are none."""
    digits = "".join(typed.lower().split())
    if not _CODE.fullmatch(digits):
        raise Refused(NO_CODE)
    return digits


def judge(looked: Looked, *, in_journal: bool | None) -> Checked:
    """`in_journal`: whether this office's own journal has the entry that the paper ends with; None: no such journal."""
    if looked.certified and not any(looked.certified):
        return Checked.FOREIGN
    if not looked.certified and looked.head is None:
        return Checked.UNKNOWN  # nothing in it says that it is of this office, whatever else is wrong with it
    if looked.verdict is Integrity.TAMPERED or in_journal is False:
        only = looked.unregistered and looked.verdict is Integrity.TAMPERED and in_journal is not False
        return Checked.UNREGISTERED if only else Checked.CHANGED
    if not looked.certified or looked.head is None or in_journal is None:
        return Checked.UNFINISHED if in_journal else Checked.UNKNOWN
    if looked.verdict is Integrity.OK:
        return Checked.GENUINE
    return Checked.UNFINISHED if looked.unsigned else Checked.UNPROVEN
