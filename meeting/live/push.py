"""The push: sends to everybody in a view at once, and to one person's own devices."""

import itertools
import logging
import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from meeting.access.policy import View
from meeting.live import doorway
from meeting.live.shown import Joined, Look
from meeting.live.sockets import MESSAGE, Packet, packet
from meeting.panels.gallery import Batch
from meeting.panels.views import OFFICERS

log = logging.getLogger(__name__)

NAMESPACE = "/meeting"
CUT = "meeting.cut"
BREATH = 0.05  # seconds to let a client read the answers to a burst of questions
_UNWRITTEN = object()
KEPT = 8  # recent updates kept: a returning hall asks from one or two numbers
SLICES = 16  # of a hall of five hundred one slice is sent in about five milliseconds


class Lack(NamedTuple):
    """The changes that the screens of a view do not show yet: everything between two numbers of the journal."""

    meeting_id: int
    after: int
    view: View
    language: str
    upto: int


class Push:
    """Sends to everybody in a view at once. A slow reader does not make the server's memory grow."""

    def __init__(self, socketio: Any, send_queue: int) -> None:
        self._socketio = socketio
        self._most = send_queue
        self._hear = socketio.server.eio.handlers["message"]
        socketio.server.eio.on("message", self._listen)
        self._views: dict[str, tuple[int, View, str]] = {}
        self._joined: dict[int, Counter[Look]] = defaultdict(Counter)
        self._slices = itertools.cycle(range(SLICES))
        self._slice: dict[str, int] = {}
        self._brought: OrderedDict[Lack, Any] = OrderedDict()

    def join(self, sid: str, meeting_id: int, view: View, language: str) -> None:
        """Remember what a connection looks at: one meeting at a time."""
        self._joined[meeting_id][view, language] += 1
        former = self._views.get(sid)
        if former == (meeting_id, view, language):
            return
        if former is not None:
            self._socketio.server.leave_room(sid, _room(*former, self._slice[sid]), namespace=NAMESPACE)
        self._views[sid] = (meeting_id, view, language)
        self._slice[sid] = next(self._slices)
        room = _room(meeting_id, view, language, self._slice[sid])
        self._socketio.server.enter_room(sid, room, namespace=NAMESPACE)

    def part(self, sid: str) -> None:
        """Note that the connection no longer looks at anything."""
        looked = self._views.get(sid)
        if looked is not None:
            self._socketio.server.leave_room(sid, _room(*looked, self._slice[sid]), namespace=NAMESPACE)
        self.leave(sid)

    def leave(self, sid: str) -> None:
        """Forget a connection."""
        self._views.pop(sid, None)
        self._slice.pop(sid, None)

    def views(self, meeting_id: int) -> set[Look]:
        """See live.tail.Audience."""
        return {(view, language) for meeting, view, language in self._views.values() if meeting == meeting_id}

    def joined(self, meeting_id: int) -> Joined:
        """See live.tail.Audience."""
        return self._joined[meeting_id].copy()

    def show(self, meeting_id: int, view: View, language: str, batch: dict[str, Any]) -> None:
        """See live.tail.Audience."""
        self.tell_view(meeting_id, view, language, "panels", batch)

    def bring(self, sid: str, lack: Lack, draw: Callable[[], Batch]) -> None:
        """Send one connection what it lacks. Written and compressed once for all connections that lack the same."""
        message = self._brought.get(lack, _UNWRITTEN)
        if message is _UNWRITTEN:
            batch = draw()
            message = self._message("panels", batch) if batch["panels"] or "rows" in batch else None
            self._brought[lack] = message
            while len(self._brought) > KEPT:
                self._brought.popitem(last=False)
        line = self._socketio.server.manager.eio_sid_from_sid(sid, NAMESPACE)
        if message is not None and line is not None:
            self._socketio.server._send_eio_packet(line, message)

    def _message(self, event: str, data: dict[str, Any] | Batch) -> Packet:
        written = self._socketio.server.packet_class(packet.EVENT, [event, data], namespace=NAMESPACE)
        return Packet(MESSAGE, written.encode())

    def tell_officers(self, meeting_id: int, event: str, data: dict[str, Any]) -> None:
        """Send to the officers of a meeting."""
        for view, language in self.views(meeting_id):
            if view in OFFICERS:
                self.tell_view(meeting_id, view, language, event, data)

    def tell_view(self, meeting_id: int, view: View, language: str, event: str, data: dict[str, Any]) -> None:
        """Send to everybody in a view, slice by slice, so that ballots are taken in between."""
        message = self._message(event, data)
        for number in range(SLICES):
            self._send(_room(meeting_id, view, language, number), message)
            time.sleep(0)

    def enter(self, sid: str, room: str) -> None:
        """Add a connection to a room: it gets what is sent there."""
        self._socketio.server.enter_room(sid, room, namespace=NAMESPACE)

    def exit(self, sid: str, room: str) -> None:
        """Remove a connection from a room."""
        self._socketio.server.leave_room(sid, room, namespace=NAMESPACE)

    def tell(self, room: str, event: str, data: dict[str, Any]) -> None:
        """Send to a room. A device whose queue is full is dropped; it resumes by number when it reads again."""
        self._send(room, self._message(event, data))

    def _send(self, room: str, message: Packet) -> None:
        for sid, line in list(self._socketio.server.manager.get_participants(NAMESPACE, room)):
            if self._is_full(line):
                self.leave(sid)
                self.drop(line, "does not read")
            else:
                self._socketio.server._send_eio_packet(line, message)

    def send_away(self, room: str, why: str) -> None:
        """Cut every connection in a room, without showing them anything more."""
        for sid, line in list(self._socketio.server.manager.get_participants(NAMESPACE, room)):
            self.part(sid)
            self.drop(line, why)

    def _listen(self, line: str, message: Any) -> None:
        """Handle a client's message. Drops a client that does not read its answers, which wait in the same queue as
        pushes.

        An exception here means an invalid message, because handlers catch their own. It is logged without a trace,
        which would be longer than the message.
        """
        if CUT in self._socketio.server.environ.get(line, ()):
            return
        if self._is_full(line):
            time.sleep(BREATH)
            if self._is_full(line):
                self.drop(line, "does not read")
                return
        try:
            self._hear(line, message)
        except Exception as error:
            self.drop(line, f"sends an invalid message ({type(error).__name__})")

    def _is_full(self, line: str) -> bool:
        waiting = self._socketio.server.eio.sockets.get(line)
        return waiting is not None and waiting.queue.qsize() > self._most

    def drop(self, line: str, why: str) -> None:
        """Cut a connection without waiting: an orderly close would queue behind everything unread.

        The connection's reader sees the end of the stream and cleans up, as after any loss.
        """
        environ = self._socketio.server.environ.get(line)
        if environ is None or CUT in environ:
            return
        environ[CUT] = True  # earlier messages may still arrive
        log.info("dropped a device of %s that %s", environ.get("REMOTE_ADDR"), why)
        known = doorway.of_request(environ)
        if known is not None:
            known[1].cut()
        else:  # not our server
            self._socketio.server.eio.disconnect(line)


def _room(meeting_id: int, view: View, language: str, number: int) -> str:
    return f"{meeting_id}:{view}:{language}:{number}"
