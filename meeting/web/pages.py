"""The parts that all pages share: their variables, the format of times, refusals, and the caching of static files."""

import secrets
from urllib.parse import parse_qsl, unquote, urlencode

import flask
from flask import Flask, render_template
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from meeting.commands import caps
from meeting.commands.replies import refusal_json, sentence
from meeting.display.rules import on_device
from meeting.kernel import dates
from meeting.kernel.assets import asset
from meeting.kernel.compiled import Compiled
from meeting.kernel.refusals import LOCKED, NOT_FOUND, NOT_SIGNED_IN, Refused, declare
from meeting.kernel.words import say
from meeting.panels.drawing import FILTERS, WORDS
from meeting.web import current, headers
from meeting.web.modules import script
from meeting.web.script_words import script_words
from meeting.web.sheets import sheet
from meeting.web.transfer import pack_page

TOO_OFTEN = declare("web.too_often", 429, "Đã thử quá nhiều lần. Vui lòng đợi một lúc rồi thử lại.")
TOO_LARGE = declare("web.too_large", 413, "Nội dung gửi lên quá lớn.")
FAILED = declare("web.failed", 500, "Chưa thực hiện được. Dữ liệu đã nhập vẫn còn. Hãy thử lại.")

csrf = CSRFProtect()


def prepare(app: Flask) -> None:
    """Give an application its filters, variables, headers and error pages."""
    csrf.init_app(app)
    app.jinja_env.bytecode_cache = Compiled("pages")
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.filters["said"] = lambda sentence: say(sentence, current.language())
    app.jinja_env.filters["weekday"] = lambda moment: say(dates.weekday(moment), current.language())
    app.jinja_env.globals.update(
        WORDS, cap=caps.limit, asset=asset, script=script, sheet=sheet, new_key=lambda: secrets.token_hex(16)
    )
    app.context_processor(variables)
    app.before_request(current.keep_kiosk_in)
    app.after_request(headers.protect)
    app.after_request(pack_page)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, failed_http)
    app.register_error_handler(Exception, failed)


def variables() -> dict[str, object]:
    """Return the variables of every template."""
    return {
        "nonce": headers.nonce(),
        "csrf_token": generate_csrf,
        "lang": current.language(),
        "display": display_settings(),
        "person_id": current.drawn_for().person_id,
        "script_words": script_words(current.language()),
        "lock_seconds": lock_seconds(),
    }


def display_settings() -> dict[str, str]:
    """Return colours and text size of this page. The page itself keeps the plain cookie (`display/settings.js`)."""
    kept = dict(parse_qsl(unquote(flask.request.cookies.get("prefs", ""))))
    person_id, own, _ = current.drawn_for()
    whose, *unsent = kept.get("unsent", "").split(" ")
    return on_device(kept, own, set(unsent) if whose == str(person_id) else set())


def lock_seconds() -> int:
    """Return the seconds without use after which this page locks; 0 on a person's own device."""
    return current.settings().lock_minutes * 60 if current.drawn_for().shared else 0


def refused(refusal: Refused) -> Response | tuple[str, int]:
    """Return a refusal as JSON for a script or as a page for a person. Signed-out people go to the sign-in."""
    if wants_json():
        answer = flask.jsonify(refusal_json(refusal, current.language()))
        answer.status_code = refusal.status
        return answer
    if refusal.code == LOCKED and flask.request.method == "GET":
        return flask.redirect(f"/locked?{urlencode({'to': flask.request.full_path.rstrip('?')})}", code=303)
    if refusal.code == NOT_SIGNED_IN and flask.request.method == "GET":
        away = flask.redirect("/sign-in", code=303)
        if current.was_ended():  # the page that follows deletes the rest of what the device kept
            away.headers["Clear-Site-Data"] = '"cache"'
        return away
    message = sentence(refusal, current.language())
    return render_template(
        "web/refused.html", number=refusal.number, message=message, status=refusal.status
    ), refusal.status


def failed_http(error: HTTPException) -> Response | tuple[str, int]:
    """Return an HTTP error as one of our refusals."""
    codes = {404: NOT_FOUND, 405: NOT_FOUND, 429: TOO_OFTEN, 413: TOO_LARGE}
    code = current.BAD_FORM if isinstance(error, CSRFError) else codes.get(error.code or 500)
    if code is None and error.response is not None:
        return error.response  # type: ignore[return-value]
    return refused(Refused(code or FAILED))


def failed(error: Exception) -> Response | tuple[str, int]:
    """Log a programming error with its traceback, and show it without."""
    flask.current_app.logger.exception("request failed")
    return refused(Refused(FAILED))


def wants_json() -> bool:
    """Return whether a script asks."""
    return flask.request.is_json or flask.request.accept_mimetypes.best == "application/json"


def keep_static(answer: Response) -> Response:
    """Let browsers keep a static file forever: its address changes with its content."""
    if flask.request.endpoint == "static" and answer.status_code in (200, 206, 304):
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
