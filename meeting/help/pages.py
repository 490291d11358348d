"""Help on screen, for everybody: no sign-in is needed to read how one signs in."""

import flask
from flask import Blueprint, render_template

from meeting.access.policy import Capability, allowed
from meeting.help.steps import first_steps
from meeting.help.topics import FIRST, TOPICS, topic_of
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.network.rules import HttpsState
from meeting.network.shelf import Shelf
from meeting.web import gate
from meeting.web.site import site

blueprint = Blueprint("help", __name__)


@blueprint.app_context_processor
def help_topic() -> dict[str, str]:
    """`help_topic`: what help is about on this page."""
    return {"help_topic": topic_of(flask.request.endpoint or "")}


@blueprint.get("/help")
@blueprint.get("/help/<topic>")
def show(topic: str = FIRST) -> str:
    """One subject, and the way to all others; with an administrator's first steps."""
    if topic not in TOPICS:
        raise Refused(NOT_FOUND)
    settings = site().settings
    with site().database.read() as db:
        actor = gate.find_actor(db, None)
        administers = actor is not None and allowed(actor, Capability.KEEP_HOUSE)
        state = Shelf(settings.data).standing(gate.now()).state
        secure = not settings.own_https or state == HttpsState.GOOD
        steps = first_steps(db, gate.settings(db), secure=secure) if administers else []
    return render_template("help/help.html", topics=TOPICS, opened=topic, steps=steps, person=actor is not None)
