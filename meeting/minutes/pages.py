"""Reading and signing the minutes."""

import base64
import logging
from typing import Any

import flask
from flask import Blueprint, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access.actors import Actor
from meeting.access.policy import Capability, require, view_of
from meeting.agenda.panels import meeting_model, numbered
from meeting.agenda.tables import find_meeting, was_internal
from meeting.commands import caps
from meeting.commands.called import called_by_body
from meeting.commands.replies import reply_json
from meeting.documents.files import send
from meeting.documents.rules import PDF
from meeting.journal import book as journal
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.kernel.text import Cap
from meeting.kernel.words import phrase
from meeting.minutes import rules
from meeting.minutes.basis import check_bases
from meeting.minutes.commands import RecordSignature, check_signer, signed_roles
from meeting.minutes.roll_list import roll_sheet
from meeting.minutes.roll_words import RollForm, RollMade, RollWanted
from meeting.minutes.shown import minutes_model
from meeting.minutes.tables import MinutesFile, latest_minutes, signer_of
from meeting.panels.registry import Sight
from meeting.register.keeping import register_of, require_fit
from meeting.signing.certificates import common_name, fingerprint
from meeting.signing.keyring import Keyring
from meeting.signing.sign_task import Request, SignAnswer
from meeting.voting.rules import MotionState
from meeting.voting.tables import motions_of
from meeting.web import current
from meeting.web.limits import limiter
from meeting.web.pages import wants_json
from meeting.web.site import site
from meeting.work.apart import TaskFailed, run_apart

blueprint = Blueprint("minutes", __name__)
caps.form("minutes.sign", pin=Cap("Mã PIN", 64))

log = logging.getLogger(__name__)

Line = tuple[int, str]
"""Number and hash of a line."""
_ROLL_TYPES = {
    RollForm.PDF: PDF,
    RollForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/m/<int:meeting_id>/minutes.pdf")
def pdf(meeting_id: int) -> Response:
    """Serve the latest version: a draft to its signers, a locked one to everybody in the meeting."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        view_of(actor)
        latest = latest_minutes(db, meeting_id)
        rules.check_not_hidden(actor.role, internal=was_internal(db, meeting_id))
        if latest is None or (actor.role not in rules.ORDER and not find_meeting(db, meeting_id).minutes_locked):
            raise Refused(NOT_FOUND)
        name = f"bien-ban-{find_meeting(db, meeting_id).slug}.pdf"
    return send(site().blobs.path(latest.sha256), sha256=latest.sha256, media_type=PDF, filename=name, download=False)


@blueprint.get("/m/<int:meeting_id>/roll.<form>")
def roll_file(meeting_id: int, form: str) -> Response:
    """Serve the list of attendance as a file, to those who keep the roll. A separate process makes it."""
    current.hold_to_pace()
    if form not in list(RollForm):
        raise Refused(NOT_FOUND)
    with site().database.read() as db:
        require(current.require_actor(db, meeting_id), Capability.KEEP_ROLL)
        sheet, name = roll_sheet(db, meeting_id), f"diem-danh-{find_meeting(db, meeting_id).slug}.{form}"
    made = run_apart("meeting.minutes.roll_apart", RollWanted(RollForm(form), sheet), RollMade)
    answer = flask.make_response(made.content)
    answer.headers["Content-Type"] = _ROLL_TYPES[RollForm(form)]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/m/<int:meeting_id>/minutes/sign")
def sign_page(meeting_id: int) -> str:
    """Show the page for signing: decisions, the file, and the PIN."""
    with site().database.read() as db, called_by_body(db, meeting_id):
        actor = current.require_actor(db, meeting_id)
        if actor.role not in rules.ORDER:
            raise Refused(rules.NOT_SIGNER)
        sight = site().gallery.sight(db, meeting_id, view_of(actor), current.language())
        model = minutes_model(sight)
        if model["version"] is None:
            raise Refused(rules.NO_DRAFT)
        return render_template(
            "minutes/sign.html",
            meeting=meeting_model(find_meeting(db, meeting_id), current.language()),
            view=sight.view,
            minutes=model,
            other_signer=_other_signer(db, actor, meeting_id),
            record=_summary(sight),
        )


def _other_signer(db: Session, actor: Actor, meeting_id: int) -> str:
    """Return the name of the person who signs in this role, if it is not the actor."""
    printed = signer_of(db, meeting_id, actor.role)
    if printed is None or (actor.seat is not None and printed.id == actor.seat.seat_id):
        return ""
    return printed.particulars.full_name


def _summary(sight: Sight) -> dict[str, Any]:
    told = [m for m in motions_of(sight.db, sight.meeting_id) if m.state == MotionState.ANNOUNCED]
    return {
        "results": [{"title": m.title, "outcome": m.outcome, "sentence": m.sentence} for m in told],
        "conclusions": [
            {"number": item["number"], "title": item["title"], "text": item["conclusion"]}
            for item in numbered(sight.db, sight.meeting_id)
            if item["conclusion"]
        ],
    }


def _signer() -> str:
    """Return the key for counting PIN tries: one per person, on all devices, so that nobody else uses them up."""
    with site().database.read() as db:
        actor = current.find_actor(db, None)
    return actor.name if actor is not None else current.address()


@blueprint.post("/m/<int:meeting_id>/minutes/sign")
@limiter.limit("6 per minute; 30 per hour; 60 per day", key_func=_signer)
def sign(meeting_id: int) -> Response:
    """Sign exactly the bytes that were on the screen, after the PIN was entered again."""
    approved, pin = flask.request.form.get("sha256", ""), flask.request.form.get("pin", "")
    caps.check_text("minutes.sign", "pin", pin)
    with site().database.read() as db, called_by_body(db, meeting_id):
        actor = current.require_actor(db, meeting_id)
        latest = latest_minutes(db, meeting_id)
        if latest is None:
            raise Refused(rules.NO_DRAFT)
        rules.check_may_sign(actor.role, signed_roles(db, latest), approved=approved, current=latest.sha256)
        if actor.seat is not None:
            check_signer(db, meeting_id, actor.seat)
        check_bases(db, meeting_id)
        printed = signer_of(db, meeting_id, actor.role)
        post = (printed.particulars.title, printed.particulars.unit) if printed else ("", "")
        heads = journal.head(db, journal.book_of(meeting_id)), register_of(db).last
    keys = _keyring(actor)
    answer = _sign_apart(actor, keys, latest, pin, heads=heads, post=post)
    signed = site().blobs.put(base64.b64decode(answer.signed))
    command = RecordSignature(
        meeting_id=meeting_id, approved_sha256=approved, signed_sha256=signed, certificate=answer.certificate
    )
    reply = site().commands.submit(command, token=current.token())
    return (
        flask.jsonify(reply_json(reply)) if wants_json() else flask.redirect(f"/m/{meeting_id}/minutes/sign", code=303)
    )


def _keyring(actor: Actor) -> Keyring:
    """Return the keys. Raises Refused when the actor's is not fit to sign, before anything is tried."""
    keys = site().keyring
    if not keys.of(actor.name).exists():
        raise Refused(rules.NO_KEY)
    certificate = keys.certificate(actor.name)
    if certificate is None:
        raise Refused(rules.NO_CERTIFICATE)
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    rules.check_certificate(common_name(certificate), begins, ends, current.now())
    with site().database.read() as db:
        require_fit(register_of(db), common_name(certificate), fingerprint(certificate))
    return keys


def _sign_apart(
    actor: Actor, keys: Keyring, latest: MinutesFile, pin: str, *, heads: tuple[Line, Line], post: tuple[str, str]
) -> SignAnswer:
    """Return the signed file, checked by the task that signed it. The PIN is right if it opens the key: that is one
    try.

    `heads`: the heads of the meeting's journal and of the office's register.
    """
    request = Request(
        pdf=str(site().blobs.path(latest.sha256)),
        field=rules.FIELDS[actor.role],
        key=str(keys.of(actor.name)),
        certificate=str(keys.certificate_of(actor.name)),
        passphrase=keys.passphrase(actor.name, pin),
        title=post[0],
        unit=post[1],
        signed_at=current.now(),
        head=heads[0],
        register=heads[1],
        trusted=keys.trusted().decode(),
    )
    try:
        answer = run_apart("meeting.signing.sign_apart", request, SignAnswer)
    except TaskFailed as failure:
        flask.current_app.logger.error("signing failed: %s", failure)
        raise Refused(rules.NOT_SIGNED, reason=phrase("lỗi chương trình ký")) from failure
    if answer.wrong_passphrase:
        log.warning("signature refused: wrong PIN of %r from %s", actor.name, current.address())
        raise Refused(rules.WRONG_PIN)
    if answer.problem:
        raise Refused(rules.NOT_SIGNED, reason=answer.problem)
    return answer
