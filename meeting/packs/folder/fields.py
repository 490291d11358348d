"""Written values and what they mean: a line of text, a whole number, a word of a list, a moment.

Each reader notes what is wrong and goes on with a harmless value: a pack with problems is never returned.
"""

import re
from datetime import datetime, time
from typing import NamedTuple

from meeting.agenda.timing import read_start
from meeting.kernel.clock import VIETNAM
from meeting.kernel.refusals import Refused
from meeting.kernel.text import clean
from meeting.packs.folder.problems import Findings, Spot
from meeting.packs.folder.words import M, Words, choices, meaning

_WORD = 400
"""Letters of what is read as a word of a list, a number or a moment, whatever it says."""

_DAY = r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4}))"
_CLOCK = r"(?P<h>\d{1,2})(?::|h|g| giờ )(?P<min>\d{2})(?::(?P<s>\d{2}))?"
_ALONE = re.compile(_DAY)
_MOMENT = re.compile(_DAY + r"[ T,]+" + _CLOCK)
_TIME = re.compile(_CLOCK)
_WHOLE = re.compile(r"[+-]?\d{1,9}")


class Cell(NamedTuple):
    """A written value with the name of its field and its place."""

    text: str
    field: str
    spot: Spot


def line(cell: Cell, findings: Findings, limit: int = _WORD) -> str:
    """One line of text of at most `limit` letters (see commands/caps.py), spaces evened; may be empty."""
    text = " ".join(clean(cell.text).split())
    _check_length(cell, text, limit, findings)
    return text


def required_line(cell: Cell, findings: Findings, limit: int = _WORD) -> str:
    """One line of text that may not be empty."""
    text = line(cell, findings, limit)
    if not text:
        findings.add(cell.spot, "blank", field=cell.field)
    return text


def paragraphs(cell: Cell, findings: Findings, limit: int) -> str:
    """Text of several lines (Markdown), of at most `limit` letters."""
    text = clean(cell.text)
    _check_length(cell, text, limit, findings)
    return text


def _check_length(cell: Cell, text: str, limit: int, findings: Findings) -> None:
    if len(text) > limit:
        findings.add(cell.spot, "too_long", field=cell.field, length=len(text), limit=limit)


def whole_number(cell: Cell, findings: Findings, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    text = line(cell, findings)
    if _WHOLE.fullmatch(text) and low <= int(text) <= high:
        return int(text)
    findings.add(cell.spot, "number_bad", field=cell.field, value=text, low=low, high=high)
    return low


def minutes(cell: Cell, findings: Findings) -> int:
    """A length of time in minutes, at most a day; `15`, `15 phút` and `15'` are the same."""
    bare = re.sub(r"\s*(phút|ph|p|minutes|min|')$", "", line(cell, findings), flags=re.IGNORECASE)
    return whole_number(cell._replace(text=bare), findings, 0, 24 * 60)


def clock(cell: Cell, findings: Findings) -> str:
    """A time of day as `08:30`; empty when blank or wrong."""
    text = line(cell, findings)
    try:
        return read_start(text)
    except Refused:
        findings.add(cell.spot, "clock_bad", field=cell.field, value=text)
        return ""


def word(cell: Cell, findings: Findings, words: Words[M]) -> M:
    """The meaning of a word out of a list; the last meaning when it is not understood."""
    text = required_line(cell, findings)
    found = meaning(text, words) if text else None
    if text and found is None:
        findings.add(cell.spot, "word_unknown", field=cell.field, value=text, known=choices(words))
    return list(words)[-1] if found is None else found


def moment(cell: Cell, findings: Findings, day: datetime | None = None) -> datetime | None:
    """A moment written in Vietnam's time; a time alone is on the given day. None when blank or wrong."""
    text = line(cell, findings)
    if not text:
        return None
    full = _MOMENT.fullmatch(text)
    alone = _TIME.fullmatch(text) if day else None
    try:
        if full:
            return _full_moment(full)
        if alone and day:
            return datetime.combine(day.astimezone(VIETNAM).date(), _clock_time(alone), VIETNAM)
    except ValueError:
        pass  # the 31st of February and the like are told like any other mistake
    findings.add(cell.spot, "time_bad", field=cell.field, value=text)
    return None


def day(cell: Cell, findings: Findings) -> str:
    """A day as ISO; empty when blank or wrong."""
    text = line(cell, findings)
    found = _ALONE.fullmatch(text)
    try:
        if found:
            return _day_of(found).date().isoformat()
    except ValueError:
        pass  # as above
    if text:
        findings.add(cell.spot, "day_bad", field=cell.field, value=text)
    return ""


def _full_moment(found: re.Match[str]) -> datetime:
    return datetime.combine(_day_of(found).date(), _clock_time(found), VIETNAM)


def _day_of(found: re.Match[str]) -> datetime:
    part = found.groupdict()
    year, month, date = (int(part[name] or part[name + "2"]) for name in ("y", "m", "d"))
    return datetime(year, month, date, tzinfo=VIETNAM)


def _clock_time(found: re.Match[str]) -> time:
    return time(int(found["h"]), int(found["min"]), int(found["s"] or 0))
