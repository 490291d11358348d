"""The socket door: connect, resume, do, beat. Every message looks up its actor afresh from the session token.

Handlers are registered at the Socket.IO server itself: a Flask request context per message would cost more than the
ballot in it.
"""

import dataclasses
import logging
from typing import Annotated, Any, TypeVar

import msgspec

from meeting.access import actors
from meeting.access.actors import Actor
from meeting.access.policy import View, view_of
from meeting.commands import registry
from meeting.commands.payload import LARGEST_NUMBER
from meeting.commands.replies import refusal_json, reply_json
from meeting.commands.submit import Commands
from meeting.kernel.clock import Clock, stamp
from meeting.kernel.pace import Pace
from meeting.kernel.refusals import TOO_FAST, Refused, declare, malformed
from meeting.live import doorway
from meeting.live.connected import Connected
from meeting.live.entry import Admission, SocketEntry
from meeting.live.pacing import Turnstile
from meeting.live.personal import Personal
from meeting.live.push import NAMESPACE, Lack, Push
from meeting.live.sockets import Unwelcome
from meeting.panels.gallery import Gallery
from meeting.panels.views import OFFICERS
from meeting.store.database import Database

log = logging.getLogger(__name__)

BROKEN = declare("live.broken", 500, "Chưa thực hiện được. Dữ liệu đã nhập vẫn còn. Hãy thử lại.")


OTHER_VIEW = declare("live.other_view", 409, "Vai trò trong phiên họp đã đổi. Hãy tải lại trang.")
AHEAD = declare("live.ahead", 409, "Trang này mới hơn dữ liệu của máy chủ. Hãy tải lại trang.")

T = TypeVar("T")


Number = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_NUMBER)]


class Resume(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A client says what it has seen last, and through which view its page was drawn."""

    meeting: Number
    seq: Number
    view: str = ""


class Do(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A client submits a command."""

    command: str
    payload: dict[str, Any]
    key: str


@dataclasses.dataclass
class _Device:
    """One connection that has joined: who opened it, its person, and its seat."""

    admission: Admission
    person: int | None = None
    seat: tuple[int, int] | None = None


class Gateway:
    """Attaches the live protocol to one Socket.IO server."""

    def __init__(
        self,
        *,
        server: Any,
        database: Database,
        commands: Commands,
        gallery: Gallery,
        push: Push,
        entry: SocketEntry,
        turnstile: Turnstile,
        pace: Pace,
        personal: Personal,
        connected: Connected,
        clock: Clock,
    ) -> None:
        self._server = server
        self._entry = entry
        self._pace = pace
        self._database = database
        self._commands = commands
        self._gallery = gallery
        self._push = push
        self._personal = personal
        self._connected = connected
        self._clock = clock
        self._devices: dict[str, _Device] = {}
        self._turnstile = turnstile
        for name in ("connect", "disconnect", "resume", "do", "beat"):
            server.on(name, getattr(self, name), namespace=NAMESPACE)

    def connect(self, sid: str, environ: dict[str, Any], auth: object = None) -> None:
        """Accept a connection that the entry has admitted at the upgrade."""
        try:
            self._devices[sid] = _Device(self._entry.admit(environ))
        except Refused as refused:
            raise Unwelcome(refused.code) from None
        known = doorway.of_request(environ)
        if known is not None:
            known[0].joins(known[1])

    def disconnect(self, sid: str, reason: object = None) -> None:
        """Forget the connection. A page that keeps its socket open no longer counts as joined."""
        with self._turnstile:
            device = self._devices.pop(sid, None)
        if device is not None and device.seat is not None:
            self._personal.goes(device.seat)
        if device is not None and device.person is not None:
            self._personal.leaves(device.person)
        self._push.leave(sid)
        environ = self._server.get_environ(sid, namespace=NAMESPACE) if device is not None else None
        known = doorway.of_request(environ) if environ else None
        if known is not None and device is not None:
            known[0].opens_line(known[1], device.admission.person)

    def resume(self, sid: str, message: object) -> dict[str, Any]:
        """Join the meeting's view, send what changed since the client's number, and return the person's own data."""
        device = self._devices[sid]
        try:
            wish = _read(message, Resume)
            self._hold_to_pace(device)
            if wish.meeting not in self._gallery.known():  # strangers must not make us follow a book
                self._check_may_look(device, wish.meeting)
            if device.person is None and device.admission.person_id is not None:
                self._personal.belongs(sid, device.admission.person_id)  # first: no journal has private news
                device.person = device.admission.person_id
            state = None
            while state is None:
                with self._turnstile:
                    state = self._state(sid, device, wish)
            return state | {"now": stamp(self._clock())}
        except Refused as refused:
            if refused.code != TOO_FAST:
                self._part(sid, device)
            return {"refused": refusal_json(refused, device.admission.language)}
        except Exception:
            log.exception("resume failed")
            return {"refused": refusal_json(Refused(BROKEN), device.admission.language)}

    def _check_may_look(self, device: _Device, meeting_id: int) -> None:
        with self._turnstile, self._database.read() as db:
            view_of(actors.find(db, device.admission.token, meeting_id, self._clock()))

    def _state(self, sid: str, device: _Device, wish: Resume) -> dict[str, Any] | None:
        """Join, and send everything the client lacks, all read in one session and so of one state.

        Returns None when the journal was read further meanwhile: joined clients got that update, and this client did
        not.
        """
        with self._gallery.glance(wish.meeting) as glance:
            actor = actors.find(glance.db, device.admission.token, wish.meeting, self._clock())
            view = view_of(actor)
            if wish.view not in ("", view):  # their role has changed: the page must be drawn again
                raise Refused(OTHER_VIEW)
            self._join(sid, device, actor, wish.meeting, view)
            if self._gallery.seen(wish.meeting) != glance.upto:
                return None
            if wish.seq > glance.upto:  # an older backup was restored: later events would have lower numbers
                raise Refused(AHEAD)
            lack = Lack(wish.meeting, wish.seq, view, device.admission.language, glance.upto)
            self._push.bring(sid, lack, lambda: self._gallery.batch(*lack[:-1], glance))
            mine = self._personal.own(glance.db, *device.seat) if device.seat else {}
            private = self._personal.private(glance.db, device.person) if device.person else {}
        if view in OFFICERS:
            self._server.emit("devices", self._connected.told(wish.meeting), to=sid, namespace=NAMESPACE)
        return {"upto": lack.upto, "mine": mine, "private": private}

    def do(self, sid: str, message: object) -> dict[str, Any]:
        """Submit a command, and return the answer after the commit is durable."""
        device = self._devices[sid]
        try:
            wish = _read(message, Do)
            self._hold_to_pace(device)
            command = registry.decode_from_client(wish.command, wish.payload)
            return reply_json(self._commands.submit(command, token=device.admission.token, key=wish.key))
        except Refused as refused:
            return refusal_json(refused, device.admission.language)
        except Exception:
            log.exception("command failed")
            return refusal_json(Refused(BROKEN), device.admission.language)

    def beat(self, sid: str, message: object = None) -> dict[str, str]:
        """Return the answer to the client's pulse, `{now}`, which sets the client's clock."""
        return {"now": stamp(self._clock())}

    def _hold_to_pace(self, device: _Device) -> None:
        if not self._pace.allows(device.admission.person):
            raise Refused(TOO_FAST)

    def _join(self, sid: str, device: _Device, actor: Actor | None, meeting_id: int, view: View) -> None:
        self._push.join(sid, meeting_id, view, device.admission.language)
        seat = (meeting_id, actor.seat.seat_id) if actor is not None and actor.seat is not None else None
        if device.seat == seat:
            return
        if device.seat is not None:
            self._personal.turns_away(sid, device.seat)
        if seat is not None:
            self._personal.joins(sid, seat)
        device.seat = seat

    def _part(self, sid: str, device: _Device) -> None:
        """Stop sending updates to a client that may no longer look, or whose role has changed."""
        self._push.part(sid)
        if device.seat is not None:
            self._personal.turns_away(sid, device.seat)
            device.seat = None


def _read(message: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(message, kind, strict=True)
    except msgspec.ValidationError as error:
        raise malformed(error) from None
