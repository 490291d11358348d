"""The account, rights and group that the directory gives a person in addition to their particulars.

Whatever the office itself gave stays. A right or a group from the directory is taken away when its rules no longer give
it.
"""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from meeting.access.tables import Login
from meeting.commands.registry import Context
from meeting.conduct.officers_cards import opens_more
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.people.commands import RetirePerson, SetAdmin, SetPlanner, retire_person, set_admin, set_planner
from meeting.people.groups import ChooseGroups, choose_groups
from meeting.people.rules import ACCOUNT_TAKEN
from meeting.people.tables import Group, GroupMember, other_admins
from meeting.roster.rules import Given
from meeting.store.plain import Plain


def given_by(row: dict[str, Any] | None) -> Given | None:
    """Return what a line gives, converted from its row."""
    return None if row is None else msgspec.convert(row, Given)


def retire_for_directory(context: Context, person_id: int) -> list[Event]:
    """Retire a person whom the directory has removed or disabled. They return when the directory has them again."""
    events = retire_person(RetirePerson(person_id=person_id), context)
    context.db.get_one(Login, person_id).gone_there = True
    return events


def check_may_be_bound(context: Context, given: Given, person_id: int | None) -> None:
    """Check who gets an account of the directory.

    Raise Refused when it belongs to another person here, because somebody was quicker. Raise Refused too when the
    person was never bound, and administers now or conducts a meeting: they keep their card and PIN.
    """
    found = _BOUND.one(context.db, directory_id=given.directory_id, person=person_id or 0)
    if found is not None:
        raise Refused(ACCOUNT_TAKEN, account=found.account)
    login = context.db.get(Login, person_id) if person_id is not None else None
    if login is not None and login.directory_id is None and keeps_card(context.db, login, context.now):
        raise Refused(NOT_ALLOWED)


def keeps_card(db: Session, login: Login, now: datetime) -> bool:
    """Return whether somebody's sign-in opens the controls of the office, or of a meeting that is not over.

    Making their card takes two administrators, and binding them to the directory takes one. So they are not bound.
    """
    return opens_more(db, login.person_id, now)


_BOUND = Plain(
    select(Login.account).where(Login.directory_id == bindparam("directory_id"), Login.person_id != bindparam("person"))
)


def give(context: Context, person_id: int, given: Given | None) -> list[Event]:
    """Give what the directory gives now, and take away what only the directory gave before.

    Never refused: the last administrator keeps the right, and a group that no longer exists is left out.
    """
    if given is not None and (given.admin or given.planner or given.group_id is not None):
        context.db.flush()  # the commands below look the person up in the database
    login = _login(context.db, person_id)
    wanted = given or Given(directory_id="")
    login.directory_id, login.absent_there = wanted.directory_id or None, False
    rights = [*_give_right(context, login, wanted.admin), *_give_planning(context, login, wanted.planner)]
    return [*rights, *_give_group(context, login, wanted.group_id)]


def _login(db: Session, person_id: int) -> Login:
    """Return a person's login. For a person just added it is not flushed yet, so that all is written at once."""
    added = (each for each in db.new if isinstance(each, Login) and each.person_id == person_id)
    return next(added, None) or db.get_one(Login, person_id)


def _give_right(context: Context, login: Login, admin: bool) -> list[Event]:
    if admin == bool(login.given_admin) or (admin and login.admin):
        return []
    if not admin and login.admin and other_admins(context.db, login.person_id) == 0:
        return []
    login.given_admin = admin
    return set_admin(SetAdmin(person_id=login.person_id, admin=admin), context)


def _give_planning(context: Context, login: Login, planner: bool) -> list[Event]:
    if planner == bool(login.given_planner) or (planner and login.planner):
        return []
    login.given_planner = planner
    return set_planner(SetPlanner(person_id=login.person_id, planner=planner), context)


def _give_group(context: Context, login: Login, group_id: int | None) -> list[Event]:
    if group_id == login.given_group:
        return []
    mine = set(context.db.scalars(select(GroupMember.group_id).where(GroupMember.person_id == login.person_id)))
    there = set(context.db.scalars(select(Group.id)))
    wanted = {each for each in (mine - {login.given_group} | {group_id}) if each is not None and each in there}
    login.given_group = group_id if group_id in there else None
    return choose_groups(ChooseGroups(person_id=login.person_id, group_ids=tuple(sorted(wanted))), context)
