"""The log on screen: acts in the office and its meetings, and sign-ins. Read only."""

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import Any

import flask
from flask import Blueprint
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.access.tables import Ended, Way
from meeting.commands import caps
from meeting.journal.events import areas
from meeting.kernel.clock import local
from meeting.kernel.refusals import NOT_FOUND, Refused, _l
from meeting.kernel.text import Cap, clean
from meeting.kernel.words import say
from meeting.office import sheets
from meeting.office.door import page
from meeting.office.log_models import A_PAGE, LogFilter, Model, acts, meetings, sign_ins
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("log", __name__)
caps.form("log.find", words=Cap("Từ cần tìm", 200))

MOST = 20_000
"""The most lines of a file; for more, choose fewer days."""
AT_ONCE = 500
WAYS = {
    Way.CARD: _l("bằng thẻ"),
    Way.CODE: _l("bằng tài khoản"),
    Way.SCREEN: _l("màn hình hội trường"),
    Way.KIOSK: _l("máy điểm danh ở cửa"),
}
ENDS = {Ended.IN: _l("Đăng nhập"), Ended.OUT: _l("Đăng xuất"), Ended.REFUSED: _l("Bị từ chối")}
ACT_HEADS = (_l("Lúc"), _l("Ai"), _l("Việc"), _l("Chi tiết"), _l("Phiên họp"))
SIGN_IN_HEADS = (
    _l("Lúc"),
    _l("Ai"),
    _l("Tài khoản"),
    _l("Kết quả"),
    _l("Cách"),
    _l("Địa chỉ"),
    _l("Máy"),
    _l("Số lần"),
)

Fetch = Callable[[Session, LogFilter, int], tuple[list[Model], str]]


@blueprint.get("/log")
def log() -> str:
    """Show what was done, newest first."""
    _require_reader()
    sought = _sought()
    with site().database.read() as db:
        lines, onward = _acts(db, sought, A_PAGE)
        chosen = meetings(db)
    return page(
        "office/log.html", sought=sought, lines=lines, onward=onward, meetings=chosen, areas=areas(), asked=_asked()
    )


@blueprint.get("/log/sign-ins")
def sign_in_log() -> str:
    """Show who signed in and out, and who was refused."""
    _require_reader()
    sought = _sought()
    with site().database.read() as db:
        lines, onward = sign_ins(db, sought)
        months = current.settings(db).sign_in_months
    model: Model = {"ends": ENDS, "ways": WAYS, "months": months}
    return page("office/log_sign_ins.html", sought=sought, lines=lines, onward=onward, asked=_asked(), **model)


@blueprint.get("/log.<form>")
def act_file(form: str) -> Response:
    """Send what was done as a file."""
    _require_reader()
    rows = [(_moment(line), line["who"], line["act"], line["facts"], line["meeting"]) for line in _all(_acts)]
    return _file(form, "nhat-ky", ACT_HEADS, rows)


@blueprint.get("/log/sign-ins.<form>")
def sign_in_file(form: str) -> Response:
    """Send the sign-ins as a file."""
    _require_reader()
    rows = [
        (
            *(_moment(line), line["who"], line["account"]),
            *(_say(ENDS[line["ended"]]), _say(WAYS[line["way"]])),
            *(line["address"], line["device"], str(line["count"])),
        )
        for line in _all(sign_ins)
    ]
    return _file(form, "dang-nhap", SIGN_IN_HEADS, rows)


def _require_reader() -> None:
    with site().database.read() as db:
        policy.require(current.require_actor(db, None), Capability.KEEP_HOUSE)


def _acts(db: Session, sought: LogFilter, count: int) -> tuple[list[Model], str]:
    return acts(db, sought, current.language(), count)


def _all(fetch: Fetch) -> list[Model]:
    """Return every line asked for, up to the limit of a file. Other requests get a turn between the pieces."""
    sought, found = _sought(), []
    while True:
        with site().database.read() as db:
            lines, onward = fetch(db, sought, AT_ONCE)
        found += lines
        if not onward or len(found) >= MOST:
            return found
        sought = dataclasses.replace(sought, before=onward)
        time.sleep(0)


def _file(form: str, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Response:
    if form not in sheets.FORMS:
        raise Refused(NOT_FOUND)
    answer = flask.make_response(sheets.write(form, [_say(head) for head in heads], rows))
    answer.headers["Content-Type"] = sheets.FORMS[form]
    day = local(current.now())
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{day:%Y%m%d}.{form}"'
    return answer


def _moment(line: Model) -> str:
    return f"{local(line['at']):%Y-%m-%d %H:%M:%S}"


def _say(words: str) -> str:
    return say(words, current.language())


def _asked() -> dict[str, str]:
    """Return the filters of the address, for links to the next page."""
    return {field: value for field, value in vars(dataclasses.replace(_sought(), before="")).items() if value}


def _sought() -> LogFilter:
    asked = flask.request.args
    most = caps.limit("log.find", "words")
    fields: dict[str, Any] = {field: clean(asked.get(field, "")[:most]) for field in vars(LogFilter())}
    if fields["area"] not in areas():
        fields["area"] = ""
    if fields["ended"] not in set(Ended):
        fields["ended"] = ""
    if not (fields["meeting"] == "office" or (fields["meeting"].isdecimal() and len(fields["meeting"]) < 10)):
        fields["meeting"] = ""
    if len(fields["before"]) > 12 and fields["before"].isdecimal():
        fields["before"] = ""
    return LogFilter(**fields)
