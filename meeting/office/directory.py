"""The office's own directory on screen: its address, a test that names the failed step, and rules for its people."""

from typing import Any

import flask
from flask import Blueprint
from msgspec import to_builtins
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access.actors import SYSTEM
from meeting.access.directory.task import Answer, DirectoryKind, LinkStep, Question
from meeting.commands import caps
from meeting.directory.asking import ask
from meeting.directory.commands import ChooseRules, CutDirectory, OfferDirectory, RecordGroups, SetUpDirectory
from meeting.directory.rules import NO_DIRECTORY, TROUBLES, Gives, Rule, Trouble
from meeting.directory.tables import (
    PURPOSE,
    OfficeDirectory,
    directory,
    find_directory,
    is_busy,
    last_read,
    link_of,
    rules_of,
    was_looked_over,
)
from meeting.directory.vouching import read_certificates
from meeting.kernel.locked import lock
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.text import Cap, clean
from meeting.kernel.words import say
from meeting.office.door import done, hand_in, number, page, require_administrator, told
from meeting.office.models import all_groups
from meeting.office.press import Press
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.site import site

blueprint = Blueprint("directory", __name__)
caps.form(
    "directory.form",
    address=Cap("Địa chỉ", 200),
    spare=Cap("Địa chỉ dự phòng", 200),
    password=Cap("Mật khẩu", 200),
    group=Cap("Nhóm trong danh bạ", 200),
)

NOBODY = _l("Kết nối được, nhưng không thấy ai. Kiểm tra nơi tìm người, loại danh bạ và điều kiện lọc.")
SAVED = _l("Đã lưu. Bấm “Thử kết nối” để biết danh bạ có trả lời không.")
RULED = _l("Đã lưu quy tắc. Áp dụng từ lần nhập sau.")
CUT = _l("Đã ngắt danh bạ. Thẻ và PIN vẫn dùng được.")
WORDS = ("base", "group_base", "service", "wanted")
LARGEST_CERTIFICATE = 20_000


@blueprint.get("/directory")
def show() -> str:
    """Show the settings of the directory, and the result of its last reading."""
    require_administrator()
    return _page()


@blueprint.post("/directory")
def set_up() -> Response | tuple[str, int]:
    """Save the connection. An empty password keeps the stored one; passwords are never shown."""
    require_administrator()
    form, typed = flask.request.form, _typed()
    password = form.get("password", "")
    try:
        caps.check_text("directory.form", "password", password)
        locked = lock(site().secret, PURPOSE, password) if password.strip() else ""
        version = number(form.get("version"), 0)
        hand_in(SetUpDirectory, version=version, locked=locked, authority=_authority(), **typed)
    except Refused as refused:
        return _page(problem=told(refused), typed=typed), refused.status
    return done(SAVED, "/directory")


@blueprint.post("/directory/try")
@limiter.limit("10 per minute")
def try_out() -> str | tuple[str, int]:
    """Ask it for a few people. The page offers its groups from then on."""
    require_administrator()
    try:
        with site().database.read() as db:
            link = link_of(find_directory(db), site().secret)
    except Refused as refused:
        return _page(problem=told(refused)), refused.status
    except ValueError:
        return _page(problem=say(TROUBLES[Trouble.LOCKED], current.language()))
    answer = ask(Question(link))
    if answer.step is LinkStep.DONE:
        site().commands.submit(RecordGroups(names=tuple(answer.groups[:500])), actor=SYSTEM)
    return _page(answer=answer)


@blueprint.post("/directory/read")
def read() -> Response | tuple[str, int]:
    """Request a reading of the directory, for review or to be taken in at once."""
    require_administrator()
    try:
        reply = hand_in(OfferDirectory, by_itself=flask.request.form.get("by_itself") == "yes")
    except Refused as refused:
        return _page(problem=told(refused)), refused.status
    return flask.redirect(f"/people/import/{reply.made['roster_id']}", code=303)


@blueprint.post("/directory/rules")
def choose_rules() -> Response | tuple[str, int]:
    """Store the rules in their order; a row without a group is left out."""
    require_administrator()
    rules = _rules_typed()
    try:
        for rule in rules:
            caps.check_text("directory.form", "group", rule.group)
        version = number(flask.request.form.get("version"), 0)
        hand_in(ChooseRules, version=version, rules=[to_builtins(rule) for rule in rules])
    except Refused as refused:
        return _page(problem=told(refused), rules=rules), refused.status
    return done(RULED, "/directory#rules")


@blueprint.post("/directory/cut")
def cut() -> Response | tuple[str, int]:
    """Stop using the directory."""
    require_administrator()
    try:
        hand_in(CutDirectory)
    except Refused as refused:
        return _page(problem=told(refused)), refused.status
    return done(CUT, "/directory")


def _typed() -> dict[str, Any]:
    form = flask.request.form
    addresses = (clean(form.get(name, "")) for name in ("address", "spare"))
    words = {name: clean(form.get(name, "")) for name in WORDS}
    kind = form.get("kind", "")
    return words | {
        "urls": [each for each in addresses if each],
        "kind": kind if kind in set(DirectoryKind) else DirectoryKind.OPENLDAP.value,
        "nightly": bool(form.get("nightly")),
        "newcomers": bool(form.get("newcomers")),
    }


def _authority() -> str:
    """Return the certificates (PEM) that confirm the directory: the sent ones, the stored ones, or none."""
    sent = flask.request.files.get("authority")
    data = sent.read(LARGEST_CERTIFICATE + 1) if sent is not None else b""
    if data:
        return read_certificates(data)
    with site().database.read() as db:
        row = directory(db)
        return "" if row is None or flask.request.form.get("system_authority") else row.authority


def _rules_typed() -> list[Rule]:
    """Return the rules as typed, without the row that a button removes, or with the row moved up."""
    form = flask.request.form
    act, _, which = form.get("act", "").partition("-")
    names = form.getlist("group")
    count = len(names)
    order = list(range(count))
    if act == Press.UP and 0 < number(which, 0) < count:
        at = number(which, 0)
        order[at - 1], order[at] = order[at], order[at - 1]
    if act == Press.DROP:
        order = [at for at in order if at != number(which, 0)]
    rows = [_rule_typed(str(at), clean(names[at])) for at in order]
    return [rule for rule in rows if rule.group] + [_rule_typed("others", "")]


def _rule_typed(row: str, group: str) -> Rule:
    form = flask.request.form
    gives = form.get(f"gives-{row}", "")
    into = number(form.get(f"into-{row}"), 0)
    return Rule(group, Gives(gives) if gives in set(Gives) else Gives.PERSON, into or None)


def _page(
    *,
    problem: str = "",
    answer: Answer | None = None,
    typed: dict[str, Any] | None = None,
    rules: list[Rule] | None = None,
) -> str:
    with site().database.read() as db:
        row = directory(db)
        model = _model(db, row) | {"rules": rules or (list(rules_of(row)) if row is not None else [])}
        if row is None and problem == "" and answer is not None:
            problem = told(Refused(NO_DIRECTORY))
    if answer is not None and not answer.found:
        problem = say(TROUBLES.get(Trouble(_step(answer)), NOBODY), current.language())
    shown = typed or model["stands"]
    return page("office/directory.html", problem=problem, answer=answer, shown=shown, **model)


def _step(answer: Answer) -> str:
    return "" if answer.step is LinkStep.DONE else answer.step.value


def _model(db: Session, row: OfficeDirectory | None) -> dict[str, Any]:
    last = last_read(db)
    stands: dict[str, Any] = {name: getattr(row, name) if row else "" for name in WORDS}
    stands |= {"urls": row.urls if row else [], "kind": row.kind if row else DirectoryKind.OPENLDAP}
    stands |= {"nightly": row.nightly if row else True, "newcomers": row.newcomers if row else False}
    trouble = say(TROUBLES[row.problem], current.language()) if row is not None and row.problem else ""
    return {
        "row": row,
        "stands": stands,
        "trouble": trouble,
        "last": last,
        "busy": is_busy(db),
        "looked_over": was_looked_over(db),
        "own_groups": all_groups(db),
        "authority": bool(row and row.authority),
    }
