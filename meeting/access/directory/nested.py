"""Groups within groups: who belongs to a group through any number of others, even when groups contain each other."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class DirectoryGroup(NamedTuple):
    """A group of the directory: its DN, its name, and the DNs and accounts of its members. DNs are in `plain` form."""

    dn: str
    name: str
    members: frozenset[str]
    accounts: frozenset[str] = frozenset()


def held(top: DirectoryGroup, groups: Mapping[str, DirectoryGroup]) -> tuple[set[str], set[str]]:
    """Return all DNs and accounts in a group, directly or through other groups. Visits each group once."""
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


def named(wanted: Iterable[str], groups: Iterable[DirectoryGroup]) -> dict[str, list[DirectoryGroup]]:
    """Return, for each group asked for by name or DN, the groups that match. Case is ignored."""
    known: dict[str, list[DirectoryGroup]] = {}
    for group in groups:
        for key in {group.name.casefold(), group.dn}:
            known.setdefault(key, []).append(group)
    return {each: known.get(each.casefold().strip()) or known.get(plain(each), []) for each in wanted}


def plain(dn: str) -> str:
    """Return a DN in one form: lower case, without spaces around its parts."""
    return ",".join("=".join(half.strip() for half in part.split("=", 1)) for part in dn.split(",")).casefold()
