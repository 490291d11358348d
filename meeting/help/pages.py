"""The pages of help, open to everybody: people must be able to read how to sign in."""

import flask
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from meeting.access.policy import Capability, allowed
from meeting.commands.replies import sentence
from meeting.feedback.commands import SendRemark
from meeting.help.steps import first_steps
from meeting.help.topics import FIRST, TOPICS, topic_of
from meeting.kernel.refusals import NOT_FOUND, NOT_SIGNED_IN, Refused, _l
from meeting.kernel.text import clean
from meeting.kernel.words import say
from meeting.network.rules import HttpsState
from meeting.network.shelf import Shelf
from meeting.web import current
from meeting.web.site import site

blueprint = Blueprint("help", __name__)

SENT = _l("Đã gửi. Cảm ơn góp ý của bạn.")


@blueprint.app_context_processor
def help_topic() -> dict[str, str]:
    """Return `help_topic`: the subject of help for this page."""
    return {"help_topic": topic_of(flask.request.endpoint or "")}


@blueprint.get("/help")
@blueprint.get("/help/<topic>")
def show(topic: str = FIRST) -> str:
    """Show one subject, links to all others, and an administrator's first steps."""
    return _page(topic)


@blueprint.post("/help/<topic>")
def send(topic: str) -> Response | tuple[str, int]:
    """Send a remark of a signed-in person about this subject."""
    if topic not in TOPICS:
        raise Refused(NOT_FOUND)
    current.hold_to_pace()
    form = flask.request.form
    words = clean(form.get("words", ""))
    try:
        command = SendRemark(topic=topic, words=words)
        site().commands.submit(command, token=current.token(), key=form.get("key", ""))
    except Refused as refused:
        if refused.code == NOT_SIGNED_IN:
            raise
        return _page(topic, problem=sentence(refused, current.language()), typed=words), refused.status
    flask.flash(say(SENT, current.language()))
    return flask.redirect(f"/help/{topic}#feedback", code=303)


def _page(topic: str, problem: str = "", typed: str = "") -> str:
    if topic not in TOPICS:
        raise Refused(NOT_FOUND)
    settings = site().settings
    with site().database.read() as db:
        actor = current.find_actor(db, None)
        administers = actor is not None and allowed(actor, Capability.KEEP_HOUSE)
        state = Shelf(settings.data).https(current.now()).state
        secure = not settings.own_https or state == HttpsState.GOOD
        steps = first_steps(db, current.settings(db), secure=secure) if administers else []
    person = actor is not None
    says = actor is not None and actor.person_id is not None
    told = {"steps": steps, "person": person, "says": says, "problem": problem, "typed": typed}
    return render_template("help/help.html", topics=TOPICS, opened=topic, **told)
