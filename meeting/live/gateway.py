"""The socket door: connect, resume, do, beat. Every message finds its actor afresh from the session token.

Handlers stand on the Socket.IO server itself: a Flask request context per message would cost
more than the ballot in it.
"""

import dataclasses
import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import flask
import msgspec
import socketio.exceptions
from sqlalchemy.orm import Session

from meeting.access import actors, sessions
from meeting.access.actors import Actor, Role
from meeting.commands import registry
from meeting.commands.registry import LARGEST_NUMBER
from meeting.commands.replies import refusal_json, reply_json
from meeting.commands.submit import Commands
from meeting.kernel.clock import Clock, stamp
from meeting.kernel.refusals import MALFORMED, NOT_ALLOWED, NOT_SIGNED_IN, Refused, declare
from meeting.kernel.tokens import token_hash
from meeting.live.panels import OFFICERS, Gallery
from meeting.live.server import NAMESPACE, Push, Turnstile, personal_room
from meeting.store.database import Database

log = logging.getLogger(__name__)

DEVICES_SECONDS = 1.0
TURNSTILE = 4

BROKEN = declare("live.broken", 500, "Chưa thực hiện được. Dữ liệu đã nhập vẫn còn. Hãy thử lại.")

Mine = Callable[[Session, int, int], dict[str, Any]]
"""What one person alone is shown: `mine(db, meeting_id, seat_id)`."""

VIEWS = {Role.CHAIR: "chair", Role.CLERK: "clerk", Role.MEMBER: "member", Role.GUEST: "guest", Role.SCREEN: "screen"}

AHEAD = declare("live.ahead", 409, "Trang này mới hơn dữ liệu của máy chủ. Hãy tải lại trang.")

T = TypeVar("T")


def view_of(actor: Actor | None) -> str:
    """The view an actor looks through; Refused for whoever has no place in the meeting."""
    if actor is None:
        raise Refused(NOT_SIGNED_IN)
    if actor.role not in VIEWS:
        raise Refused(NOT_ALLOWED)
    return VIEWS[actor.role]


Number = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_NUMBER)]


class Resume(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A client tells where it stands."""

    meeting: Number
    seq: Number


class Do(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A client hands in a command."""

    command: str
    payload: dict[str, Any]
    key: str


@dataclasses.dataclass
class _Device:
    """One connection: the session it came with, and the seat it speaks for."""

    token: str
    language: str
    seat: tuple[int, int] | None = None


class Gateway:
    """Binds the live protocol to one Socket.IO server."""

    def __init__(
        self,
        *,
        app: flask.Flask,
        server: Any,
        database: Database,
        commands: Commands,
        gallery: Gallery,
        push: Push,
        clock: Clock,
        mine: Mine,
    ) -> None:
        self._app = app
        self._server = server
        self._database = database
        self._commands = commands
        self._gallery = gallery
        self._push = push
        self._clock = clock
        self._mine = mine
        self._devices: dict[str, _Device] = {}
        self._crowd: Counter[int] = Counter()
        self._turnstile = Turnstile(TURNSTILE)
        for name in ("connect", "disconnect", "resume", "do", "beat"):
            server.on(name, getattr(self, name), namespace=NAMESPACE)

    def connected_seats(self, meeting_id: int) -> set[int]:
        """Seats with at least one device connected."""
        return {d.seat[1] for d in list(self._devices.values()) if d.seat is not None and d.seat[0] == meeting_id}

    def devices_of(self, seat_id: int) -> int:
        """How many devices speak for a seat."""
        return self._crowd[seat_id]

    def watch_devices(self) -> None:
        """Cut off who was signed out, tell officers which seats are connected; runs until the process ends."""
        told: dict[int, set[int]] = {}
        while True:
            time.sleep(DEVICES_SECONDS)
            try:
                self._dismiss_signed_out()
                self._tell_devices(told)
            except Exception:  # the next second may go better
                log.exception("watching devices failed")

    def _dismiss_signed_out(self) -> None:
        """A lost tablet whose card was replaced is not shown one panel more."""
        with self._database.read() as db:
            ended = sessions.ended_lately(db, self._clock())
        if ended:
            for sid, device in list(self._devices.items()):
                if token_hash(device.token) in ended:
                    self._server.disconnect(sid, namespace=NAMESPACE)

    def _tell_devices(self, told: dict[int, set[int]]) -> None:
        """`told`: what was told last of each meeting; only changes are told."""
        for meeting_id in self._gallery.known():
            seats = self.connected_seats(meeting_id)
            if seats != told.get(meeting_id):
                told[meeting_id] = seats
                self._push.tell_officers(meeting_id, "devices", {"seats": sorted(seats)})

    def connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        """Only from a page of this very server: a browser always names the origin, so a missing one is refused."""
        with self._turnstile, self._app.request_context(environ):
            own = flask.request.host_url.rstrip("/")
            if flask.request.headers.get("Origin") != own or "token" not in flask.session:
                raise socketio.exceptions.ConnectionRefusedError(NOT_SIGNED_IN)
            self._devices[sid] = _Device(flask.session["token"], flask.session.get("language", "vi"))

    def disconnect(self, sid: str, reason: object = None) -> None:
        """Forget the connection."""
        with self._turnstile:
            device = self._devices.pop(sid, None)
        if device is not None and device.seat is not None:
            self._crowd[device.seat[1]] -= 1
        self._push.leave(sid)

    def resume(self, sid: str, message: object) -> dict[str, Any]:
        """Join the meeting's view and answer with everything that changed since the client's number."""
        device = self._devices[sid]
        try:
            wish = _read(message, Resume)
            with self._turnstile, self._database.read() as db:
                actor = actors.find(db, device.token, wish.meeting, self._clock())
            view = view_of(actor)
            self._join(sid, device, actor, wish.meeting, view)
            batch = self._gallery.batch(wish.meeting, wish.seq, view, device.language)
            if wish.seq > batch["upto"]:  # an older backup was restored: nothing to come would be above its number
                raise Refused(AHEAD)
            if view in OFFICERS:
                seats = {"seats": sorted(self.connected_seats(wish.meeting))}
                self._server.emit("devices", seats, to=sid, namespace=NAMESPACE)
            return batch | {"mine": self._own(wish.meeting, device), "now": stamp(self._clock())}
        except Refused as refused:
            return {"refused": refusal_json(refused, device.language)}
        except Exception:
            log.exception("resume failed")
            return {"refused": refusal_json(Refused(BROKEN), device.language)}

    def do(self, sid: str, message: object) -> dict[str, Any]:
        """Hand in a command; the answer is given after it is durable."""
        device = self._devices[sid]
        try:
            wish = _read(message, Do)
            order = registry.decode_from_client(wish.command, wish.payload)
            return reply_json(self._commands.submit(order, token=device.token, key=wish.key))
        except Refused as refused:
            return refusal_json(refused, device.language)
        except Exception:
            log.exception("command failed")
            return refusal_json(Refused(BROKEN), device.language)

    def beat(self, sid: str, message: object = None) -> dict[str, str]:
        """The client's pulse; the answer sets its clock."""
        return {"now": stamp(self._clock())}

    def tell_person(self, meeting_id: int, seat_id: int) -> None:
        """Send one person's own state to their devices."""
        with self._database.read() as db:
            mine = self._mine(db, meeting_id, seat_id)
        self._push.tell(personal_room(meeting_id, seat_id), "mine", mine)

    def _join(self, sid: str, device: _Device, actor: Actor | None, meeting_id: int, view: str) -> None:
        self._push.join(sid, meeting_id, view, device.language)
        seat = (meeting_id, actor.seat.seat_id) if actor is not None and actor.seat is not None else None
        if device.seat is not None and device.seat != seat:
            self._server.leave_room(sid, personal_room(*device.seat), namespace=NAMESPACE)
            self._crowd[device.seat[1]] -= 1
        if seat is not None and device.seat != seat:
            self._crowd[seat[1]] += 1
        device.seat = seat
        if seat is not None:
            self._server.enter_room(sid, personal_room(*seat), namespace=NAMESPACE)

    def _own(self, meeting_id: int, device: _Device) -> dict[str, Any]:
        if device.seat is None:
            return {}
        with self._database.read() as db:
            return self._mine(db, meeting_id, device.seat[1])


def _read(message: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(message, kind, strict=True)
    except msgspec.ValidationError as error:
        raise Refused(MALFORMED, reason=str(error)) from None
