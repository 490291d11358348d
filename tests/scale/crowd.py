"""A crowd of tablets in one thread: each follows the room's sync rule as the page's own script does.

`upto` not above mine: ignore. `after` above mine: ask again. Otherwise mine becomes `upto`. Sockets are raw and
non-blocking; nothing here waits for one tablet while another has news.
"""

import heapq
import ipaddress
import json
import select
import socket
import ssl
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from tests.scale import wire
from tests.scale.crowd_tablet import WAITS, Lost, Tablet

BEAT = 3.0
MAX_TABLETS = 5000
ORDER_TIMEOUT = 30.0
Reply = dict[str, Any]
OnReply = Callable[[Reply, float], None]


class Crowd:
    """Tablets of one meeting on one server; loopback only, so that nobody's network is ever stormed."""

    def __init__(self, host: str, port: int, meeting: int, *, secure: bool = False) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise SystemExit(f"only a loopback address may be put under load, not {host}")
        self.host, self.port, self.meeting = host, port, meeting
        self._tls = ssl._create_unverified_context() if secure else None
        self.tablets: dict[int, Tablet] = {}
        self.on_ready: Callable[[Tablet, float], None] = lambda tablet, at: None
        self.on_lost: Callable[[Tablet, str], None] = lambda tablet, why: None
        self.gaps = 0
        self._epoll = select.epoll()
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0

    def open(self, tablets: Iterable[Tablet]) -> None:
        """Start connecting all of them at once."""
        for tablet in tablets:
            if len(self.tablets) >= MAX_TABLETS:
                raise SystemExit(f"at most {MAX_TABLETS} tablets")
            sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect_ex((self.host, self.port))
            request = wire.upgrade_request(self.host, self.port, tablet.cookie, secure=self._tls is not None)
            tablet.connecting(sock, request, self._tls)
            self.tablets[sock.fileno()] = tablet
            self._epoll.register(sock, select.EPOLLIN | select.EPOLLOUT)

    def drop(self, tablets: Iterable[Tablet]) -> None:
        """Cut the connections without a message, as a lost Wi-Fi does."""
        for tablet in tablets:
            self._forget(tablet)

    def close(self) -> None:
        """Close all connections."""
        self.drop(list(self.tablets.values()))
        self._epoll.close()

    def at(self, when: float, action: Callable[[], None]) -> None:
        """Do `action` at the moment `when` (seconds of perf_counter)."""
        self._order += 1
        heapq.heappush(self._timers, (when, self._order, action))

    def beat(self, tablets: list[Tablet]) -> None:
        """From now on each says `beat` every three seconds, evenly spread, as the page does."""
        start = perf_counter()
        for place, tablet in enumerate(tablets):
            self._beat_at(tablet, start + BEAT * (place + 1) / len(tablets))

    def _beat_at(self, tablet: Tablet, when: float) -> None:
        def beat() -> None:
            if tablet.ready:
                self.say(tablet, wire.event("beat", {}, tablet.expect(None)))
            self._beat_at(tablet, when + BEAT)

        self.at(when, beat)

    def submit(self, tablet: Tablet, command: str, payload: Reply, key: str, heard: OnReply) -> float:
        """Send a command; `heard(reply, moment)` gets the answer. Returns the moment of sending."""
        body = {"command": command, "payload": payload, "key": key}
        packet = wire.event("do", body, tablet.expect(lambda text, at: heard(json.loads(text)[0], at)))
        moment = perf_counter()
        self.say(tablet, packet)
        return moment

    def ask(self, tablet: Tablet, command: str, payload: Reply, key: str) -> Reply:
        """Send a command and wait for its answer; Lost after half a minute, which is not counted as a wait."""
        replies: list[Reply] = []
        self.submit(tablet, command, payload, key, lambda reply, at: replies.append(reply))
        if not self.run(lambda: bool(replies), ORDER_TIMEOUT):
            raise Lost(f"no answer to {command}")
        if not replies[0].get("ok"):
            raise Lost(f"{command} refused: {replies[0]}")
        return replies[0]

    def say(self, tablet: Tablet, packet: bytes) -> None:
        """Send one packet; what the kernel does not take at once waits for room."""
        tablet.outbox += wire.frame(packet)
        self._flush(tablet)

    def run(self, done: Callable[[], bool], seconds: float) -> bool:
        """Serve all sockets and timers until `done()`; False when `seconds` went by first."""
        end = perf_counter() + seconds
        while not done():
            moment = perf_counter()
            if moment >= end:
                return False
            while self._timers and self._timers[0][0] <= moment:
                heapq.heappop(self._timers)[2]()
            wait = min(end, self._timers[0][0] if self._timers else end) - perf_counter()
            for fd, mask in self._epoll.poll(max(0.0, wait), 256):
                tablet = self.tablets.get(fd)
                if tablet is not None:
                    self._serve(tablet, mask)
        return True

    def _serve(self, tablet: Tablet, mask: int) -> None:
        try:
            if not tablet.secure:
                if tablet.shakes_hands():
                    self._flush(tablet)
                self._watch(tablet)
                return
            if mask & select.EPOLLOUT:
                self._flush(tablet)
            if mask & ~select.EPOLLOUT:
                self._read(tablet)
        except (OSError, Lost, wire.WireError) as problem:
            self._forget(tablet)
            self.on_lost(tablet, str(problem) or type(problem).__name__)

    def _flush(self, tablet: Tablet) -> None:
        if tablet.sock is None:
            return
        try:
            sent = tablet.sock.send(tablet.outbox) if tablet.outbox and tablet.secure else 0
        except (BlockingIOError, *WAITS):
            sent = 0
        except OSError:
            return  # the reading side notices it too and says so once
        del tablet.outbox[:sent]
        self._watch(tablet)

    def _watch(self, tablet: Tablet) -> None:
        if tablet.sock is None:
            return
        wanted = select.EPOLLIN | (select.EPOLLOUT if tablet.wants_to_write() else 0)
        if wanted != tablet.watched:
            tablet.watched = wanted
            self._epoll.modify(tablet.sock, wanted)

    def _read(self, tablet: Tablet) -> None:
        for packet, moment in tablet.packets():
            if packet.startswith(wire.EVENT):
                self._event(tablet, packet, moment)
            elif packet.startswith(wire.ACK):
                number, text = wire.answer(packet)
                tablet.answered(number, text, moment)
            elif packet == wire.EIO_PING:
                self.say(tablet, wire.EIO_PONG)
            elif packet[:1] == b"0":
                self.say(tablet, wire.CONNECT)
            elif packet.startswith(wire.CONNECT):
                self.resume(tablet)
            else:
                raise Lost(packet[:200].decode("utf-8", "replace"))

    def _event(self, tablet: Tablet, packet: bytes, moment: float) -> None:
        if not packet.startswith(b'["panels"', len(wire.EVENT)):
            return
        after, upto = wire.number(packet, wire.AFTER), wire.number(packet, wire.UPTO)
        if upto <= tablet.seq:
            return
        if after > tablet.seq:
            self.gaps += 1
            self.resume(tablet)
            return
        tablet.learn(upto, moment, packet)

    def resume(self, tablet: Tablet) -> None:
        """Say where this tablet is and take what it missed."""

        def heard(text: bytes, moment: float) -> None:
            upto = wire.number(text, wire.UPTO)
            if upto < 0:
                raise Lost(text[:200].decode("utf-8", "replace"))
            brought = text if wire.number(text, wire.AFTER) >= 0 else tablet.last  # what was missed came before it
            tablet.learn(max(upto, tablet.seq), moment, brought)
            if not tablet.ready:
                tablet.ready = True
                self.on_ready(tablet, moment)

        body = {"meeting": self.meeting, "seq": tablet.seq}
        self.say(tablet, wire.event("resume", body, tablet.expect(heard)))

    def _forget(self, tablet: Tablet) -> None:
        if tablet.sock is None:
            return
        self.tablets.pop(tablet.sock.fileno(), None)
        self._epoll.unregister(tablet.sock)
        tablet.closed()
