"""The composition root: builds the application, knows every feature, and wires announce -> tail."""

import dataclasses
import itertools
import logging
from datetime import timedelta

import flask
import flask_babel
import flask_socketio
from sqlalchemy import select

from meeting import features
from meeting.access import actors
from meeting.access.actors import register_seat_finder
from meeting.access.directory import LocalDirectory
from meeting.agenda import planning as _planning  # noqa: F401 - registers its commands
from meeting.agenda.rules import OVER
from meeting.agenda.tables import Meeting, Seat, seat_facts
from meeting.attendance import commands as _attendance  # noqa: F401 - registers its commands
from meeting.attendance import pages as attendance_pages
from meeting.commands.submit import Commands
from meeting.config import BadSettings, Settings
from meeting.documents import commands as _documents  # noqa: F401 - registers its commands and facts
from meeting.documents import pages as documents_pages
from meeting.entrance import alarms
from meeting.entrance import pages as entrance
from meeting.kernel import clock as clocks
from meeting.kernel import words
from meeting.kernel.assets import asset_root, static_prefix
from meeting.kernel.clock import Clock
from meeting.kernel.pace import Pace
from meeting.law.pack import keep_office
from meeting.live import server
from meeting.live.entry import Entry
from meeting.live.gateway import Gateway
from meeting.live.hearing import Hearing
from meeting.live.narrow import Narrow
from meeting.live.pacing import Heartbeat, PacedRequests, Turnstile
from meeting.live.packets import Json, TextPacket
from meeting.live.personal import Personal
from meeting.live.push import Push
from meeting.live.tail import Tail
from meeting.live.wire import OneCompression, share_frames
from meeting.minutes import pages as minutes_pages
from meeting.minutes.expiry import keep_ring
from meeting.panels import drawing, views
from meeting.panels import registry as panels
from meeting.panels.gallery import Gallery
from meeting.people import commands as _people  # noqa: F401 - registers its commands
from meeting.room import pages as room_pages
from meeting.room import step as _step  # noqa: F401 - registers its panel
from meeting.room.models import mine
from meeting.signing.keyring import Keyring
from meeting.speaking import commands as _speaking  # noqa: F401 - registers its commands
from meeting.store.blobs import Blobs
from meeting.store.database import Database
from meeting.voting import commands as _voting  # noqa: F401 - registers its commands
from meeting.voting import devices as _devices  # noqa: F401 - registers its commands
from meeting.voting import hand_entries as _hand_entries  # noqa: F401 - registers its commands
from meeting.voting import restoring as _restoring  # noqa: F401 - registers its commands
from meeting.web import forms, gate, headers, health, pages
from meeting.web.limits import RowNumber, limiter
from meeting.web.proxy import NamedProxy
from meeting.web.site import Site
from meeting.web.transfer import Application, pack_static
from meeting.work.workshop import Workshop

register_seat_finder(seat_facts)
features.register()

log = logging.getLogger(__name__)

TURNSTILE = 4
LONGEST_MESSAGE = 64 * 1024
ORDERS_AT_ONCE, ORDERS_A_SECOND = 100, 10.0
"""Of one person, by socket and by HTTP together: nobody's hand is as fast, and no script needs to be."""


@dataclasses.dataclass(frozen=True)
class House:
    """One running server: the Flask application and what runs beside it."""

    app: flask.Flask
    socketio: flask_socketio.SocketIO
    site: Site
    tail: Tail
    gallery: Gallery
    gateway: Gateway
    personal: Personal
    heartbeat: Heartbeat

    def begin(self) -> None:
        """Start what runs beside the server."""
        pack_static()
        self._draw_first()
        server.start(self.tail.follow, "tail")
        server.start(self.heartbeat.beat, "heartbeat")
        server.start(self.gateway.watch_devices, "devices")

    def _draw_first(self) -> None:
        """Draw every panel of the meetings to come, so that the first tablets do not wait for what is slow once:
        templates, the law pack, the database's statements."""
        with self.site.database.read() as db:
            ahead = db.scalars(select(Meeting.id).where(Meeting.state.not_in(OVER))).all()
            for seat in db.scalars(select(Seat).where(Seat.meeting_id.in_(ahead)).limit(1)):
                actors.find(db, "nobody's", seat.meeting_id, self.site.clock())
                seat_facts(db, seat.meeting_id, seat.person_id)
                mine(db, seat.meeting_id, seat.id)
        for meeting_id in ahead:
            self.gallery.catch_up(meeting_id)
            for view, language in itertools.product(views.VIEWS, words.LANGUAGES):
                for name in panels.names_for(view):
                    self.gallery.html(meeting_id, name, view, language)


def create_app(settings: Settings, *, clock: Clock = clocks.now) -> House:
    """Build a server for an installation whose database is current."""
    app = Application(
        "meeting",
        root_path=str(asset_root()),
        static_folder="static",
        static_url_path=static_prefix(),
        template_folder="templates",
    )
    secret = settings.secret()
    app.session_interface = headers.SessionCookie()
    app.config.update(
        SECRET_KEY=secret,
        SESSION_COOKIE_NAME="meeting",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1 << 20,
        WTF_CSRF_TIME_LIMIT=None,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        TEMPLATES_AUTO_RELOAD=False,
    )
    database = Database(settings.database, server.offload)
    _check_laws(database, settings)
    socketio = flask_socketio.SocketIO(
        app,
        async_mode=settings.async_mode,
        async_handlers=False,
        transports=["websocket"],
        manage_session=False,
        ping_interval=5,
        ping_timeout=15,  # a tablet tells slow from lost by its own pulse (beat); this only clears away what is gone
        json=Json,
        serializer=TextPacket,
        max_http_buffer_size=LONGEST_MESSAGE,
        serve_client=False,
    )
    if server.on_eventlet():
        share_frames(socketio.server.eio)
    Hearing(LONGEST_MESSAGE).listen(socketio.server.eio)
    push = Push(socketio, settings.send_queue)
    gallery = Gallery(database, drawing.draw, clock)
    personal = Personal(database, push, mine)
    tail = Tail(gallery, push, personal, settings.tick_ms)
    commands = Commands(database, secret=secret, clock=clock, announce=tail.nudge)
    turnstile, pace = Turnstile(TURNSTILE), Pace(ORDERS_AT_ONCE, ORDERS_A_SECOND)
    entry = Entry(app, database, clock, turnstile)
    gateway = Gateway(
        server=socketio.server,
        database=database,
        commands=commands,
        gallery=gallery,
        push=push,
        entry=entry,
        turnstile=turnstile,
        pace=pace,
        personal=personal,
        clock=clock,
    )
    site = Site(
        settings=settings,
        secret=secret,
        clock=clock,
        database=database,
        blobs=Blobs(settings.data / "blobs"),
        commands=commands,
        directory=LocalDirectory(database, Narrow()),
        offload=server.offload,
        pace=pace,
    )
    keep_ring(Keyring(settings.data / "keys", secret))
    house = House(app, socketio, site, tail, gallery, gateway, personal, Heartbeat())
    app.extensions.update(site=site, gallery=gallery, house=house)
    _dress(app, settings, entry)
    return house


def _check_laws(database: Database, settings: Settings) -> None:
    """Every meeting's rules are at hand; BadSettings names the file that is gone."""
    known = {edition.id for edition in keep_office(settings.law)}
    with database.read() as db:
        missing = sorted(set(db.scalars(select(Meeting.pack).distinct())) - known)
    if missing:
        raise BadSettings(f"Thiếu bộ quy định của phiên họp đã lập: hãy trả lại tệp {settings.law / missing[0]}.yaml")


def create_workshop(settings: Settings, *, clock: Clock = clocks.now) -> Workshop:
    """Build the worker of an installation. Only here are the jobs, and the heavy libraries they need, loaded."""
    import meeting.documents.jobs  # noqa: PLC0415
    import meeting.entrance.jobs  # noqa: PLC0415
    import meeting.minutes.jobs  # noqa: F401, PLC0415

    database = Database(settings.database)
    commands = Commands(database, secret=settings.secret(), clock=clock, announce=lambda book, facts: None)
    return Workshop(settings, database, Blobs(settings.data / "blobs"), commands, clock)


def _dress(app: flask.Flask, settings: Settings, entry: Entry) -> None:
    """Pages, doors, languages, headers."""
    app.url_map.converters["int"] = RowNumber
    for blueprint in (
        entrance.blueprint,
        room_pages.blueprint,
        alarms.blueprint,
        attendance_pages.blueprint,
        documents_pages.blueprint,
        minutes_pages.blueprint,
        forms.blueprint,
        health.blueprint,
    ):
        app.register_blueprint(blueprint)
    flask_babel.Babel(
        app, default_locale="vi", default_translation_directories=str(words.FOLDER), locale_selector=gate.language
    )
    limiter.init_app(app)
    pages.prepare(app)
    app.after_request(pages.keep_static)
    shared = OneCompression(app.wsgi_app, shared=server.on_eventlet())
    app.wsgi_app = PacedRequests(entry.before(shared))  # type: ignore[method-assign]
    app.wsgi_app = NamedProxy(app.wsgi_app, settings)  # type: ignore[method-assign]
