"""Read the values of cells: a line of text, a whole number, a word from a list, a date and time.

On an error each function notes a problem and returns a harmless value. `read` never returns a pack that has problems.
"""

import re
from datetime import datetime, time
from typing import NamedTuple

from meeting.agenda.timing import read_start
from meeting.kernel.clock import VIETNAM
from meeting.kernel.refusals import Refused
from meeting.kernel.text import clean
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.words import M, Words, choices, meaning

_WORD = 400
"""The most characters of a cell that holds a word from a list, a number or a time."""

_DAY = r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4}))"
_CLOCK = r"(?P<h>\d{1,2})(?::|h|g| giờ )(?P<min>\d{2})(?::(?P<s>\d{2}))?"
_ALONE = re.compile(_DAY)
_MOMENT = re.compile(_DAY + r"[ T,]+" + _CLOCK)
_TIME = re.compile(_CLOCK)
_WHOLE = re.compile(r"[+-]?\d{1,9}")


class Cell(NamedTuple):
    """The text of a cell, with its field name and its place."""

    text: str
    field: str
    spot: Spot


def line(cell: Cell, problems: Problems, limit: int = _WORD) -> str:
    """Return one line of text with single spaces; it may be empty.

    Notes a problem above `limit` characters (see commands/caps.py).
    """
    text = " ".join(clean(cell.text).split())
    _check_length(cell, text, limit, problems)
    return text


def required_line(cell: Cell, problems: Problems, limit: int = _WORD) -> str:
    """Return one line of text. Notes a problem when it is empty."""
    text = line(cell, problems, limit)
    if not text:
        problems.add(cell.spot, "blank", field=cell.field)
    return text


def paragraphs(cell: Cell, problems: Problems, limit: int) -> str:
    """Return Markdown text, which may have several lines. Notes a problem above `limit` characters."""
    text = clean(cell.text)
    _check_length(cell, text, limit, problems)
    return text


def _check_length(cell: Cell, text: str, limit: int, problems: Problems) -> None:
    if len(text) > limit:
        problems.add(cell.spot, "too_long", field=cell.field, length=len(text), limit=limit)


def whole_number(cell: Cell, problems: Problems, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`, both included. Notes a problem and returns `low` otherwise."""
    text = line(cell, problems)
    if _WHOLE.fullmatch(text) and low <= int(text) <= high:
        return int(text)
    problems.add(cell.spot, "number_bad", field=cell.field, value=text, low=low, high=high)
    return low


def minutes(cell: Cell, problems: Problems) -> int:
    """Return a duration in minutes, at most a day. `15`, `15 phút` and `15'` mean the same."""
    bare = re.sub(r"\s*(phút|ph|p|minutes|min|')$", "", line(cell, problems), flags=re.IGNORECASE)
    return whole_number(cell._replace(text=bare), problems, 0, 24 * 60)


def clock(cell: Cell, problems: Problems) -> str:
    """Return a time of day as `08:30`. Returns an empty string when blank, and notes a problem when not understood."""
    text = line(cell, problems)
    try:
        return read_start(text)
    except Refused:
        problems.add(cell.spot, "clock_bad", field=cell.field, value=text)
        return ""


def word(cell: Cell, problems: Problems, words: Words[M]) -> M:
    """Return the meaning of a word from a list.

    Notes a problem and returns the last meaning when the word is unknown or blank.
    """
    text = required_line(cell, problems)
    found = meaning(text, words) if text else None
    if text and found is None:
        problems.add(cell.spot, "word_unknown", field=cell.field, value=text, known=choices(words))
    return list(words)[-1] if found is None else found


def moment(cell: Cell, problems: Problems, day: datetime | None = None) -> datetime | None:
    """Return a date and time, read in Vietnam's time zone. A time without a date belongs to `day`, if given.

    Returns None when blank, and notes a problem when not understood.
    """
    text = line(cell, problems)
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
        pass  # dates that do not exist, such as 31 February, become the problem below
    problems.add(cell.spot, "time_bad", field=cell.field, value=text)
    return None


def day(cell: Cell, problems: Problems) -> str:
    """Return a date in ISO form. Returns an empty string when blank, and notes a problem when not understood."""
    text = line(cell, problems)
    found = _ALONE.fullmatch(text)
    try:
        if found:
            return _day_of(found).date().isoformat()
    except ValueError:
        pass  # a date that does not exist becomes the problem below
    if text:
        problems.add(cell.spot, "day_bad", field=cell.field, value=text)
    return ""


def _full_moment(found: re.Match[str]) -> datetime:
    return datetime.combine(_day_of(found).date(), _clock_time(found), VIETNAM)


def _day_of(found: re.Match[str]) -> datetime:
    part = found.groupdict()
    year, month, date = (int(part[name] or part[name + "2"]) for name in ("y", "m", "d"))
    return datetime(year, month, date, tzinfo=VIETNAM)


def _clock_time(found: re.Match[str]) -> time:
    return time(int(found["h"]), int(found["min"]), int(found["s"] or 0))
