"""Groups within groups: who belongs to a group through any number of others, also when groups hold each other."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Group(NamedTuple):
    """A group of the directory: its DN, its name, and the DNs and accounts that it holds. DNs in one form (`plain`)."""

    dn: str
    name: str
    members: frozenset[str]
    accounts: frozenset[str] = frozenset()


def held(top: Group, groups: Mapping[str, Group]) -> tuple[set[str], set[str]]:
    """All DNs and accounts that a group holds, directly or through others. Each group is looked into once."""
    seen, left = {top.dn}, [top]
    dns: set[str] = set()
    accounts: set[str] = set()
    while left:
        group = left.pop()
        dns |= group.members
        accounts |= group.accounts
        inner = {dn for dn in group.members if dn in groups} - seen
        seen |= inner
        left += [groups[dn] for dn in inner]
    return dns, accounts


def named(wanted: Iterable[str], groups: Iterable[Group]) -> dict[str, list[Group]]:
    """For each group asked for by name or DN: those it may be. Names and DNs are compared without case."""
    known: dict[str, list[Group]] = {}
    for group in groups:
        for key in {group.name.casefold(), group.dn}:
            known.setdefault(key, []).append(group)
    return {each: known.get(each.casefold().strip()) or known.get(plain(each), []) for each in wanted}


def plain(dn: str) -> str:
    """A DN in one form: case and the spaces around its parts tell nothing."""
    return ",".join("=".join(half.strip() for half in part.split("=", 1)) for part in dn.split(",")).casefold()
