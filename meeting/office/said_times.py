"""Times in a line of an agenda, as people write them: when an item begins, and how long it takes. Pure.

`8 giờ 30 phút` is a time of day; `1 giờ 30 phút` is a duration, because nobody meets at that hour.
"""

import re

from meeting.agenda.timing import read_start
from meeting.kernel.refusals import Refused

_PAST = r"(?:\s*(?:phút\b|ph\b|p\b|['’′]))?"
_HOUR = r"(?:giờ|[hg](?![^\W\d_])|:)"
_FULL = rf"\d{{1,2}}\s*{_HOUR}\s*\d{{2}}{_PAST}"
_WITH_HOUR = rf"(\d{{1,2}})\s*{_HOUR}\s*(?:(\d{{2}}){_PAST})?"
_SPAN = re.compile(
    rf"\(?\s*(?:thời gian\s*:?\s*)?(?:từ\s+)?{_WITH_HOUR}\s*(?:-|–|—|đến)\s*{_WITH_HOUR}\s*\)?\s*[:.]?", re.IGNORECASE
)
_BEGINS = re.compile(
    rf"\s*(?:(?:thời gian\s*:?\s*)?(?:(?:lúc|từ)\s+)?({_FULL}|\d{{1,2}}\s*(?:h|g|giờ))\s*(?:[:–—-]\s+|$)|({_FULL})\s+)",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"[\s,;:–-]*\(?\s*(?:thời (?:gian|lượng)\s*:?\s*)?(\d{1,3})\s*(?:phút|ph|['’′])\s*\)?\s*[.;]?\s*$",
    re.IGNORECASE,
)
_HOUR_BEFORE = re.compile(r"\d\s*(?:h|g|:|giờ)\s*$", re.IGNORECASE)
_HOURS = re.compile(
    r"(?:^|\s*[,;:(–-])\s*(?:thời (?:gian|lượng)\s*:?\s*)?([1-4])\s*(?:h|giờ)\s*"
    r"(\d{1,2})\s*(?:phút|ph|['’′])\s*\)?\s*[.;]?\s*$",
    re.IGNORECASE,
)


def timed(text: str) -> tuple[str, int, str]:
    """Return the beginning (`08:30`) and the minutes that a text contains, and the text without them.

    Minutes come at its end, a span at either end, a single time before everything else.
    """
    span = _SPAN.search(text)
    if not span and (found := _HOURS.search(text)):
        return "", int(found[1]) * 60 + int(found[2]), text[: found.start()].strip()
    if (found := _MINUTES.search(text)) and not _HOUR_BEFORE.search(text[: found.start(1)]):
        return "", int(found[1]), text[: found.start()].strip()
    if span and (not text[: span.start()].strip() or not text[span.end() :].strip(" .;")):
        return _spanned(text, span)
    if alone := _BEGINS.match(text):
        try:
            return read_start(alone[1] or alone[2]), 0, text[alone.end() :].strip()
        except Refused:
            return "", 0, text
    return "", 0, text


def begins_timed(text: str) -> bool:
    """Return whether a text begins with a time, and goes on."""
    found = _SPAN.match(text) or _BEGINS.match(text)
    return found is not None and bool(text[found.end() :].strip())


def is_time(text: str) -> bool:
    """Return whether a text is only a time, even an impossible one."""
    alone = _BEGINS.match(text)
    return bool(_SPAN.fullmatch(text)) or (alone is not None and alone.end() == len(text))


def _spanned(text: str, span: re.Match[str]) -> tuple[str, int, str]:
    begins, ends = (int(h) * 60 + int(m or 0) for h, m in ((span[1], span[2]), (span[3], span[4])))
    if not 0 < ends - begins <= 24 * 60 or begins >= 24 * 60:
        return "", 0, text
    rest = f"{text[: span.start()]} {text[span.end() :]}".strip()
    return f"{begins // 60:02d}:{begins % 60:02d}", ends - begins, rest
