"""Answers questions about an LDAP directory in a separate process: `python -m meeting.access.directory.ldap_apart`."""

from typing import Any
from uuid import UUID

import msgspec

from meeting.access.directory.ldap_wire import Stopped, asked, bound, paged, safe
from meeting.access.directory.nested import DirectoryGroup, held, named, plain
from meeting.access.directory.task import Answer, DirectoryKind, Everybody, Found, Link, LinkStep, Question, StillThere
from meeting.kernel.task import answer_request
from meeting.kernel.text import clean

SAMPLE = 5
DEEPEST = 20
_DISABLED = 2
"""The bit of Active Directory's `userAccountControl` that marks a disabled account."""
_FOR_GOOD = "000001010000Z"
"""`pwdAccountLockedTime` of an account that an administrator locked. Any other time is only a pause after wrong
passwords; if it counted, anybody could lock a person out by typing a few wrong ones."""
_ATTRIBUTES = [
    *("entryUUID", "objectGUID", "userAccountControl", "pwdAccountLockedTime"),
    *("cn", "displayName", "title", "department", "ou"),
]
_GROUPS = "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup)(objectClass=group))"


def answer(question: Question | Everybody | StillThere) -> Answer:
    """Ask the directory. A failure is returned as the step that failed, never raised."""
    link = question.link
    try:
        with bound(link, link.service, link.password, LinkStep.SERVICE) as service:
            match question:
                case Everybody():
                    return _everybody(service, question)
                case StillThere():
                    return Answer(LinkStep.DONE, found=_still_there(service, question))
                case Question(account=""):
                    sample = _search(service, link, f"({link.kind.login}=*)", SAMPLE)[:SAMPLE]
                    names = sorted(group.name for group in _groups(service, link))
                    return Answer(LinkStep.DONE, found=[_found(each, link) for each in sample], groups=names)
                case _:
                    return Answer(LinkStep.DONE, found=_owner(service, question))
    except Stopped as stopped:
        return Answer(stopped.step, str(stopped)[:400])


def _owner(service: Any, question: Question) -> list[Found]:
    """Return the one enabled account of that name if the password opens it; otherwise an empty list."""
    link, account = question.link, clean(question.account)
    entries = _search(service, link, f"({link.kind.login}={safe(account)})", 2)
    if len(entries) != 1 or _is_disabled(entries[0]):
        return []
    try:
        with bound(link, entries[0]["dn"], question.password, LinkStep.DONE):
            pass
    except Stopped as stopped:
        if stopped.step is not LinkStep.DONE:
            raise
        if str(stopped) != "invalidCredentials":  # busy or unavailable: not a wrong password
            raise Stopped(LinkStep.SEARCH, stopped) from None
        return []
    found = _found(entries[0], link)
    if question.groups:
        above = _above(service, link, entries[0]["dn"], _first(entries[0], link.kind.login))
        inside = tuple(wanted for wanted, groups in named(question.groups, above).items() if groups)
        found = msgspec.structs.replace(found, groups=inside)
    return [found]


def _above(service: Any, link: Link, dn: str, account: str) -> list[DirectoryGroup]:
    """Return every group that an account is in, directly or through other groups. Asks about each group once."""
    found: dict[str, DirectoryGroup] = {}
    above = [f"(|(member={safe(dn)})(uniqueMember={safe(dn)})(memberUid={safe(account)}))"]
    for _ in range(DEEPEST):
        fresh = {group.dn: group for each in above for group in _groups(service, link, each)}
        fresh = {key: group for key, group in fresh.items() if key not in found}
        if not fresh:
            break
        found |= fresh
        above = [f"(|(member={safe(key)})(uniqueMember={safe(key)}))" for key in fresh]
    return list(found.values())


def _everybody(service: Any, question: Everybody) -> Answer:
    link = question.link
    people = paged(service, link.base, _of_people(link, f"({link.kind.login}=*)"), [link.kind.login, *_ATTRIBUTES])
    groups = _groups(service, link) if question.groups else []
    wanted = named(question.groups, groups)
    by_dn = {group.dn: group for group in groups}
    holds = {name: [held(group, by_dn) for group in these] for name, these in wanted.items()}
    found = [_with_groups(_found(entry, link), plain(entry["dn"]), holds) for entry in people]
    return Answer(LinkStep.DONE, found=found, unknown=[name for name, these in wanted.items() if not these])


def _with_groups(found: Found, dn: str, holds: dict[str, list[tuple[set[str], set[str]]]]) -> Found:
    inside = [
        wanted
        for wanted, all_held in holds.items()
        if any(dn in dns or found.account in accounts for dns, accounts in all_held)
    ]
    return msgspec.structs.replace(found, groups=tuple(inside))


def _still_there(service: Any, question: StillThere) -> list[Found]:
    link = question.link
    mine = [part for each in question.ids for part in _by_id(each)]
    entries = _search(service, link, f"({link.kind.login}=*)", SAMPLE)[:SAMPLE]
    for at in range(0, len(mine), 100):
        wanted = _of_people(link, f"(|{''.join(mine[at : at + 100])})")
        entries += paged(service, link.base, wanted, [link.kind.login, *_ATTRIBUTES])
    return [_found(entry, link) for entry in entries]


def _by_id(text: str) -> list[str]:
    """Return filters for an account by its id; none when the text is not an id."""
    try:
        found = UUID(text)
    except ValueError:
        return []
    in_active = "".join(f"\\{byte:02x}" for byte in found.bytes_le)
    return [f"(entryUUID={found})", f"(objectGUID={in_active})"]


def _groups(service: Any, link: Link, wanted: str = "") -> list[DirectoryGroup]:
    """Return the directory's groups that also pass the filter `wanted`."""
    attributes = ["cn", "member", "uniqueMember", "memberUid"]
    entries = paged(service, link.group_base or link.base, f"(&{_GROUPS}{wanted})", attributes)
    return [_group(entry) for entry in entries]


def _group(entry: Any) -> DirectoryGroup:
    members = [*_all(entry, "member"), *_all(entry, "uniqueMember")]
    accounts = frozenset(clean(each).lower() for each in _all(entry, "memberUid"))
    return DirectoryGroup(plain(entry["dn"]), clean(_first(entry, "cn")), frozenset(map(plain, members)), accounts)


def _of_people(link: Link, wanted: str) -> str:
    """Return the filter for people. In Active Directory groups and machines have accounts, and machines count as
    people."""
    kind = "(objectClass=person)(!(objectClass=computer))" if link.kind is DirectoryKind.ACTIVE else ""
    return f"(&{wanted}{kind}{link.wanted})" if kind or link.wanted else wanted


def _search(service: Any, link: Link, wanted: str, most: int) -> list[Any]:
    attributes = [link.kind.login, *_ATTRIBUTES]
    return asked(service, link.base, _of_people(link, wanted), attributes, ("sizeLimitExceeded",), size_limit=most)


def _is_disabled(entry: Any) -> bool:
    control = _first(entry, "userAccountControl")
    by_control = control.isdecimal() and bool(int(control) & _DISABLED)
    return by_control or _first(entry, "pwdAccountLockedTime") == _FOR_GOOD


def _found(entry: Any, link: Link) -> Found:
    guid = entry["raw_attributes"].get("objectGUID")
    right = guid and len(guid[0]) == 16
    identity = str(UUID(bytes_le=bytes(guid[0]))) if right else _first(entry, "entryUUID")
    unit = _first(entry, "department") or ("" if link.kind is DirectoryKind.ACTIVE else _first(entry, "ou"))
    return Found(
        id=identity.lower(),
        account=clean(_first(entry, link.kind.login)).lower(),
        name=_words(_first(entry, "displayName") or _first(entry, "cn")),
        title=_words(_first(entry, "title")),
        unit=_words(unit),
        disabled=_is_disabled(entry),
    )


def _words(text: str) -> str:
    return " ".join(clean(text).split())


def _first(entry: Any, attribute: str) -> str:
    return next(iter(_all(entry, attribute)), "")


def _all(entry: Any, attribute: str) -> list[str]:
    return [bytes(each).decode("utf-8", "replace") for each in entry["raw_attributes"].get(attribute) or []]


if __name__ == "__main__":
    answer_request(Question | Everybody | StillThere, answer)
