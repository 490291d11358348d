"""Findings: the results of checks of signed minutes, in sentences for the person who checks."""

from enum import StrEnum

import msgspec

from meeting.kernel.refusals import _l
from meeting.kernel.words import Phrase, say


class CheckOutcome(StrEnum):
    """The result of one check."""

    OK = "ok"
    FAILED = "failed"
    """A change, or a forgery."""
    MISSING = "missing"
    """Nothing contradicts it, but something needed for the check is missing."""
    NOTE = "note"
    """Nothing is wrong, but the person who checks should know this."""


class Integrity(StrEnum):
    """The result of all checks of a paper together."""

    OK = "ok"
    TAMPERED = "tampered"
    INCOMPLETE = "incomplete"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One check: its name, its outcome, and a sentence about it."""

    name: str
    outcome: CheckOutcome
    sentence: str


def ok(name: str, sentence: str) -> Finding:
    """Return the finding that the check passed."""
    return Finding(name=name, outcome=CheckOutcome.OK, sentence=sentence)


def failed(name: str, sentence: str) -> Finding:
    """Return the finding that the check shows a change or a forgery."""
    return Finding(name=name, outcome=CheckOutcome.FAILED, sentence=sentence)


def missing(name: str, sentence: str) -> Finding:
    """Return the finding that the check could not be completed."""
    return Finding(name=name, outcome=CheckOutcome.MISSING, sentence=sentence)


def note(name: str, sentence: str) -> Finding:
    """Return a finding for something that is not wrong but should be known."""
    return Finding(name=name, outcome=CheckOutcome.NOTE, sentence=sentence)


def verdict(findings: list[Finding]) -> Integrity:
    """Return `tampered` when anything failed, else `incomplete` when anything is missing, else `ok`."""
    outcomes = {finding.outcome for finding in findings}
    if CheckOutcome.FAILED in outcomes:
        return Integrity.TAMPERED
    return Integrity.INCOMPLETE if CheckOutcome.MISSING in outcomes else Integrity.OK


_JOURNAL = _l("Nhật ký kèm theo bị hỏng, hoặc không khớp.")
_PRINTED = _l("Chữ in trên biên bản không khớp với nhật ký, hoặc chưa so được.")
_LAW = _l("Kết quả không đúng với quy định, hoặc chưa đối chiếu được.")
_IN_SHORT = {
    "authority": _l("Chưa xác nhận được nơi cấp chứng thư số."),
    "file": _l("Tệp bị hỏng, hoặc chữ ký không bảo vệ toàn bộ tệp."),
    **dict.fromkeys(("journal", "attached", "export", "tail"), _JOURNAL),
    **dict.fromkeys(("print", "head"), _PRINTED),
    **dict.fromkeys(("quorum", "remote", "standing", "terms", "sentence"), _LAW),
    "signature": _l("Có chữ ký còn thiếu, hoặc không hợp lệ."),
    "issuer": _l("Chứng thư số của người ký không có giá trị, hoặc chưa rõ ai cấp."),
    "signer": _l("Người ký không phải người có tên trên biên bản."),
    "register": _l("Sổ chứng thư của cơ quan không xác nhận được một chữ ký."),
    "witness": _l("Chưa có nhân chứng ngoài máy chủ xác nhận nhật ký."),
}
_IN_REGISTER = _l("Chứng thư số của một người ký có trong sổ của cơ quan.")


def spoken(finding: Finding) -> Phrase:
    """Return a finding for a page: in Vietnamese its whole sentence, in English what kind of check it is."""
    good = finding.outcome in (CheckOutcome.OK, CheckOutcome.NOTE)  # a page says so of certificates alone
    return Phrase(
        vi=finding.sentence, en=say(_IN_REGISTER if good else _IN_SHORT[finding.name.partition(".")[0]], "en")
    )
