"""The page where anybody in the room's network checks minutes, by the file or by the code printed in it."""

import contextlib
from typing import Any

import flask
from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.agenda.tables import Meeting, Seat
from meeting.checking.reading import look
from meeting.checking.rules import MOST_BYTES, NO_FILE, NOT_HERE, Checked, judge, read_code
from meeting.commands import caps
from meeting.journal import book as journal
from meeting.kernel.refusals import Refused
from meeting.kernel.text import Cap
from meeting.minutes.tables import MinutesFile, latest_minutes, signatures_of
from meeting.register.keeping import file_of
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.pages import csrf
from meeting.web.site import site
from meeting.witness.key import event_key

blueprint = Blueprint("checking", __name__)
caps.form("checking.form", code=Cap("Mã băm", 200))

_HERE, _ALL, _FILES = "6 per minute; 60 per hour", "60 per minute", "2 per minute"
_FORM_BYTES = 16 << 10


@blueprint.get("/check")
def check_page() -> str:
    """Show the form. No sign-in is needed."""
    _require_room()
    return render_template("checking/check.html", found=None)


@blueprint.post("/check")
@csrf.exempt  # type: ignore[untyped-decorator]
@limiter.limit(_HERE)
@limiter.limit(_ALL, key_func=lambda: "check")
def check() -> str:
    """Check the file, or the code when no file was sent.

    The request changes nothing and depends on no person, so another site gains nothing by sending people here.
    """
    _require_room()
    flask.request.max_content_length = MOST_BYTES + _FORM_BYTES
    sent, code = flask.request.files.get("paper"), flask.request.form.get("code", "")
    caps.check_text("checking.form", "code", code)
    content = b""
    if sent is not None:
        with contextlib.closing(sent):
            content = sent.read()
    if not content and not code.strip():
        raise Refused(NO_FILE)
    if content:
        _require_pace()
    return render_template("checking/check.html", found=_of_file(content) if content else _of_code(read_code(code)))


@limiter.limit(_FILES)
def _require_pace() -> None:
    """Limit files further: checking one takes seconds of processor time, a code almost none."""


def _require_room() -> None:
    with site().database.read() as db:
        if not current.settings(db).in_room(current.address()):
            raise Refused(NOT_HERE)


def _of_file(content: bytes) -> dict[str, Any]:
    """Return `{checked, title, day, signers, wrong, register}` for a file."""
    looked = look(site().settings, site().keyring, content, _register())
    with site().database.read() as db:
        entry = journal.line(db, looked.book, looked.head[0]) if looked.head is not None else None
        known = None if entry is None or looked.head is None else entry.hash == looked.head[1]
        checked = judge(looked, in_journal=known)
        meeting = _meeting(db, looked.book) if known else None
    told: dict[str, Any] = {
        "checked": checked,
        "title": looked.title,
        "day": None,
        "signers": looked.signers,
        "wrong": looked.wrong,
    }
    told["register"] = looked.register if checked not in (Checked.FOREIGN, Checked.UNKNOWN) else ()
    return told | ({"title": meeting.title, "day": meeting.starts_at} if meeting is not None else {})


def _register() -> bytes:
    """Return the present register, confirmed with this server's key; empty without a key or a register."""
    key = event_key(site().settings.data)
    if key is None:
        return b""
    with site().database.read() as db:
        return file_of(db, current.now(), key)


def _of_code(digits: str) -> dict[str, Any]:
    """Return the same for a code. A code proves nothing about the paper; it names the minutes that contain it."""
    with site().database.read() as db:
        kept = db.scalars(
            select(MinutesFile).where(MinutesFile.journal_head.startswith(digits, autoescape=True)).limit(2)
        ).all()
        if not kept:
            return {"checked": Checked.UNKNOWN, "title": "", "day": None, "signers": (), "wrong": None}
        meeting, newest = db.get_one(Meeting, kept[0].meeting_id), latest_minutes(db, kept[0].meeting_id)
        is_current = newest is not None and newest.journal_head.startswith(digits)
        signatures = signatures_of(db, newest.id) if newest is not None and is_current else []
        names = [db.get_one(Seat, each.seat_id).particulars.full_name for each in signatures]
        of_current = Checked.GENUINE if meeting.minutes_locked else Checked.UNFINISHED
        checked = of_current if is_current else Checked.VOID
        return {"checked": checked, "title": meeting.title, "day": meeting.starts_at, "signers": names, "by_code": True}


def _meeting(db: Session, book: str) -> Meeting | None:
    number = journal.meeting_of(book)
    return None if number is None else db.get(Meeting, number)
