"""Shared by the office's pages: who may open them, and submitting commands from their forms."""

from collections.abc import Sequence
from typing import Any

import flask
from flask import render_template
from werkzeug.wrappers import Response

from meeting.access import policy
from meeting.access.policy import Capability
from meeting.agenda.panels import words_of
from meeting.agenda.tables import Meeting
from meeting.commands import caps
from meeting.commands.payload import read_payload
from meeting.commands.registry import Command
from meeting.commands.replies import sentence
from meeting.commands.submit import Reply
from meeting.kernel.refusals import NEUTRAL, Refused
from meeting.kernel.words import say
from meeting.people.scope import check_reached, reach_of
from meeting.people.tables import find_person
from meeting.planning.tables import is_template
from meeting.web import current
from meeting.web.site import site


def require_administrator() -> None:
    """Raise Refused for everybody who does not manage the office's people."""
    with site().database.read() as db:
        policy.require(current.require_actor(db, None), Capability.MANAGE_PEOPLE)


def own_tries() -> str:
    """Return the key under which an administrator's attempts are counted. A whole hall may share one address.

    Raises Refused for everybody else, before anything is counted.
    """
    with site().database.read() as db:
        return f"office {policy.require(current.require_actor(db, None), Capability.MANAGE_PEOPLE).name}"


def require_reach() -> set[int] | None:
    """Return the units whose people the actor administers; None for the whole office. Raises Refused for others."""
    with site().database.read() as db:
        reach = reach_of(db, policy.require(current.require_actor(db, None), Capability.TEND_PEOPLE))
    flask.g.reach = reach
    return reach


def require_reached(person_id: int) -> set[int] | None:
    """Return the same for a page about a person. Raises Refused when the person is outside the reach."""
    reach = require_reach()
    if reach is not None:
        with site().database.read() as db:
            check_reached(db, current.require_actor(db, None), find_person(db, person_id))
    return reach


def hand_in(kind: type[Command], /, **fields: object) -> Reply:
    """Submit a command by the usual checks, under the form's own key, and return the reply. Raises Refused."""
    current.hold_to_pace()
    command = read_payload(kind.name, fields, kind)
    return site().commands.submit(command, token=current.token(), key=flask.request.form.get("key", ""))


def require_planner(source: int) -> None:
    """Raise Refused for people who may not plan meetings, or may not copy the meeting `source` (0: none).

    Makers of a meeting may copy it, and every planner may copy a template.
    """
    with site().database.read() as db:
        policy.require(current.require_actor(db, None), Capability.PLAN)
        kept = source and is_template(db, source)
    if source and not kept:
        require_maker(source)


def require_maker(meeting_id: int) -> None:
    """Raise Refused for people who may not prepare this meeting.

    For people who must not know of a draft, the answer is that the meeting does not exist.
    """
    with site().database.read() as db:
        policy.require(current.require_actor(db, meeting_id), Capability.PREPARE)
    flask.g.makes = meeting_id


def hand_in_all(asked: Sequence[tuple[type[Command], dict[str, Any]]], part: str) -> list[Reply]:
    """Submit the commands of one form, one after the other, and return their replies.

    Repeated after an interruption, it goes on where it stopped: each command has a key made from the form's key, `part`
    and its place. Raises Refused; a text that is too long is refused before anything is done.
    """
    current.hold_to_pace()
    commands = [read_payload(kind.name, fields, kind) for kind, fields in asked]
    for command in commands:
        caps.check(command)
    return [submit_part(command, f"{part}-{place}") for place, command in enumerate(commands)]


def submit_part(command: Command, part: str) -> Reply:
    """Submit one of several commands of a form, under a key made from the form's key and `part`; return the reply.

    Raises Refused.
    """
    own = flask.request.form.get("key", "")
    return site().commands.submit(command, token=current.token(), key=f"{own[:40]}-{part}" if own else "")


def told(refused: Refused) -> str:
    """Return a refusal's sentence in the reader's language."""
    return sentence(refused, current.language())


def done(words: str, address: str) -> Response:
    """Redirect to a page that shows once what was done. `words` in Vietnamese, as in the catalogue."""
    flask.flash(say(words, current.language()))
    return flask.redirect(address, code=303)


def page(template: str, **model: Any) -> str:
    """Return a page of the office for a signed-in person.

    `limited`: an administrator of a unit sees only the page of its people. `called`: the words of the meeting's body
    for its chair and members.
    """
    limited, called = flask.g.get("reach") is not None, _called(model.get("meeting"))
    return render_template(template, person=True, limited=limited, called=called, **model)


def _called(meeting: object) -> dict[str, str]:
    if isinstance(meeting, Meeting):
        return words_of(meeting, current.language())
    return {name: say(word, current.language()) for name, word in NEUTRAL.items()}


def number(text: str | None, first: int = 1) -> int:
    """Return a number from an address or a field, at least `first`; `first` if it is invalid."""
    return max(first, int(text)) if text and text.isdecimal() and len(text) < 9 else first
