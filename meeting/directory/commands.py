"""Requests about the office's directory. The worker reads it; people are taken in as from any other list."""

import hashlib
from typing import Annotated

import msgspec
from sqlalchemy import select, update

from meeting.access.directory.task import DirectoryKind
from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.agenda.tables import is_in_meeting
from meeting.commands.registry import Command, Context, command, handles
from meeting.directory import rules
from meeting.directory.events import DirectoryCut, DirectorySet, RulesChosen
from meeting.directory.rules import EVERYBODY, Rule, Trouble
from meeting.directory.tables import OfficeDirectory, directory, find_directory, is_busy, was_looked_over
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.text import Cap
from meeting.people.commands import AddPerson, add_person
from meeting.people.events import PersonAdded
from meeting.people.particulars import Particulars
from meeting.people.tables import Group
from meeting.roster.events import RosterOffered
from meeting.roster.giving import check_may_be_bound, give, retire_for_directory
from meeting.roster.rules import Given, RosterSource
from meeting.roster.tables import Roster
from meeting.work import jobs


@command("directory.set_up", allow=Capability.KEEP_HOUSE)
class SetUpDirectory(Command, frozen=True, kw_only=True):
    """Set how the directory is reached. Our page has encrypted the password (empty: keep the stored one).

    `version`: the version of the settings that the asker saw; 0: none.
    """

    inside = True
    version: int
    urls: tuple[str, ...]
    kind: DirectoryKind
    base: Annotated[str, Cap("Nơi tìm người", 300)]
    service: Annotated[str, Cap("Tài khoản dịch vụ", 300)]
    locked: Annotated[str, Cap("Mật khẩu", 2000)] = ""
    authority: Annotated[str, Cap("Chứng thư", 20_000)] = ""
    group_base: Annotated[str, Cap("Nơi tìm nhóm", 300)] = ""
    wanted: Annotated[str, Cap("Điều kiện lọc", 1000)] = ""
    nightly: bool = False
    newcomers: bool = False


_DECIDE_WHO = ("urls", "kind", "base", "service", "authority", "group_base", "wanted", "newcomers")
"""The settings that decide who is let in, and as whom."""


@handles(SetUpDirectory)
def set_up_directory(command: SetUpDirectory, context: Context) -> list[Event]:
    """Store the settings. They are used from the next question on.

    Raises Refused for bad settings, a changed version, or a missing password, and for another server or other people
    while a meeting is running.
    """
    rules.check_set(command.urls, command.base, command.service, command.wanted)
    row = directory(context.db)
    _check_seen(row, command.version)
    moved = row is not None and (tuple(row.urls) != command.urls or row.service != command.service)
    before = {field: getattr(row, field) for field in _DECIDE_WHO} if row is not None else {}
    asked = {field: getattr(command, field) for field in _DECIDE_WHO}
    if before != asked | {"urls": list(command.urls)}:
        _check_no_meeting(context)
    rules.check_password(known=row is not None, typed=bool(command.locked), moved=moved)
    if row is None:
        row = OfficeDirectory(id=1, version=0, rules=[msgspec.to_builtins(EVERYBODY)], groups=[])
        context.db.add(row)
    told = msgspec.structs.asdict(command)
    for field in set(told) - {"version", "locked", "urls"}:
        setattr(row, field, told[field])
    row.urls, row.locked = list(command.urls), command.locked or row.locked
    row.version += 1
    row.problem = Trouble.NONE
    authority = hashlib.sha256(command.authority.encode()).hexdigest() if command.authority else ""
    shown = {field: told[field] for field in told if field in DirectorySet.__struct_fields__}
    shown |= {"authority": authority, "schema": command.kind, "new_password": bool(command.locked)}
    return [DirectorySet(**shown)]


@command("directory.cut", allow=Capability.KEEP_HOUSE)
class CutDirectory(Command, frozen=True, kw_only=True):
    """Stop using the directory, and delete its password."""


@handles(CutDirectory)
def cut_directory(command: CutDirectory, context: Context) -> list[Event]:
    """Delete the settings. People bound to the directory stay bound: they are the same people when it is set again."""
    row = find_directory(context.db)
    context.db.delete(row)
    return [DirectoryCut(urls=tuple(row.urls))]


@command("directory.choose_rules", allow=Capability.KEEP_HOUSE)
class ChooseRules(Command, frozen=True, kw_only=True):
    """Set the rules for its people; the first rule that fits somebody decides. `version`: the version the asker saw."""

    version: int
    rules: tuple[Rule, ...]


@handles(ChooseRules)
def choose_rules(command: ChooseRules, context: Context) -> list[Event]:
    """Store the rules. They are used from the next reading on.

    Raises Refused for bad rules, a changed version, or while a meeting is running.
    """
    row = find_directory(context.db)
    _check_seen(row, command.version)
    _check_no_meeting(context)
    rules.check_rules(command.rules)
    there = set(context.db.scalars(select(Group.id)))
    if any(rule.group_id is not None and rule.group_id not in there for rule in command.rules):
        raise Refused(NOT_FOUND)
    row.rules = msgspec.to_builtins(command.rules)
    row.version += 1
    return [RulesChosen(rules=command.rules)]


@command("directory.offer", allow=Capability.MANAGE_PEOPLE)
class OfferDirectory(Command, frozen=True, kw_only=True):
    """Have the directory read, for review or to be taken in at once (`by_itself`)."""

    by_itself: bool = False


@handles(OfferDirectory, makes="roster_id")
def offer_directory(command: OfferDirectory, context: Context) -> list[Event]:
    """Request a reading. An automatic one is Refused until somebody has reviewed a list from the directory once.

    Raises Refused too while another list is being worked on.
    """
    find_directory(context.db)
    if is_busy(context.db):
        raise Refused(rules.UNDER_WAY)
    if command.by_itself and not was_looked_over(context.db):
        raise Refused(rules.LOOK_FIRST)
    roster = Roster(
        filename="",
        sha256="",
        offered_at=context.now,
        source=RosterSource.DIRECTORY,
        by_itself=command.by_itself,
    )
    context.db.add(roster)
    context.db.flush()
    jobs.enqueue(context.db, "directory.read", context.now, roster_id=roster.id)
    return [RosterOffered(roster_id=roster.id, filename="", sha256="")]


@command("directory.record_trouble", allow=Capability.WORK)
class RecordTrouble(Command, frozen=True, kw_only=True):
    """Record what was wrong with the directory at the last question, or that nothing was."""

    trouble: Trouble


@handles(RecordTrouble)
def record_trouble(command: RecordTrouble, context: Context) -> list[Event]:
    """Store what is wrong with the directory. Administrators see it until it is over."""
    row = directory(context.db)
    if row is not None:
        row.problem = command.trouble
    return []


@command("directory.record_groups", allow=Capability.WORK)
class RecordGroups(Command, frozen=True, kw_only=True):
    """The groups that the directory has, to choose from."""

    names: tuple[str, ...]


@handles(RecordGroups)
def record_groups(command: RecordGroups, context: Context) -> list[Event]:
    """Store the names of groups, which the page of rules offers."""
    row = directory(context.db)
    if row is not None:
        row.groups = list(command.names)
    return []


@command("directory.record_gone", allow=Capability.WORK)
class RecordGone(Command, frozen=True, kw_only=True):
    """Record that the directory has disabled somebody, or no longer has them."""

    person_id: int


@handles(RecordGone)
def record_gone(command: RecordGone, context: Context) -> list[Event]:
    """Retire the person at once. What they did stays in the record."""
    return retire_for_directory(context, command.person_id)


@command("directory.record_absent", allow=Capability.WORK)
class RecordAbsent(Command, frozen=True, kw_only=True):
    """Record the people whom the directory no longer has, and those whom it has again, by their ids there."""

    absent: tuple[str, ...] = ()
    again: tuple[str, ...] = ()


@handles(RecordAbsent)
def record_absent(command: RecordAbsent, context: Context) -> list[Event]:
    """Remember it. Nobody leaves by this alone."""
    for ids, absent in ((command.absent, True), (command.again, False)):
        if ids:
            context.db.execute(update(Login).where(Login.directory_id.in_(ids)).values(absent_there=absent))
    return []


@command("directory.admit", allow=Capability.WORK)
class Admit(Command, frozen=True, kw_only=True):
    """A person of the directory signs in for the first time and belongs to the office by the rules."""

    account: str
    particulars: Particulars
    directory_id: str
    admin: bool = False
    planner: bool = False
    group_id: int | None = None


@handles(Admit, makes="person_id")
def admit(command: Admit, context: Context) -> list[Event]:
    """Add them, as a list would."""
    given = Given(
        directory_id=command.directory_id, admin=command.admin, planner=command.planner, group_id=command.group_id
    )
    check_may_be_bound(context, given, None)
    events = add_person(AddPerson(account=command.account, particulars=command.particulars), context)
    person_id = next(each.person_id for each in events if isinstance(each, PersonAdded))
    return events + give(context, person_id, given)


def _check_no_meeting(context: Context) -> None:
    """Raise Refused while a meeting is running: nobody gets into it by a directory that was just replaced."""
    if is_in_meeting(context.db):
        raise Refused(rules.IN_MEETING)


def _check_seen(row: OfficeDirectory | None, version: int) -> None:
    """Raise Refused when the settings have changed since the asker saw them."""
    if version != (row.version if row is not None else 0):
        raise Refused(rules.CHANGED)
