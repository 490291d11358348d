"""The readers of a paper in a folder: the keys `readers`, `from` and `until` of its entry, read and written.

`readers` names members and guests by the word for their role, a group as “nhóm …”, and a person by account.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC
from typing import Any

import yaml
from msgspec.structs import replace

from meeting.kernel.clock import local
from meeting.kernel.roles import Role
from meeting.packs.folder.fields import Cell, moment, required_line
from meeting.packs.folder.model import PackReaders
from meeting.packs.folder.problems import Problems
from meeting.packs.folder.words import ROLES, meaning, written
from meeting.packs.folder.yaml_source import YamlSource

_GROUP = ("nhóm ", "group ")


def read_readers(source: YamlSource, entries: Mapping[str, yaml.Node], accounts: Collection[str]) -> PackReaders:
    """Return the readers from a paper's entry. The default is the members, at any time."""
    problems = source.problems
    cells = {key: source.cell(entries[key], key) for key in ("from", "until") if key in entries}
    moments = {key: at.astimezone(UTC) for key, cell in cells.items() if (at := moment(cell, problems))}
    opens, closes = moments.get("from"), moments.get("until")
    if opens and closes and opens >= closes:
        problems.add(cells["until"].spot, "ends_before")
    if "readers" not in entries:
        return PackReaders(opens_at=opens, closes_at=closes)
    named = [source.cell(node, "readers") for node in source.elements(entries["readers"])]
    return replace(named_readers(named, accounts, problems), opens_at=opens, closes_at=closes)


def named_readers(cells: Iterable[Cell], accounts: Collection[str], problems: Problems) -> PackReaders:
    """Return only the named readers. An unknown name is noted as a problem."""
    roles, groups, people = set(), set(), set()
    for cell in cells:
        text = required_line(cell, problems)
        role = meaning(text, ROLES) if text else None
        if role in (Role.MEMBER, Role.GUEST):
            roles.add(role)
        elif text.casefold().startswith(_GROUP):
            groups.add(text.split(" ", 1)[1])
        elif text in accounts:
            people.add(text)
        elif text:
            problems.add(cell.spot, "reader_unknown", field=cell.field, value=text)
    return PackReaders(
        members=Role.MEMBER in roles,
        guests=Role.GUEST in roles,
        groups=tuple(sorted(groups)),
        accounts=tuple(sorted(people)),
    )


def readers_entries(readers: PackReaders) -> dict[str, Any]:
    """Return the keys of a paper's entry that differ from the default."""
    said: dict[str, Any] = {}
    if (readers.members, readers.guests, readers.groups, readers.accounts) != (True, False, (), ()):
        roles = [(readers.members, Role.MEMBER), (readers.guests, Role.GUEST)]
        said["readers"] = [written(role, ROLES) for told, role in roles if told]
        said["readers"] += [_GROUP[0] + title for title in readers.groups] + list(readers.accounts)
    for key, at in (("from", readers.opens_at), ("until", readers.closes_at)):
        if at is not None:
            said[key] = local(at).strftime("%Y-%m-%d %H:%M:%S" if local(at).second else "%Y-%m-%d %H:%M")
    return said
