"""Refused: the only exception a user may see. It carries a code that never changes, an HTTP status and facts.

The sentence shown is kept beside the code, in Vietnamese, and translated by the catalogue like any other.
"""

import hashlib
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

_SENTENCES: dict[str, tuple[int, str]] = {}


def declare(code: str, status: int, sentence: str) -> str:
    """Register a refusal code with its HTTP status and Vietnamese sentence (`{name}` marks a fact)."""
    known = _SENTENCES.setdefault(code, (status, sentence))
    if known != (status, sentence):
        raise ValueError(f"refusal code declared twice: {code}")
    return code


def declared() -> Mapping[str, tuple[int, str]]:
    """Every code with its status and Vietnamese sentence."""
    return _SENTENCES


def number_of(code: str) -> int:
    """Five digits to read aloud over a telephone. They follow from the code alone, so they never change."""
    return 10_000 + int.from_bytes(hashlib.sha256(code.encode()).digest()[:8]) % 90_000


@runtime_checkable
class InTwoLanguages(Protocol):
    """A fact that is words itself: a text of the law, as its edition holds it."""

    def say(self, lang: str) -> str:
        """The words in a language."""
        ...


class Refused(Exception):  # noqa: N818 - a word of the house, not an error of the program
    """A request that the rules do not allow; `facts` fill the sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def status(self) -> int:
        """The HTTP status to answer with."""
        return _SENTENCES[self.code][0]

    @property
    def number(self) -> int:
        """What a person reads to whoever helps."""
        return number_of(self.code)

    @property
    def template(self) -> str:
        """The Vietnamese sentence, facts not yet filled in (the catalogue's msgid)."""
        return _SENTENCES[self.code][1]

    def __str__(self) -> str:
        return self.template.format(**{**NEUTRAL, **self.facts})


# for catalogue extraction: declare("code", 409, _l("sentence")) marks the sentence, unchanged
def _l(sentence: str) -> str:
    return sentence


NEUTRAL: Mapping[str, str] = {"chair": _l("chủ tọa"), "member": _l("thành viên")}
"""What people are called in a sentence that says `{chair}` or `{member}`, where no meeting's body has its own word."""

LOCKED = declare("access.locked", 423, _l("Máy dùng chung này đã khóa. Nhập PIN hoặc quét thẻ để dùng tiếp."))
NOT_SIGNED_IN = declare("access.not_signed_in", 401, _l("Chưa đăng nhập hoặc phiên đăng nhập đã hết hạn."))
NOT_ALLOWED = declare("access.not_allowed", 403, _l("Người đang đăng nhập không có quyền làm việc này."))
NOT_FOUND = declare("kernel.not_found", 404, _l("Không tìm thấy nội dung được yêu cầu."))
MALFORMED = declare("commands.malformed", 400, _l("Yêu cầu không đúng mẫu: {reason}"))
TOO_FAST = declare("kernel.too_fast", 429, _l("Máy chủ chưa nhận vì gửi quá nhanh. Hãy chờ vài giây rồi thử lại."))
