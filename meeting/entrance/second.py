"""The second step of an administrator's sign-in: a code from their telephone, or setting it up when required.

Until then nobody is signed in: the browser only has a signed note of the person whose card, PIN or password was shown.
"""

import logging
from dataclasses import dataclass

import flask
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from meeting.access import second
from meeting.access.actors import SYSTEM
from meeting.access.tables import Login, Way
from meeting.commands import caps
from meeting.commands.replies import sentence
from meeting.entrance.entering import enter
from meeting.kernel.locked import unlock
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.text import Cap
from meeting.people.second import EnrolSecond
from meeting.web import current, qr
from meeting.web.limits import limiter
from meeting.web.site import site

blueprint = Blueprint("second", __name__)
caps.form("second.form", code=Cap("Mã xác nhận", 20))

log = logging.getLogger(__name__)

TRIES = "6 per minute; 30 per hour; 60 per day"
"""How many codes may be tried for one administrator, from all addresses: three guesses in a million are right."""
AGAIN = declare("access.again", 410, "Đã quá lâu. Mời đăng nhập lại từ đầu.")
WRONG_CODE = declare(
    "access.wrong_code", 403, "Mã chưa đúng, hoặc đã dùng rồi. Chờ mã mới trên điện thoại rồi nhập lại."
)


@dataclass(frozen=True)
class Enrolment:
    """The key for a telephone: as a QR picture, and as text to type."""

    locked: str
    picture: str
    typed: str


def begin_enrolment(person_id: int) -> Enrolment:
    """Return a new key for a person's telephone. Nothing is stored until a right code was entered."""
    key = second.new_key()
    with site().database.read() as db:
        account = db.get_one(Login, person_id).account
    told = second.address(key, account, current.settings().office_name)
    return Enrolment(second.locked_key(site().secret, key), qr.picture(told), second.typed_key(key))


def enrol(person_id: int, locked: str, code: str, *, keep: str = "") -> list[str] | None:
    """Return the recovery codes, shown once, when the telephone's code is right; None for a wrong one.

    Raises Refused when the key of the form cannot be opened.
    """
    caps.check_text("second.form", "code", code)
    try:
        key = bytes.fromhex(unlock(site().secret, second.PURPOSE, locked))
    except ValueError:
        raise Refused(AGAIN) from None
    step = second.matching_step(key, code.strip(), current.now(), last_step=0)
    if step is None:
        return None
    spares = second.new_spares()
    hashes = tuple(second.spare_hash(site().secret, person_id, each) for each in spares)
    command = EnrolSecond(person_id=person_id, locked=locked, step=step, spares=hashes, keep=keep)
    site().commands.submit(command, actor=SYSTEM)
    return spares


def is_right(person_id: int, code: str) -> bool:
    """Check a code or recovery code of a person and use it up. Returns whether it was right."""
    caps.check_text("second.form", "code", code)
    secret, moment = site().secret, current.now()
    right = site().database.gate.submit(lambda db: second.use(db, person_id, code, secret=secret, now=moment))
    if not right:
        log.warning("second factor refused: person %d from %s", person_id, current.address())
    return right


def pending() -> int:
    """Return the person who has just shown card, PIN or password on this device.

    Raises Refused when that was too long ago.
    """
    person_id, until, _ = flask.session.get("second") or (0, 0, "")
    if current.now().timestamp() > until:
        raise Refused(AGAIN)
    return int(person_id)


def shown() -> Way:
    """Return how the first step was made."""
    return Way(flask.session["second"][2])


def counted() -> str:
    """Return the key under which tries are counted."""
    return f"second {(flask.session.get('second') or [0])[0]}"


@blueprint.get("/second")
def ask() -> str | Response:
    """Ask for a code, or show the secret to set up on a telephone."""
    person_id = pending()
    with site().database.read() as db:
        asks = second.asks(db, person_id)
    if not asks.code and not asks.enrolment:  # no longer an administrator
        return enter(person_id, shown())
    return _page(begin_enrolment(person_id) if asks.enrolment else None)


@blueprint.post("/second")
@limiter.limit(TRIES, key_func=counted)
def answer() -> str | Response | tuple[str, int]:
    """Sign the person in when the code is right."""
    person_id, form = pending(), flask.request.form
    with site().database.read() as db:
        asks = second.asks(db, person_id)
    code = form.get("code", "")
    if asks.enrolment:
        spares = enrol(person_id, form.get("locked", ""), code)
        if spares is None:
            return _page(begin_enrolment(person_id), wrong=True), 403
        enter(person_id, shown())
        return render_template("entrance/spares.html", spares=spares, back="/")
    if asks.code and not is_right(person_id, code):
        return _page(None, wrong=True), 403
    return enter(person_id, shown())


def _page(enrolment: Enrolment | None, *, wrong: bool = False) -> str:
    error = sentence(Refused(WRONG_CODE), current.language()) if wrong else ""
    return render_template("entrance/second.html", enrolment=enrolment, error=error)
