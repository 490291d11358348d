"""A council whose office has a directory: set up by its administrator, and asked by the server and by the worker."""

import dataclasses

from sqlalchemy.orm import Session

from meeting.access.directory import ldap_apart
from meeting.access.directory.local import LocalDirectory
from meeting.access.directory.outside import Ask
from meeting.access.directory.task import Everybody, Link
from meeting.access.tables import Login
from meeting.directory.commands import ChooseRules, SetUpDirectory
from meeting.directory.newcomers import OfficeNewcomers, with_outside
from meeting.directory.rules import Rule
from meeting.directory.tables import PURPOSE, directory, find_directory
from meeting.kernel.locked import lock
from tests.council import Council


def sets_up(council: Council, link: Link, *, newcomers: bool = False, nightly: bool = True) -> None:
    """The administrator sets the directory, for the first time or again."""
    with council.database.read() as db:
        row = directory(db)
        version = row.version if row is not None else 0
    command = SetUpDirectory(
        version=version,
        urls=link.urls,
        kind=link.kind,
        base=link.base,
        service=link.service,
        locked=lock(council.house.site.secret, PURPOSE, link.password),
        authority=link.authority,
        group_base=link.group_base,
        wanted=link.wanted,
        nightly=nightly,
        newcomers=newcomers,
    )
    council.submits("admin", command)


def rules(council: Council, *chosen: Rule) -> None:
    """The administrator chooses these rules."""
    with council.database.read() as db:
        version = find_directory(db).version
    council.submits("admin", ChooseRules(version=version, rules=chosen))


def binds(council: Council, link: Link, *accounts: str) -> None:
    """These people were bound to the directory before they got their office."""
    found = {each.account: each.id for each in ldap_apart.answer(Everybody(link)).found}

    def bind(db: Session) -> None:
        for account in accounts:
            db.get_one(Login, council.people[account]).directory_id = found[account]

    council.database.gate.submit(bind)


def join(council: Council, link: Link, asks: Ask, *, newcomers: bool = False) -> None:
    """Set it up, and have the server ask it by `asks` at each sign-in."""
    sets_up(council, link, newcomers=newcomers)
    site = council.house.site
    office = OfficeNewcomers(site.database, site.commands, site.secret, site.clock)
    asked = with_outside(LocalDirectory(site.database, site.narrow), site.database, office, site.clock, asks)
    council.house.app.extensions["site"] = dataclasses.replace(site, directory=asked)
