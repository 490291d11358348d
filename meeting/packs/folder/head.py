"""The heading of a meeting as the folder has it: title, body, place, time, preset. Blank values stay blank."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import yaml

from meeting.commands.caps import limit
from meeting.kernel.text import fold
from meeting.packs.folder.fields import Cell, line, minutes, moment, required_line
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.yaml_source import YamlSource

NAMES = ("title", "parent_body", "body", "body_code", "place")
HEAD_KEYS = ("slug", *NAMES, "preset", "starts", "ends", "minutes")

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_LIMIT = 60


class FolderHead(NamedTuple):
    """The written heading, and the place of each key (`spots`). `dated`: the start was written with its date."""

    spots: Mapping[str, Spot]
    slug: str = ""
    title: str = ""
    parent_body: str = ""
    body: str = ""
    body_code: str = ""
    place: str = ""
    preset: str = ""
    starts: datetime | None = None
    dated: bool = False
    ends: datetime | None = None
    minutes: int | None = None


def read_head(source: YamlSource, entries: Mapping[str, yaml.Node], today: datetime) -> FolderHead:
    """Return the heading from the entries of a map. A start written without a date is on the day of `today`."""
    problems = source.problems
    cells = {key: source.cell(node, key) for key, node in entries.items() if key in HEAD_KEYS}
    starts = moment(cells["starts"], problems, today) if "starts" in cells else None
    return FolderHead(
        spots={key: cell.spot for key, cell in cells.items()},
        slug=_slug(cells["slug"], problems) if "slug" in cells else "",
        preset=required_line(cells["preset"], problems).lower() if "preset" in cells else "",
        starts=starts,
        dated=starts is not None and moment(cells["starts"], Problems(), today + timedelta(days=1)) == starts,
        ends=moment(cells["ends"], problems, starts or today) if "ends" in cells else None,
        minutes=minutes(cells["minutes"], problems) if "minutes" in cells else None,
        **_names(cells, problems),
    )


def _names(cells: Mapping[str, Cell], problems: Problems) -> dict[str, str]:
    return {
        key: (required_line if key == "title" else line)(cells[key], problems, limit("agenda.create_meeting", key))
        for key in NAMES
        if key in cells
    }


def _slug(cell: Cell, problems: Problems) -> str:
    text = required_line(cell, problems)
    if text and (not _SLUG.fullmatch(text) or len(text) > _SLUG_LIMIT):
        problems.add(cell.spot, "slug_bad", value=text)
    return text


def slug_of(name: str) -> str:
    """Return a slug for a name: `Kỳ họp thứ 6` gives `ky-hop-thu-6`."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:_SLUG_LIMIT].strip("-") or "meeting"
