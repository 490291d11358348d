"""Two-step confirmation (“Xác nhận hai bước”) of a signed-in administrator: set up, replace, or require of all."""

import flask
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from meeting.access import second
from meeting.access.actors import Actor
from meeting.access.tables import SecondFactor
from meeting.entrance.second import TRIES, WRONG_CODE, Enrolment, begin_enrolment, enrol, is_right
from meeting.kernel.refusals import NOT_ALLOWED, Refused, _l
from meeting.office.door import done, hand_in, page, told
from meeting.people.second import RequireSecond
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.site import site

blueprint = Blueprint("office_second", __name__)

REQUIRED = _l("Đã lưu. Quản trị chưa đặt xác nhận hai bước phải đặt khi đăng nhập lại.")
LEFT = _l("Đã lưu. Mỗi quản trị tự chọn có xác nhận hai bước hay không.")


def mine() -> str:
    """Return the key for counting one's own tries, together with those at sign-in."""
    return f"second {_administrator().person_id}"


@blueprint.get("/second-factor")
def show() -> str:
    """Show whether it is set, and how to change it."""
    _administrator()
    return _page()


@blueprint.post("/second-factor/begin")
@limiter.limit(TRIES, key_func=mine)
def begin() -> str | tuple[str, int]:
    """Show the secret for a telephone. An administrator who has one must first enter a code from it."""
    person_id = _administrator().person_id or 0
    with site().database.read() as db:
        enrolled = db.get(SecondFactor, person_id) is not None
    if enrolled and not is_right(person_id, flask.request.form.get("code", "")):
        return _page(problem=told(Refused(WRONG_CODE))), 403
    flask.session["second_again"] = int(current.now().timestamp()) + 600
    return _page(begin_enrolment(person_id))


@blueprint.post("/second-factor")
@limiter.limit(TRIES, key_func=mine)
def set_up() -> str | Response | tuple[str, int]:
    """Store the second factor after a right code. It is required from now on; recovery codes are shown once."""
    actor, form = _administrator(), flask.request.form
    if current.now().timestamp() > flask.session.get("second_again", 0):
        return flask.redirect("/second-factor", code=303)
    spares = enrol(actor.person_id or 0, form.get("locked", ""), form.get("code", ""), keep=actor.device)
    if spares is None:
        return _page(begin_enrolment(actor.person_id or 0), problem=told(Refused(WRONG_CODE))), 403
    flask.session.pop("second_again")
    return render_template("entrance/spares.html", spares=spares, back="/second-factor")


@blueprint.post("/second-factor/required")
def require() -> Response | tuple[str, int]:
    """Require it of every administrator, or leave it to each."""
    _administrator()
    required = flask.request.form.get("required") == "yes"
    try:
        hand_in(RequireSecond, required=required)
    except Refused as refused:
        return _page(problem=told(refused)), refused.status
    return done(REQUIRED if required else LEFT, "/second-factor")


def _administrator() -> Actor:
    with site().database.read() as db:
        actor = current.require_actor(db, None)
    if not actor.admin:
        raise Refused(NOT_ALLOWED)
    return actor


def _page(enrolment: Enrolment | None = None, *, problem: str = "") -> str:
    with site().database.read() as db:
        row, required = db.get(SecondFactor, current.require_actor(db, None).person_id or 0), second.is_required(db)
    return page("office/second.html", factor=row, required=required, enrolment=enrolment, problem=problem)
