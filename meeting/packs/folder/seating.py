"""The layout of the room in a folder. The list of people says who has which place."""

from typing import Any

import yaml

from meeting.agenda.seating_rules import MOST_AT_TABLE, MOST_IN_ROW, MOST_ROWS, Seating, check_seating
from meeting.kernel.refusals import Refused
from meeting.packs.folder.fields import whole_number
from meeting.packs.folder.yaml_source import YamlSource

_MOST = {"head_table": MOST_AT_TABLE, "rows": MOST_ROWS, "places": MOST_IN_ROW}
KEYS = (*_MOST, "aisles")


def read_seating(source: YamlSource, node: yaml.Node | None) -> Seating | None:
    """Return the layout from `{head_table, rows, places, aisles}`. Each aisle is the number of the place before it.

    Returns None when the folder has no layout.
    """
    if node is None:
        return None
    entries = source.entries(node, KEYS)
    said = {
        key: whole_number(source.cell(entries[key], key), source.problems, 0, most)
        for key, most in _MOST.items()
        if key in entries
    }
    aisles = [source.cell(each, "aisles") for each in source.elements(entries.get("aisles"))]
    numbers = tuple(whole_number(each, source.problems, 1, MOST_IN_ROW) for each in aisles)
    table, rows, width = (said.get(key, 0) for key in _MOST)
    seating = Seating(head=table, rows=rows, width=width, aisles=numbers)
    try:
        check_seating(seating)
    except Refused as refused:
        source.problems.add_refusal(source.spot(node), refused)
    return seating


def seating_entries(seating: Seating | None) -> dict[str, Any]:
    """Return the map that `read_seating` reads back as the same layout."""
    if seating is None:
        return {}
    said = {"head_table": seating.head, "rows": seating.rows, "places": seating.width, "aisles": list(seating.aisles)}
    return {key: value for key, value in said.items() if value}
