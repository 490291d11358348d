"""Decide what a checked paper is. Pure decisions."""

import re
from enum import StrEnum

import msgspec

from meeting.kernel.refusals import Refused, declare
from meeting.kernel.words import Phrase
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
    """The result for a paper."""

    GENUINE = "genuine"
    """Signed by all who must sign, unchanged, and consistent with this office's journal."""
    UNFINISHED = "unfinished"
    """From this office and unchanged, but not signed by all."""
    UNPROVEN = "unproven"
    """From this office, unchanged and signed by all, but something needed to confirm it is missing."""
    CHANGED = "changed"
    UNREGISTERED = "unregistered"
    """From this office and unchanged, but signed with a certificate that was revoked before or never issued."""
    FOREIGN = "foreign"
    """Signed only with certificates of other issuers."""
    VOID = "void"
    """A draft that was replaced by another one."""
    UNKNOWN = "unknown"


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """The jailed task's findings about a paper.

    `book`, `head`: its journal, empty and None when it is missing or broken. `certified`: for each signature, whether
    its certificate comes from this office. `register`: sentences of the office's register about each signature.
    `unregistered`: these are the only objection. `unsigned`: a required signature is missing. `wrong`: the sentence of
    the first check that failed or was not possible.
    """

    verdict: Integrity
    book: str
    head: tuple[int, str] | None
    signers: tuple[str, ...]
    certified: tuple[bool, ...]
    wrong: Phrase | None
    title: str
    register: tuple[Phrase, ...] = ()
    unregistered: bool = False
    unsigned: bool = False


def read_code(typed: str) -> str:
    """Return the digits of a printed hash, without spaces. Raises Refused when the text is not one."""
    digits = "".join(typed.lower().split())
    if not _CODE.fullmatch(digits):
        raise Refused(NO_CODE)
    return digits


def judge(looked: Looked, *, in_journal: bool | None) -> Checked:
    """Return the result for a paper.

    `in_journal`: whether this office's journal has the paper's last entry; None without a journal.
    """
    if looked.certified and not any(looked.certified):
        return Checked.FOREIGN
    if not looked.certified and looked.head is None:
        return Checked.UNKNOWN  # it contains no evidence that it is from this office, so other faults do not matter
    if looked.verdict is Integrity.TAMPERED or in_journal is False:
        only = looked.unregistered and looked.verdict is Integrity.TAMPERED and in_journal is not False
        return Checked.UNREGISTERED if only else Checked.CHANGED
    if not looked.certified or looked.head is None or in_journal is None:
        return Checked.UNFINISHED if in_journal else Checked.UNKNOWN
    if looked.verdict is Integrity.OK:
        return Checked.GENUINE
    return Checked.UNFINISHED if looked.unsigned else Checked.UNPROVEN
