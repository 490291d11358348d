"""The points outside the room that a folder plans, and the people expected at each.

A point is in the list `points`, beside a person, or both. Different spellings of one name are one point.
"""

from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from meeting.attendance.point_rules import check_count, check_name, key_of, tidy
from meeting.commands.caps import limit
from meeting.kernel.refusals import Refused
from meeting.packs.folder.fields import line
from meeting.packs.folder.model import Pack
from meeting.packs.folder.problems import Problems, Spot
from meeting.packs.folder.yaml_source import YamlSource


def read_points(source: YamlSource, node: yaml.Node | None) -> tuple[str, ...]:
    """Return the names of the listed points. A repeated or wrong name is noted as a problem."""
    found: list[str] = []
    for each in source.elements(node):
        cell = source.cell(each, "points")
        name = tidy(line(cell, source.problems, limit("attendance.add_point", "title")))
        try:
            check_name(name, found)
        except Refused as refused:
            source.problems.add_refusal(cell.spot, refused)
        else:
            found.append(name)
    return tuple(found)


def with_points(pack: Pack, listed: Sequence[str], spot: Spot, problems: Problems) -> Pack:
    """Return the pack with its points: the listed ones, then those named only beside a person.

    Each point gets one spelling.
    """
    names = {key_of(name): name for name in listed}
    for person in pack.people:
        if person.point:
            names.setdefault(key_of(person.point), tidy(person.point))
    try:
        check_count(len(names) - 1)
    except Refused as refused:
        problems.add_refusal(spot, refused)
    people = tuple(replace(each, point=names[key_of(each.point)]) if each.point else each for each in pack.people)
    return replace(pack, points=tuple(names.values()), people=people)
