"""Commands about groups of people: Thường trực, Tổ đại biểu, Ban. A group gives no right; it helps to find people."""

from typing import Annotated

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.text import Cap
from meeting.people import rules
from meeting.people.events import GroupDissolved, GroupMade, GroupRenamed, GroupsChanged
from meeting.people.tables import Group, GroupMember, find_group, find_person

GroupName = Annotated[str, Cap("Tên nhóm", 100)]


@command("people.make_group", allow=Capability.MANAGE_PEOPLE)
class MakeGroup(Command, frozen=True, kw_only=True):
    """Make a group."""

    title: GroupName


@handles(MakeGroup, makes="group_id")
def make_group(command: MakeGroup, context: Context) -> list[Event]:
    """Make a group. Raises Refused for an empty or taken name."""
    _check_title(context.db, command.title)
    group = Group(title=command.title)
    context.db.add(group)
    context.db.flush()
    return [GroupMade(group_id=group.id, title=group.title)]


@command("people.rename_group", allow=Capability.MANAGE_PEOPLE)
class RenameGroup(Command, frozen=True, kw_only=True):
    """Rename a group."""

    group_id: int
    title: GroupName


@handles(RenameGroup)
def rename_group(command: RenameGroup, context: Context) -> list[Event]:
    """Rename a group. Its people stay in it. Raises Refused for an empty or taken name."""
    group = find_group(context.db, command.group_id)
    if group.title == command.title:
        return []
    _check_title(context.db, command.title)
    group.title = command.title
    return [GroupRenamed(group_id=group.id, title=group.title)]


@command("people.dissolve_group", allow=Capability.MANAGE_PEOPLE)
class DissolveGroup(Command, frozen=True, kw_only=True):
    """Take a group off the list."""

    group_id: int


@handles(DissolveGroup)
def dissolve_group(command: DissolveGroup, context: Context) -> list[Event]:
    """Delete a group. Its people stay in the office."""
    group = find_group(context.db, command.group_id)
    context.db.execute(delete(GroupMember).where(GroupMember.group_id == group.id))
    context.db.delete(group)
    return [GroupDissolved(group_id=group.id, title=group.title)]


@command("people.choose_groups", allow=Capability.MANAGE_PEOPLE)
class ChooseGroups(Command, frozen=True, kw_only=True):
    """Set the groups of a person. They leave all others."""

    person_id: int
    group_ids: tuple[int, ...] = ()


@handles(ChooseGroups)
def choose_groups(command: ChooseGroups, context: Context) -> list[Event]:
    """Write only the differences."""
    db, person = context.db, find_person(context.db, command.person_id)
    wanted = set(command.group_ids)
    if wanted - set(db.scalars(select(Group.id))):
        raise Refused(NOT_FOUND)
    present = set(db.scalars(select(GroupMember.group_id).where(GroupMember.person_id == person.id)))
    joined, left = sorted(wanted - present), sorted(present - wanted)
    if not joined and not left:
        return []
    db.execute(delete(GroupMember).where(GroupMember.person_id == person.id, GroupMember.group_id.in_(left)))
    db.add_all(GroupMember(group_id=group_id, person_id=person.id) for group_id in joined)
    return [GroupsChanged(person_id=person.id, joined=tuple(joined), left=tuple(left))]


def _check_title(db: Session, title: str) -> None:
    rules.check_title(title)
    if any(known.casefold() == title.casefold() for known in db.scalars(select(Group.title))):
        raise Refused(rules.TITLE_TAKEN, title=title)
