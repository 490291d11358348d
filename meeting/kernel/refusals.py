"""Refused: the only exception that users may see. It carries a code that never changes, an HTTP status and facts.

The sentence is stored beside the code in Vietnamese, and the catalogue translates it like any other.
"""

import hashlib
import logging
from collections.abc import Mapping

log = logging.getLogger(__name__)

_SENTENCES: dict[str, tuple[int, str]] = {}


def declare(code: str, status: int, sentence: str) -> str:
    """Register and return a refusal code, with its HTTP status and Vietnamese sentence (`{name}` marks a fact)."""
    known = _SENTENCES.setdefault(code, (status, sentence))
    if known != (status, sentence):
        raise ValueError(f"refusal code declared twice: {code}")
    return code


def declared() -> Mapping[str, tuple[int, str]]:
    """Return every code with its status and Vietnamese sentence."""
    return _SENTENCES


def number_of(code: str) -> int:
    """Return five digits to read aloud over the telephone. They are computed from the code alone, so they never
    change."""
    return 10_000 + int.from_bytes(hashlib.sha256(code.encode()).digest()[:8]) % 90_000


class Refused(Exception):  # noqa: N818 - a word of the project, not an error of the program
    """The rules do not allow this request. `facts` fill the sentence; one that is itself words is a `phrase`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def status(self) -> int:
        """Return the HTTP status of the answer."""
        return _SENTENCES[self.code][0]

    @property
    def number(self) -> int:
        """Return the number that a person reads aloud to get support."""
        return number_of(self.code)

    @property
    def template(self) -> str:
        """Return the Vietnamese sentence before its facts are filled in (the catalogue's msgid)."""
        return _SENTENCES[self.code][1]

    def __str__(self) -> str:
        return self.template.format(**{**NEUTRAL, **self.facts})


# for catalogue extraction: declare("code", 409, _l("sentence")) marks the sentence, unchanged
def _l(sentence: str) -> str:
    return sentence


NEUTRAL: Mapping[str, str] = {"chair": _l("chủ tọa"), "member": _l("thành viên")}
"""The words for `{chair}` and `{member}` in a sentence when no meeting's body has its own."""

LOCKED = declare("access.locked", 423, _l("Máy dùng chung này đã khóa. Nhập PIN hoặc quét thẻ để dùng tiếp."))
NOT_SIGNED_IN = declare("access.not_signed_in", 401, _l("Chưa đăng nhập hoặc phiên đăng nhập đã hết hạn."))
NOT_ALLOWED = declare("access.not_allowed", 403, _l("Người đang đăng nhập không có quyền làm việc này."))
NOT_FOUND = declare("kernel.not_found", 404, _l("Không tìm thấy nội dung được yêu cầu."))
MALFORMED = declare("commands.malformed", 400, _l("Máy chủ không hiểu yêu cầu này. Hãy tải lại trang rồi thử lại."))
TOO_FAST = declare("kernel.too_fast", 429, _l("Máy chủ chưa nhận vì gửi quá nhanh. Hãy chờ vài giây rồi thử lại."))


def malformed(detail: object) -> Refused:
    """Return the refusal of a request that no page sends. The log has the `detail`, for those who write clients."""
    log.info("a malformed request was refused: %.200r", str(detail))
    return Refused(MALFORMED)
