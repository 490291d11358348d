"""Planned times of items, and what is odd about them. Pure.

Planned times are optional and never refused for not fitting: no law requires them, and the day itself may go
differently.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from meeting.kernel.clock import VIETNAM, local
from meeting.kernel.refusals import Refused, _l, declare

BAD_START = declare("agenda.bad_start", 400, "Không hiểu giờ “{text}”. Viết như 08:30 hoặc 8h30.")
BAD_YEAR = declare("agenda.bad_year", 400, "Năm phải từ {first} đến {last}.")

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The first and the last year of planned times."""
_CLOCK = re.compile(
    r"([0-9]{1,2})(?: ?(?:h|g|giờ) ?(?:([0-9]{2})(?: ?(?:phút|ph|p|['’′]))?)?|:([0-9]{2})(?::[0-9]{2})?)", re.IGNORECASE
)
_SHOWN = 60
"""The most letters of a title in a sentence about its time."""


class Odd(StrEnum):
    """The kinds of oddity in a planned time."""

    BACKWARDS = "backwards"
    OUTSIDE = "outside"
    TIGHT = "tight"
    LATE = "late"
    FULL = "full"
    ORDER = "order"
    OVERLAP = "overlap"
    BEYOND = "beyond"


ODD_WORDS: Mapping[Odd, str] = {
    Odd.BACKWARDS: _l("“{title}” ghi bắt đầu lúc {start}, trước giờ của nội dung đứng trên nó ({before})."),
    Odd.OUTSIDE: _l("“{title}” ghi bắt đầu lúc {start}, ngoài giờ họp ({begins}–{ends})."),
    Odd.TIGHT: _l("Đến “{title}” lúc {start} chỉ có {room} phút, các nội dung trước đó cần {needed} phút."),
    Odd.LATE: _l("Từ “{title}” lúc {start} đến hết cần {needed} phút, quá giờ kết thúc {ends}."),
    Odd.FULL: _l("{sitting} dài {room} phút, các nội dung của buổi cần {needed} phút."),
    Odd.ORDER: _l("“{title}” thuộc {sitting} nhưng đứng sau nội dung của {before}."),
    Odd.OVERLAP: _l("{sitting} trùng giờ với {before}."),
    Odd.BEYOND: _l("{sitting} nằm ngoài thời gian của phiên họp ({begins} – {ends})."),
}
"""The sentence for each kind, with the facts of `Oddity`."""


class Timed(NamedTuple):
    """The facts about an item's planned time.

    `start`: `08:30`, or empty; `level`: its depth below the item above; `sitting`: the index of its planned sitting, -1
    without one.
    """

    title: str
    start: str
    minutes: int
    level: int = 0
    sitting: int = -1


class PlannedSpan(NamedTuple):
    """The times of a planned sitting, or of the whole meeting."""

    label: str
    begins: datetime
    ends: datetime


class Oddity(NamedTuple):
    """One unusual time: the index of the item or sitting (0 is first), and the facts for its sentence."""

    kind: Odd
    place: int
    facts: dict[str, Any]


def check_years(*years: int) -> None:
    """Raise Refused for a year that clocks and calendars may not be able to show."""
    if any(not FIRST_YEAR <= year <= LAST_YEAR for year in years):
        raise Refused(BAD_YEAR, first=FIRST_YEAR, last=LAST_YEAR)


def read_start(text: str) -> str:
    """Return a time of day as stored, `08:30`; empty for none. Accepts `8:30`, `8h30`, `8h`, `8 giờ 30`, `8 giờ 30
    phút`. Raises Refused for other texts."""
    bare = " ".join(text.split())
    if not bare:
        return ""
    found = _CLOCK.fullmatch(bare)
    minutes = (found[2] or found[3] or "00") if found else ""
    if found is None or int(found[1]) > 23 or int(minutes) > 59:
        raise Refused(BAD_START, text=text[:40])
    return f"{int(found[1]):02d}:{minutes}"


def odd_items(whole: PlannedSpan, sittings: Sequence[PlannedSpan], items: Sequence[Timed]) -> Iterator[Oddity]:
    """Yield what is odd about the items' times, each within its planned sitting or the whole meeting."""
    for number, span in [(-1, whole), *enumerate(sittings)]:
        places = [place for place, item in enumerate(items) if item.sitting == number]
        found = list(oddities(span.begins, span.ends, [items[place] for place in places]))
        yield from (odd._replace(place=places[odd.place]) for odd in found)
        room, needed = _minutes(span), _needed([items[place] for place in places])
        if number >= 0 and needed > room and not found:
            yield Oddity(Odd.FULL, places[0], {"sitting": span.label, "room": room, "needed": needed})
    latest = -1
    for place, item in enumerate(items):
        if 0 <= item.sitting < latest:
            here = {"title": _short(item.title), "sitting": sittings[item.sitting].label}
            yield Oddity(Odd.ORDER, place, here | {"before": sittings[latest].label})
        latest = max(latest, item.sitting)


def odd_sittings(whole: PlannedSpan, sittings: Sequence[PlannedSpan]) -> Iterator[Oddity]:
    """Yield what is odd about the sittings' times; they are in order of time."""
    for place, span in enumerate(sittings):
        before = max(sittings[:place], key=lambda each: each.ends, default=None)
        if before is not None and before.ends > span.begins:
            yield Oddity(Odd.OVERLAP, place, {"sitting": span.label, "before": before.label})
        if span.begins < whole.begins or span.ends > whole.ends:
            facts = {"begins": f"{local(whole.begins):%H:%M %d/%m/%Y}", "ends": f"{local(whole.ends):%H:%M %d/%m/%Y}"}
            yield Oddity(Odd.BEYOND, place, {"sitting": span.label} | facts)


def oddities(begins: datetime, ends: datetime, items: Sequence[Timed]) -> Iterator[Oddity]:
    """Yield what is odd about planned times from `begins` to `ends`; nothing without planned times.

    A time earlier than the one above belongs to the next day, if the meeting lasts that long. The minutes of an item
    with items under it are the sum of those items' minutes.
    """
    begins, ends = local(begins), local(ends)
    span = {"begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
    at, last, needed = begins, -1, 0
    for place, item in enumerate(items):
        if item.start:
            here: dict[str, Any] = {"title": _short(item.title), "start": item.start}
            moment = _next(at, item.start)
            if moment > ends and last >= 0 and item.start < items[last].start:
                yield Oddity(Odd.BACKWARDS, place, here | {"before": items[last].start})
            elif moment > ends:
                yield Oddity(Odd.OUTSIDE, place, here | span)
            else:
                room = int((moment - at).total_seconds()) // 60
                if needed > room:
                    yield Oddity(Odd.TIGHT, place, here | {"room": room, "needed": needed})
                at, last, needed = moment, place, 0
        needed += _own_minutes(items, place)
    if last >= 0 and at + timedelta(minutes=needed) > ends:
        here = {"title": _short(items[last].title), "start": items[last].start}
        yield Oddity(Odd.LATE, last, here | span | {"needed": needed})


def planned_minutes(begins: datetime, items: Sequence[Timed]) -> int:
    """Return the planned minutes in all: those of the items, and waits until items with a planned time."""
    begins = at = local(begins)
    for item in items:
        if item.start and (moment := _next(at, item.start)).date() == at.date():
            at = moment
        at += timedelta(minutes=item.minutes)
    return int((at - begins).total_seconds()) // 60


def _own_minutes(items: Sequence[Timed], place: int) -> int:
    """Return an item's minutes: the sum of the items under it, if there are any."""
    under = place + 1 < len(items) and items[place + 1].level > items[place].level
    return 0 if under else items[place].minutes


def _needed(items: Sequence[Timed]) -> int:
    return sum(_own_minutes(items, place) for place in range(len(items)))


def _minutes(span: PlannedSpan) -> int:
    return int((span.ends - span.begins).total_seconds()) // 60


def _next(at: datetime, start: str) -> datetime:
    """Return the first moment from `at` on when a clock in Vietnam shows that time."""
    moment = datetime.combine(at.date(), time.fromisoformat(start), VIETNAM)
    return moment if moment >= at else moment + timedelta(days=1)


def _short(title: str) -> str:
    return title if len(title) <= _SHOWN else f"{title[:_SHOWN].rstrip()}…"
