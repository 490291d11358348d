"""The sittings that a folder plans (mornings, afternoons, days), and the sitting of each item.

An item names its sitting by number (from 1, as written), by title and day, or by the title alone if it is unique.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import yaml
from msgspec.structs import replace

from meeting.agenda.planned_rules import check_sitting, label_of, usual_title
from meeting.agenda.timing import Timed, planned_minutes
from meeting.commands.caps import limit
from meeting.kernel.clock import VIETNAM, local
from meeting.kernel.refusals import Refused
from meeting.packs.folder.fields import Cell, line, moment
from meeting.packs.folder.head import FolderHead
from meeting.packs.folder.model import PackItem, PackSitting
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.words import plain
from meeting.packs.folder.yaml_source import YamlSource

KEYS = ("title", "starts", "ends")
_DAY = timedelta(days=1)
_SHORTEST = 15  # minutes, of a sitting without a written end whose items have no planned time


class _Written(NamedTuple):
    """A written sitting. `ends` is None when the end follows from its items. `dated`: its start has a date."""

    spot: Spot
    title: str
    starts: datetime
    ends: datetime | None
    dated: bool


class Sittings:
    """The sittings of one folder while it is read, numbered as written."""

    def __init__(self, written: Sequence[_Written], problems: Problems) -> None:
        self._written = written
        self.problems = problems

    def head_with(self, head: FolderHead) -> FolderHead:
        """Return the heading completed with the start or the date of the first sitting."""
        if not self._written:
            return head
        first = min(self._written, key=lambda each: each.starts)
        if head.starts is None:
            return head._replace(starts=first.starts, dated=first.dated)
        if head.dated or not first.dated:
            return head
        day, clock = local(first.starts).date(), local(head.starts).time()
        return head._replace(starts=datetime.combine(day, clock, VIETNAM), dated=True)

    def number(self, cell: Cell) -> int:
        """Return the number of the sitting that a cell names; 0 for none. An unknown sitting is noted as a problem."""
        text = plain(line(cell, self.problems))
        if not text:
            return 0
        numbered = list(enumerate(self._written, start=1))
        for named in (
            [place for place, _ in numbered if str(place) == text],
            [place for place, each in numbered if plain(label_of(each.title, each.starts)) == text],
            [place for place, each in numbered if plain(each.title) == text],
        ):
            if len(named) == 1:
                return named[0]
        known = ", ".join(label_of(each.title, each.starts) for each in self._written) or "–"
        self.problems.add(cell.spot, "sitting_unknown", field=cell.field, value=cell.text, known=known)
        return 0

    def ordered(
        self, items: Sequence[PackItem], moved: timedelta
    ) -> tuple[tuple[PackSitting, ...], tuple[PackItem, ...], list[Spot]]:
        """Return (sittings, items, spots), with the sittings in order of time and moved by `moved`.

        The items carry the new numbers of their sittings. The spots tell where each sitting is written.
        """
        made = []
        for place, each in enumerate(self._written, start=1):
            ends = each.ends or each.starts + timedelta(minutes=_lasts(each.starts, items, place))
            try:
                check_sitting(each.starts, ends, place - 1)
            except Refused as refused:
                self.problems.add_refusal(each.spot, refused)
            made.append((PackSitting(title=each.title, starts_at=each.starts + moved, ends_at=ends + moved), place))
        made.sort(key=lambda each: (each[0].starts_at, each[0].ends_at))
        anew = {place: number for number, (_, place) in enumerate(made, start=1)}
        numbered = tuple(replace(item, sitting=anew.get(item.sitting, 0)) for item in items)
        return tuple(sitting for sitting, _ in made), numbered, [self._written[place - 1].spot for _, place in made]


def read_sittings(source: YamlSource, node: yaml.Node | None, head: FolderHead, today: datetime) -> Sittings:
    """Return the sittings of a list `[{title, starts, ends}]`.

    A time without a date is on the day of the sitting before it, or of the meeting's start.

    An end that is not after its start is on the next day.
    """
    written: list[_Written] = []
    day = head.starts or today
    for each in source.elements(node):
        found = _read(source, each, day)
        if found is not None:
            written.append(found)
            day = found.starts
    return Sittings(written, source.problems)


def _read(source: YamlSource, node: yaml.Node, day: datetime) -> _Written | None:
    problems = source.problems
    entries = source.entries(node, KEYS, ("starts",))
    cells = {key: source.cell(entries[key], key) for key in entries}
    starts = moment(cells["starts"], problems, day) if "starts" in cells else None
    if starts is None:
        return None
    ends = moment(cells["ends"], problems, starts) if "ends" in cells else None
    if ends is not None and ends <= starts and not _is_dated(cells["ends"], starts, ends):
        ends += _DAY
    title = line(cells["title"], problems, limit("agenda.plan_sitting", "title")) if "title" in cells else ""
    dated = _is_dated(cells["starts"], day, starts)
    return _Written(source.spot(node), title or usual_title(starts), starts, ends, dated)


def _is_dated(cell: Cell, day: datetime, found: datetime) -> bool:
    """Return whether a time is written with its date: it then means the same on any day of reading."""
    return moment(cell, Problems(), day + _DAY) == found


def _lasts(starts: datetime, items: Sequence[PackItem], place: int) -> int:
    timed = [Timed(item.title, item.start, item.minutes, item.level) for item in items if item.sitting == place]
    return max(planned_minutes(starts, timed), _SHORTEST)


def sittings_entries(sittings: Sequence[PackSitting], written: Any) -> list[dict[str, str]]:
    """Return the list that `read_sittings` reads back as the same. `written` turns a time into its text."""
    return [
        {"title": each.title, "starts": written(each.starts_at), "ends": written(each.ends_at)} for each in sittings
    ]
