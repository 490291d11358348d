"""The pages of the live meeting: today, tablet, console, chair, hall screen, reader.

A page reads the journal's number first and the state second, and carries the number. Events between the two reads are
sent to the page when it connects.
"""

from typing import Any

import flask
from flask import Blueprint, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.access import sessions
from meeting.access.actors import Actor
from meeting.access.policy import Capability, allowed, view_of
from meeting.agenda.making import see_made
from meeting.agenda.panels import meeting_model, numbered, seat_model
from meeting.agenda.release_rules import LEFT_OUT
from meeting.agenda.tables import LeftOut, any_meeting, find_meeting, find_seat
from meeting.attendance import scan
from meeting.commands import caps
from meeting.conduct import card_makers, officers_cards
from meeting.documents import rules as document_rules
from meeting.documents.allowing import find_readable
from meeting.documents.panels import document_model, own_model
from meeting.documents.rules import DocumentState
from meeting.journal.chain import Entry
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import NOT_ALLOWED, Refused
from meeting.kernel.roles import Role
from meeting.kernel.text import Cap
from meeting.law.rules import Choice
from meeting.network.rules import wifi_code
from meeting.network.shelf import Shelf
from meeting.network.tables import network
from meeting.people.panels import person_model
from meeting.people.tables import find_person
from meeting.reading.news import news_model
from meeting.room.home import home_model, unit_model
from meeting.room.models import Section, mine
from meeting.voting.tables import device_code
from meeting.web import current, qr
from meeting.web.address import room_url
from meeting.web.site import site
from meeting.witness.key import public_half

blueprint = Blueprint("room", __name__)
caps.form("documents.find", words=Cap("Từ cần tìm", 200), page=Cap("Trang", 6))


@blueprint.get("/")
def today() -> str | Response:
    """Show the meetings of the signed-in person, today's first."""
    with site().database.read() as db:
        actor = current.require_actor(db, None)
        if actor.screen_of is not None:
            return flask.redirect(f"/m/{actor.screen_of}/screen", code=303)
        see_made(db, actor)
        person = find_person(db, actor.person_id) if actor.person_id else None
        home = home_model(db, person, current.language(), current.now())
        return render_template(
            "room/today.html",
            person=person_model(db, actor),
            home=home,
            today=current.now(),
            rehearses=any(each["role"] == Role.CLERK for each in (*home["current"], *home["coming"])),
            secure=flask.request.is_secure,
            installable=site().settings.own_https and Shelf(site().settings.data).certificate.exists(),
            arriving=scan.address(),
            administers=allowed(actor, Capability.MANAGE_PEOPLE),
            begins=allowed(actor, Capability.MANAGE_PEOPLE) and not any_meeting(db),
            tends=actor.unit_admin is not None,
            units=unit_model(db, actor),
            plans=allowed(actor, Capability.PLAN),
            cards=_cards_asked(db, actor),
            cards_made=_cards_made(db, actor),
        )


def _cards_asked(db: Session, actor: Actor) -> list[dict[str, Any]]:
    """Return `[{person_id, whose, who, reason, alone_from, own}]`: requested cards that this person may decline."""
    me, now = actor.person_id or 0, current.now()
    asked = officers_cards.requests_shown(db, me, admin=actor.admin, now=now)
    return [_card_asked(db, line, me) for line in asked]


def _cards_made(db: Session, actor: Actor) -> list[dict[str, Any]]:
    """Return `[{whose, who, second, at}]`: cards with more access that others made in the last days.

    `second`: who had agreed.
    """
    made = officers_cards.made_lately(db, actor.person_id or 0, admin=actor.admin, now=current.now())
    return [
        {"whose": _named(db, each.person_id), "who": _named(db, each.giver), "at": each.at}
        | {"second": _named(db, each.second) if each.second is not None else ""}
        for each in made
    ]


def _named(db: Session, person_id: int) -> str:
    return find_person(db, person_id).particulars.named()


def _card_asked(db: Session, line: Entry, me: int) -> dict[str, Any]:
    person_id = line.body["person_id"]
    asker = card_makers.person_of(line)
    told = {"whose": _named(db, person_id), "who": _named(db, asker), "reason": line.body["reason"]}
    return {"person_id": person_id, "own": person_id == me, "alone_from": officers_cards.alone_from(line)} | told


@blueprint.get("/m/<int:meeting_id>")
def room(meeting_id: int) -> str | Response:
    """Redirect each role to its own page; show the tablet to members and guests."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        _check_invited(db, actor, meeting_id)
    role = actor.role
    own = {Role.CLERK: "console", Role.CHAIR: "chair", Role.SCREEN: "screen"}.get(role)
    return flask.redirect(f"/m/{meeting_id}/{own}", code=303) if own else _page("room/tablet.html", meeting_id)


@blueprint.get("/m/<int:meeting_id>/tablet")
def tablet(meeting_id: int) -> str:
    """Show the member's page, also to a chair who wants to read."""
    return _page("room/tablet.html", meeting_id)


@blueprint.get("/m/<int:meeting_id>/console")
def console(meeting_id: int) -> str:
    """Show the secretary's page for running the meeting."""
    return _page("room/console.html", meeting_id, Role.CLERK, section=Section.RUN)


@blueprint.get("/m/<int:meeting_id>/roll")
def roll(meeting_id: int) -> str:
    """Show the secretary's page for the roll."""
    return _page("room/console.html", meeting_id, Role.CLERK, section=Section.ROLL)


@blueprint.get("/m/<int:meeting_id>/map")
def room_map(meeting_id: int) -> str:
    """Show the map of seats and states, to the chair and the secretary."""
    with site().database.read() as db:
        chairs = current.require_actor(db, meeting_id).role is Role.CHAIR
    if chairs:
        return _page("room/map.html", meeting_id, Role.CHAIR)
    return _page("room/console.html", meeting_id, Role.CLERK, section=Section.MAP)


@blueprint.get("/m/<int:meeting_id>/votes")
def votes(meeting_id: int) -> str:
    """Show the secretary's page for preparing, opening, closing and announcing votes."""
    return _page("room/console.html", meeting_id, Role.CLERK, section=Section.VOTES)


@blueprint.get("/m/<int:meeting_id>/chair")
def chair(meeting_id: int) -> str:
    """Show the chair's page."""
    return _page("room/chair.html", meeting_id, Role.CHAIR)


@blueprint.get("/m/<int:meeting_id>/screen")
def screen(meeting_id: int) -> str:
    """Show the hall screen."""
    with site().database.read() as db:
        wifi = network(db)
    code = wifi_code(wifi.wifi_name, wifi.wifi_password, hidden=wifi.wifi_hidden) if wifi.wifi_name else ""
    joining = {"wifi": wifi, "wifi_code": qr.picture(code) if code else "", "address": room_url(site().settings)}
    return _page("room/screen.html", meeting_id, Role.SCREEN, **joining)


@blueprint.get("/m/<int:meeting_id>/papers/<int:document_id>")
def reader(meeting_id: int, document_id: int) -> str | Response:
    """Show one paper on the tablet. A vote opens above it."""
    with site().database.read() as db:
        actor = current.require_actor(db, meeting_id)
        document = find_readable(db, meeting_id, document_id, actor, current.now())
        if document.state == DocumentState.DOWNLOAD:
            return flask.redirect(f"/m/{meeting_id}/papers/{document_id}/original", code=303)
        document_rules.visible_version(document.state, document.pdf_sha256)
        place = next((item for item in numbered(db, meeting_id) if item["id"] == document.item_id), None)
    return _page("room/reader.html", meeting_id, document=document_model(document), item=place)


def _page(template: str, meeting_id: int, only: Role | None = None, **more: Any) -> str:
    """Render a room page for the signed-in person. Raises Refused when their role is not `only`."""
    gallery = site().gallery
    with site().database.read() as db:  # first, and separately: strangers must not make the gallery follow a meeting
        actor = current.require_actor(db, meeting_id)
        _check_invited(db, actor, meeting_id)
    view = view_of(actor)
    if only is not None and actor.role is not only:
        raise Refused(NOT_ALLOWED)
    seq, _ = gallery.catch_up(meeting_id)
    with site().database.read() as db:
        model = _model(db, actor, meeting_id)

    def panel(name: str) -> Markup:
        html = gallery.html(meeting_id, name, view, current.language())
        return Markup('<section data-panel="{}">').format(name) + Markup(html) + Markup("</section>")  # noqa: S704

    key = public_half(site().settings.data)
    return render_template(template, seq=seq, view=view, panel=panel, key=key, **model, **more)


def _check_invited(db: Session, actor: Actor, meeting_id: int) -> None:
    """Raise Refused with a special sentence for a person who was removed from the invitation."""
    gone = actor.person_id is not None and db.get(LeftOut, (meeting_id, actor.person_id)) is not None
    if gone and actor.seat is None:
        raise Refused(LEFT_OUT)


def _model(db: Session, actor: Actor, meeting_id: int) -> dict[str, Any]:
    meeting = find_meeting(db, meeting_id)
    seat = find_seat(db, meeting_id, actor.seat.seat_id) if actor.seat else None
    began = sessions.began_at(db, current.token() or "")
    return {
        "meeting": meeting_model(meeting, current.language()),
        "person": person_model(db, actor),
        "seat": seat_model(seat) if seat else None,
        "signed_in_at": stamp(began) if began else "",
        "device_code": device_code(actor.device),
        "choices": tuple(Choice),
        "mine": mine(db, meeting_id, seat.id) if seat else {"present": False},
        "newer": news_model(db, meeting_id, actor, current.now()),
        "own": own_model(db, meeting_id, actor, current.now()),
    }
