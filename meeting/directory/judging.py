"""Decides what each account of the directory means for the known people. Pure. A doubtful account is not taken in.

A person is known by the directory's own id, which stays when an account is renamed or moved. A person without an id is
known by account and name. An empty field of the directory removes nothing.

Administrators and people who conduct a meeting are not bound: the person who sets the directory could sign in as them.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from meeting.access.directory.task import Found
from meeting.directory.rules import Gives, Rule, first_match, is_shrunk
from meeting.kernel.refusals import Refused
from meeting.people.particulars import EMPTY, Particulars
from meeting.people.rules import check_account
from meeting.roster.rules import (
    Doubt,
    Given,
    Judged,
    Known,
    LineKind,
    plain_name,
    same_person,
    told_apart_by,
    told_of,
)

_CAP = 200


class People:
    """The known people, found by what an account says about them."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.by_id = {each.given.directory_id: each for each in known if each.given}
        self.by_account = {each.account: each for each in known if each.account}
        self.by_name: dict[str, list[Known]] = {}
        for each in known:
            self.by_name.setdefault(plain_name(each.particulars), []).append(each)


def judge(
    found: Sequence[Found], known: Sequence[Known], rules: Sequence[Rule], groups: Collection[int]
) -> tuple[list[Judged], bool]:
    """Return each account's effect, and whether too many are missing to remove anybody. `groups`: those that exist."""
    people, twice = People(known), _twice(found)
    lines, there = [], set()
    for each in found:
        rule = first_match(rules, each.groups)
        there.add(each.id)
        judged = _judge(each, rule, people, groups, is_twice=_keys(each) & twice)
        if judged is not None:
            lines.append(judged)
    gone = [each for each in people.by_id.values() if not each.retired and _id(each) not in there]
    lines += [_leaves(each) for each in gone]
    leaving = sum(each.kind is LineKind.LEAVES for each in lines)
    shrunk = is_shrunk(leaving, sum(not each.retired for each in people.by_id.values()), len(found))
    if shrunk:
        lines = [_doubted(each) if each.kind is LineKind.LEAVES else each for each in lines]
    return [replace(each, line=number) for number, each in enumerate(lines, start=1)], shrunk


def judge_newcomer(found: Found, rule: Rule, namesakes: Sequence[Known], groups: Collection[int]) -> Judged | None:
    """Return the judgement of a person who signs in for the first time; None when the rules leave them out."""
    return _judge(found, rule, People(namesakes), groups, is_twice=set())


def _judge(found: Found, rule: Rule, people: People, groups: Collection[int], *, is_twice: set[str]) -> Judged | None:
    person = people.by_id.get(found.id)
    if found.disabled or rule.gives is Gives.NOBODY:
        return _leaves(person) if person and not person.retired else None
    if person is not None:
        return _known(found, person, _given(found, rule, person, groups))
    if not found.id:
        return None
    doubt = Doubt.SAME_ACCOUNT if is_twice else _fault(found)
    if doubt:
        return _conflict(found, doubt, found.account)
    known = people.by_account.get(found.account)
    given = _given(found, rule, known, groups)
    return _to_be_bound(found, known, given) if known else _newcomer(found, given, people)


def _fault(found: Found) -> Doubt:
    """Return what is wrong with an account alone, if anything."""
    try:
        check_account(found.account)
    except Refused:
        return Doubt.ACCOUNT
    return Doubt.NONE if found.name else Doubt.NO_NAME


def _known(found: Found, person: Known, given: Given) -> Judged | None:
    """Return the effect on the person with this directory id. A person who was retired by hand stays retired."""
    if person.retired:
        return _line(person, LineKind.RETURNS, person.particulars) if person.gone_there else None
    wanted = _particulars(found, person.particulars)
    same = wanted == person.particulars and given == person.given
    return replace(_line(person, LineKind.SAME if same else LineKind.CHANGES, wanted), given=given)


def _to_be_bound(found: Found, person: Known, given: Given) -> Judged:
    """Return the effect on a person with this account who is not bound yet: the names must be equal."""
    if person.given is not None:
        return _conflict(found, Doubt.OTHER_ID, person.particulars.named())
    if person.admin:
        return _conflict(found, Doubt.ADMIN, person.particulars.named())
    if person.officer:
        return _conflict(found, Doubt.OFFICER, person.particulars.named())
    if person.retired:
        return _conflict(found, Doubt.RETIRED, person.particulars.named())
    wanted = _particulars(found, person.particulars)
    if plain_name(wanted) != plain_name(person.particulars):
        return _conflict(found, Doubt.OTHER_NAME, person.particulars.named())
    return replace(_line(person, LineKind.CHANGES, wanted), given=given)


def _newcomer(found: Found, given: Given, people: People) -> Judged:
    wanted = _particulars(found, EMPTY)
    alike = same_person(wanted, people.by_name.get(plain_name(wanted), []))
    if alike is not None:
        return _conflict(found, Doubt.NAMESAKE, told_of(alike.particulars))
    return Judged(line=0, account=found.account, particulars=wanted, kind=LineKind.ADDS, given=given)


def _given(found: Found, rule: Rule, person: Known | None, groups: Collection[int]) -> Given:
    """Return what the rule gives. A right that the office itself has given is left out."""
    by_office = person is not None and person.admin and not (person.given and person.given.admin)
    admin = rule.gives is Gives.ADMIN and not by_office
    planned = person is not None and person.planner and not (person.given and person.given.planner)
    planner = rule.gives is Gives.PLANNER and not planned
    return Given(
        directory_id=found.id, admin=admin, planner=planner, group_id=rule.group_id if rule.group_id in groups else None
    )


def _particulars(found: Found, before: Particulars) -> Particulars:
    """Return the directory's particulars; what it leaves empty, or does not know, stays."""
    name = found.name[:100] or before.full_name
    return replace(
        before,
        full_name=name,
        given_name=before.given_name if name == before.full_name else name.rpartition(" ")[2][:40],
        title=found.title[:_CAP] or before.title,
        unit=found.unit[:_CAP] or before.unit,
    )


def _line(person: Known, kind: LineKind, wanted: Particulars) -> Judged:
    return Judged(
        line=0,
        account=person.account,
        particulars=wanted,
        kind=kind,
        person_id=person.person_id,
        version=person.version,
        before=person.particulars,
        given_before=person.given,
    )


def _leaves(person: Known) -> Judged:
    return _line(person, LineKind.LEAVES, person.particulars)


def _doubted(line: Judged) -> Judged:
    return replace(line, kind=LineKind.CONFLICT, doubt=Doubt.SHRUNK, fact=line.particulars.named())


def _conflict(found: Found, doubt: Doubt, fact: str) -> Judged:
    wanted = _particulars(found, EMPTY)
    return Judged(
        line=0, account=found.account[:40], particulars=wanted, kind=LineKind.CONFLICT, doubt=doubt, fact=fact[:400]
    )


def _twice(found: Sequence[Found]) -> set[str]:
    """Return the keys that two accounts share although they must differ: neither account is imported."""
    return {key for key, count in Counter(key for each in found for key in _keys(each)).items() if count > 1}


def _keys(found: Found) -> set[str]:
    """Return the keys by which accounts can be confused: the account without case; the person's name, title and
    unit."""
    if found.disabled:
        return set()
    person = "\n".join(told_apart_by(_particulars(found, EMPTY)))
    return {f"account {found.account}", f"person {person}"}


def _id(person: Known) -> str:
    return person.given.directory_id if person.given else ""
