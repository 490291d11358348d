"""Builds one server: the Flask application, its doors, and what runs beside it. It names no feature."""

import dataclasses
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import flask
import flask_babel

from meeting import features
from meeting.access.directory.local import LocalDirectory
from meeting.config import BadSettings, Settings
from meeting.journal.events import Event
from meeting.kernel import clock as clocks
from meeting.kernel import words
from meeting.kernel.assets import asset_root, static_prefix
from meeting.kernel.clock import Clock
from meeting.kernel.pace import Pace
from meeting.live import loop
from meeting.live.carrier import Carrier
from meeting.live.connected import Connected
from meeting.live.entry import SocketEntry
from meeting.live.gateway import Gateway
from meeting.live.hearing import Hearing
from meeting.live.narrow import Narrow
from meeting.live.pacing import Heartbeat, PacedRequests, Turnstile
from meeting.live.packets import Json, TextPacket
from meeting.live.personal import Personal
from meeting.live.pings import share_pings
from meeting.live.push import Push
from meeting.live.rooms import Rooms
from meeting.live.sentry import Sentry
from meeting.live.sockets import SocketIO
from meeting.live.tail import Tail
from meeting.live.wire import OneCompression, send_at_once, share_frames
from meeting.panels import drawing
from meeting.panels.gallery import Gallery
from meeting.parts import assemble
from meeting.private.door import PrivateDoor
from meeting.private.registry import all_shown
from meeting.store.database import Database
from meeting.web import current, forms, headers, health, pages, steady_limits
from meeting.web.limits import RowNumber, limiter
from meeting.web.proxy import NamedProxy
from meeting.web.site import AsTold, Site
from meeting.web.transfer import Application

if TYPE_CHECKING:
    from meeting.live.anywhere import ConnectedAnywhere
    from meeting.live.nodes import Nodes

log = logging.getLogger(__name__)

TURNSTILE = 4
LONGEST_MESSAGE = 64 * 1024
COMMANDS_AT_ONCE, COMMANDS_A_SECOND = 100, 10.0
"""The pace of one person's commands, by socket and HTTP together. Faster than any hand or any useful script."""


@dataclasses.dataclass(frozen=True)
class House:
    """One running server: the Flask application and its background services."""

    app: flask.Flask
    socketio: SocketIO
    site: Site
    tail: Tail
    gallery: Gallery
    gateway: Gateway
    sentry: Sentry
    personal: Personal
    heartbeat: Heartbeat
    shared: "Shared | None"

    def begin(self) -> None:
        """Start what runs beside the server."""
        features.draw_first(self.site.database, self.gallery, self.site.clock)
        loop.start(self.tail.follow, "tail")
        loop.start(self.heartbeat.beat, "heartbeat")
        loop.start(self.sentry.follow, "devices")
        for name, follow in features.beside(self.site):
            loop.start(follow, name)
        if self.shared is not None:
            loop.start(self.shared.nodes.follow, "nodes")


def create_app(settings: Settings, *, clock: Clock = clocks.now) -> House:
    """Build and return a server for an installation whose database is current."""
    app = Application(
        "meeting",
        root_path=str(asset_root()),
        static_folder="static",
        static_url_path=static_prefix(),
        template_folder="templates",
    )

    def announce(book: str, events: Sequence[Event], upto: int) -> None:
        tail.nudge(book, events, upto)  # `tail` is made below, from these parts

    parts = assemble(settings, clock=clock, announce=announce, offload=loop.offload)
    try:
        features.check_ready(parts.database, settings)
    except BadSettings:
        parts.close()
        raise
    app.session_interface = headers.SessionCookie()
    app.config.update(
        SECRET_KEY=parts.secret,
        SESSION_COOKIE_NAME="meeting",
        KEEPS_HTTPS=bool(settings.tls_certificate or settings.behind_proxy),  # else tablets may need the plain address
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1 << 20,
        WTF_CSRF_TIME_LIMIT=None,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        TEMPLATES_AUTO_RELOAD=False,
    )
    socketio = SocketIO(
        app,
        async_mode=settings.async_mode,
        async_handlers=False,
        transports=["websocket"],
        manage_session=False,
        ping_interval=5,
        ping_timeout=15,  # tablets tell slow from lost by their own pulse (beat); this only clears away dead ones
        json=Json,
        serializer=TextPacket,
        client_manager=Rooms(),
        max_http_buffer_size=LONGEST_MESSAGE,
        serve_client=False,
    )
    if loop.on_eventlet():
        share_frames(socketio.server)
        send_at_once(socketio.server)
        share_pings(socketio.server.eio)
    Hearing(LONGEST_MESSAGE).listen(socketio.server.eio)
    push = Push(socketio, settings.send_queue)
    gallery = Gallery(parts.database, drawing.draw, clock, settings.data)
    personal = Personal(parts.database, push, features.mine, all_shown)
    tail = Tail(gallery, push, personal, settings.tick_ms)
    shared = share(parts.database, tail, personal)
    seats = shared.presence.seats if shared is not None else personal.seats
    connected = Connected(seats)
    turnstile, pace = Turnstile(TURNSTILE), Pace(COMMANDS_AT_ONCE, COMMANDS_A_SECOND)
    entry = SocketEntry(app, parts.database, clock, turnstile)
    gateway = Gateway(
        server=socketio.server,
        database=parts.database,
        commands=parts.commands,
        gallery=gallery,
        push=push,
        entry=entry,
        turnstile=turnstile,
        pace=pace,
        personal=personal,
        connected=connected,
        clock=clock,
    )
    sentry = Sentry(
        socketio.server,
        database=parts.database,
        gallery=gallery,
        push=push,
        connected=connected,
        presence=shared.presence if shared is not None else None,
        clock=clock,
    )
    narrow = Narrow()
    heartbeat = Heartbeat(lambda: bool(socketio.server.eio.sockets))
    site = Site(
        settings=settings,
        secret=parts.secret,
        clock=clock,
        database=parts.database,
        blobs=parts.blobs,
        commands=parts.commands,
        keyring=parts.keyring,
        private=PrivateDoor(parts.database, clock=clock, tell=personal.tell_private),
        directory=features.with_outside(
            LocalDirectory(parts.database, narrow), parts.database, parts.commands, secret=parts.secret, clock=clock
        ),
        offload=loop.offload,
        carry=Carrier().carry,
        narrow=narrow,
        pace=pace,
        gallery=gallery,
        lag=lambda reset: heartbeat.read(reset=reset),
        seats=seats,
        tell_person=shared.nodes.tell_person if shared is not None else personal.tell,
    )
    app.extensions["site"] = dataclasses.replace(site, database=AsTold(site.database))
    app.config.update(shared.limits if shared is not None else {"RATELIMIT_STORAGE_URI": f"{steady_limits.SCHEME}://"})
    _dress(app, settings, entry)
    return House(app, socketio, site, tail, gallery, gateway, sentry, personal, heartbeat, shared)


@dataclasses.dataclass(frozen=True)
class Shared:
    """Shared by several servers of one installation. `limits`: where tries are counted, as settings of Flask."""

    nodes: "Nodes"
    presence: "ConnectedAnywhere"
    limits: dict[str, Any]


def share(database: Database, tail: Tail, personal: Personal) -> Shared | None:
    """Return what several servers share. None on SQLite, where there is only one server; nothing is loaded then."""
    if database.teller is None:
        return None
    from meeting.live.anywhere import ConnectedAnywhere  # noqa: PLC0415
    from meeting.live.nodes import Nodes  # noqa: PLC0415
    from meeting.web.shared_limits import SCHEME  # noqa: PLC0415

    counters = database.counters()
    limits = {"RATELIMIT_STORAGE_URI": f"{SCHEME}://", "RATELIMIT_STORAGE_OPTIONS": {"counters": counters}}
    return Shared(
        nodes=Nodes(database, database.teller, tail, personal),
        presence=ConnectedAnywhere(database.teller.name, counters, personal),
        limits=limits,
    )


def add_pages(app: flask.Flask, blueprints: Sequence[flask.Blueprint]) -> None:
    """Add pages at their addresses. It depends on nothing else: tests do it once for all their applications."""
    app.url_map.converters["int"] = RowNumber
    for blueprint in blueprints:
        app.register_blueprint(blueprint)


def _dress(app: flask.Flask, settings: Settings, entry: SocketEntry) -> None:
    """Add pages, doors, languages and headers to the application."""
    add_pages(app, (*features.pages(), forms.blueprint, health.blueprint))
    flask_babel.Babel(
        app, default_locale="vi", default_translation_directories=str(words.FOLDER), locale_selector=current.language
    )
    limiter.init_app(app)
    pages.prepare(app)
    app.after_request(pages.keep_static)
    shared = OneCompression(app.wsgi_app, shared=loop.on_eventlet())
    app.wsgi_app = PacedRequests(entry.before(shared))  # type: ignore[method-assign]
    app.wsgi_app = NamedProxy(app.wsgi_app, settings)  # type: ignore[method-assign]
