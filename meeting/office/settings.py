"""Settings on screen: those that an administrator changes, the others with their source; and everybody's rights."""

import dataclasses
import os
import tomllib
from typing import Any

import flask
from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.access.tables import Login
from meeting.agenda.rules import OVER
from meeting.agenda.tables import Meeting, Seat, conducts, is_approval_required
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.roles import Role
from meeting.kernel.text import clean
from meeting.kernel.words import say
from meeting.office.door import done, hand_in, page, require_administrator, told
from meeting.office.rights import RIGHTS
from meeting.office.settings_words import ELSEWHERE, FILE_SETTINGS
from meeting.people.tables import Person
from meeting.people.unit_tables import tree, unit_admins
from meeting.settings.commands import ChangeSetting, GiveUpSetting
from meeting.settings.in_force import chosen, in_force, is_fixed
from meeting.settings.rules import SETTINGS, Setting
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("settings", __name__)

CHANGED = _l("Đã đổi. Có hiệu lực ngay, không cần khởi động lại.")
GIVEN_UP = _l("Đã dùng lại giá trị của máy chủ.")


@dataclasses.dataclass(frozen=True)
class Changeable:
    """A setting on the page. `kept`: an administrator's value, may be empty. `fixed`: set by the environment."""

    setting: Setting
    value: str
    kept: str
    fixed: bool


@dataclasses.dataclass(frozen=True)
class Elsewhere:
    """A setting that is changed on the machine; `source` says where its value comes from."""

    name: str
    label: str
    help: str
    value: str
    source: str


@blueprint.get("/settings")
def settings() -> str:
    """Show every setting."""
    require_administrator()
    return _page()


@blueprint.post("/settings/<name>")
def change(name: str) -> Response | tuple[str, int]:
    """Change a setting, or (with `give_up`) go back to the machine's value."""
    require_administrator()
    form = flask.request.form
    value = clean(form.get("value", ""))
    try:
        if "give_up" in form:
            hand_in(GiveUpSetting, setting=name)
        else:
            hand_in(ChangeSetting, setting=name, value=value, seen=form.get("seen", ""))
    except Refused as refused:
        if "label" in refused.facts:
            refused.facts["label"] = say(str(refused.facts["label"]), current.language())
        return _page(problem=told(refused), wrong=name, typed=value), refused.status
    return done(GIVEN_UP if "give_up" in form else CHANGED, f"/settings#{name}")


@blueprint.get("/rights")
def rights() -> str:
    """Show who has which right: administrators, officers of coming meetings, and what each role may do."""
    require_administrator()
    with site().database.read() as db:
        return page(
            "office/rights.html",
            admins=_holders(db, Login.admin),
            planners=_holders(db, Login.planner),
            unit_admins=unit_admins(db),
            unit_titles={unit.id: unit.title for unit in tree(db)},
            officers=_officers(db),
            rights=RIGHTS,
            may=_may,
        )


def _page(problem: str = "", wrong: str = "", typed: str = "") -> str:
    with site().database.read() as db:
        kept, now = chosen(db), in_force(db, site().settings)
        needs_approval = is_approval_required(db)
    changeable = [
        Changeable(each, str(getattr(now, each.name)), kept.get(each.name, ""), is_fixed(each.name))
        for each in SETTINGS
    ]
    return page(
        "office/settings.html",
        changeable=changeable,
        elsewhere=_elsewhere(now),
        pages=ELSEWHERE,
        problem=problem,
        wrong=wrong,
        typed=typed,
        needs_approval=needs_approval,
    )


def _elsewhere(now: Any) -> list[Elsewhere]:
    """Return the settings from the machine's file or environment. Secrets are masked."""
    in_file = _written(site().settings.data / "meeting.toml")
    found = []
    for name, label, words, shown in FILE_SETTINGS:
        value = str(getattr(now, name))
        source = _source(name, in_file)
        found.append(Elsewhere(name, label, words, value if shown else ("•••" if value else ""), source))
    return found


ENVIRONMENT, FILE, PROGRAM = _l("biến môi trường của máy chủ"), _l("tệp meeting.toml"), _l("mặc định")


def _source(name: str, in_file: set[str]) -> str:
    if f"MEETING_{name.upper()}" in os.environ:
        return ENVIRONMENT
    return FILE if name in in_file else PROGRAM


def _written(file: Any) -> set[str]:
    """Return the names that the machine's file sets; empty for a file that is missing or unreadable."""
    try:
        return set(tomllib.loads(file.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return set()


def _holders(db: Session, right: Any) -> list[Person]:
    """Return the people with a right of the office who have not retired."""
    query = select(Person).join(Login, Login.person_id == Person.id).where(right, Login.active)
    return list(db.scalars(query.order_by(Person.place, Person.id)))


def _officers(db: Session) -> list[Any]:
    """Return (seat, meeting) for chairs, presiding people and secretaries of meetings that are not over."""
    query = select(Seat, Meeting).join(Meeting, Meeting.id == Seat.meeting_id)
    conducting = conducts(), Meeting.state.not_in(OVER)
    return list(db.execute(query.where(*conducting).order_by(Meeting.starts_at, Meeting.id, Seat.position)))


OFFICE = {"admin": policy.ADMIN, "planner": policy.PLANNER, "unit_admin": policy.UNIT_ADMIN}
"""Rights of the office, which do not depend on a seat."""


def _may(role: str, capability: Capability) -> bool:
    """Return whether a role, an administrator or a planner has a right, by the table that checks every command."""
    if role in OFFICE:
        return capability in OFFICE[role] or capability in policy.TABLE[Role.NOBODY]
    return capability in policy.TABLE[Role(role)]
