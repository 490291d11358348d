"""Hostile clients: what they do costs them little, so the server must make it cost the others nothing."""

import concurrent.futures
import contextlib
import itertools
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator

import websocket

from tests.live.hall import Hall
from tests.live.tablet import PATH, Tablet
from tests.scale import wire


class Idle:
    """Connections that are opened and say nothing, or next to nothing."""

    def __init__(self, port: int, says: bytes = b"") -> None:
        self._address = ("127.0.0.1", port)
        self._says = says
        self.open: list[socket.socket] = []
        self.refused = 0

    def come(self, count: int) -> None:
        """Open this many more."""
        for _ in range(count):
            try:
                link = socket.create_connection(self._address, timeout=5)
                link.sendall(self._says)
                self.open.append(link)
            except OSError:
                self.refused += 1

    def cut(self) -> int:
        """How many of them the server has ended by now."""
        poll = select.poll()
        for link in self.open:
            poll.register(link, select.POLLIN | select.POLLHUP | select.POLLRDHUP)
        ended = [fd for fd, event in poll.poll(0) if event & (select.POLLHUP | select.POLLRDHUP | select.POLLERR)]
        return len(ended)

    def leave(self) -> None:
        """Close all."""
        for link in self.open:
            link.close()


class Attack:
    """A client that does one thing over and over, one at a time, as fast as it can; counts its refusals."""

    def __init__(self, once: Callable[[], bool]) -> None:
        self.tries = self.turned_away = 0
        self._once = once
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """It gives up."""
        self._over.set()
        self._thread.join(timeout=10)

    def _go_on(self) -> None:
        while not self._over.is_set():
            self.tries += 1
            try:
                self.turned_away += not self._once()
            except (OSError, websocket.WebSocketException):
                self.turned_away += 1


BROKEN = wire.frame(b'42/meeting,{"half') * 500
"""Five hundred messages that cannot be read, as they go over the wire."""
CHATTER = wire.frame(b'42/meeting,["beat",{}]') * 500
"""Five hundred well-formed ones, which nobody needs to send."""
BREATH = 0.02
"""Seconds between two tries of one attacker: the voters use the same machine."""


def stranger_at_the_socket(hall: Hall) -> Callable[[], bool]:
    """Opens a live socket without an account and sends invalid messages."""

    def once() -> bool:
        time.sleep(BREATH)
        line = _open(hall, None)
        line.sock.sendall(BROKEN)
        line.shutdown()
        return True

    return once


def vandal_with_an_account(hall: Hall, who: str) -> Callable[[], bool]:
    """Opens a live socket and sends invalid messages for as long as it stays open."""
    cookie = hall.browser(who).cookie

    def once() -> bool:
        time.sleep(BREATH)
        line = _open(hall, cookie)
        line.send("40/meeting,")
        line.sock.sendall(BROKEN)
        line.settimeout(2)
        while line.recv():
            pass
        return True

    return once


def restless_member(hall: Hall, who: str) -> Callable[[], bool]:
    """Sends ballots without end, ten at a time."""
    tablet = hall.tablet(who)

    def once() -> bool:
        time.sleep(BREATH)
        ballot = {"meeting_id": hall.meeting, "motion_id": hall.motion, "choice": "for"}
        command = {"command": "voting.cast_ballot", "payload": ballot, "key": ""}
        numbers = [tablet.say("do", command) for _ in range(10)]
        return all(tablet.answer(number)["ok"] for number in numbers)

    return once


def chatterer(hall: Hall, who: str) -> Callable[[], bool]:
    """Sends well-formed idle messages without waiting for an answer; the network soon stops taking them."""
    tablet = hall.tablet(who)

    def once() -> bool:
        tablet.line.sock.sendall(CHATTER)
        return True

    return once


def _open(hall: Hall, cookie: str | None) -> websocket.WebSocket:
    return websocket.create_connection(
        f"ws://127.0.0.1:{hall.server.port}{PATH}", cookie=cookie, origin=hall.server.url, timeout=5
    )


def p99_of_votes(hall: Hall, tablets: list[Tablet], enough: float) -> float:
    """Everybody votes four times a second; the wait (seconds) for the acknowledgement that one in a hundred exceeds.

    The best of up to four spells of four seconds: other load on this machine comes and goes, an attack stays.
    """
    found = []
    while len(found) < 4 and min(found, default=enough) >= enough:
        waits = sorted(_votes(hall, tablets, 4.0))
        found.append(waits[int(len(waits) * 0.99)])
    return min(found)


def _votes(hall: Hall, tablets: list[Tablet], seconds: float) -> list[float]:
    waits: list[float] = []

    def vote(tablet: Tablet, offset: float) -> None:
        time.sleep(offset)
        until = time.monotonic() + seconds
        for choice in itertools.cycle(["for", "against"]):
            began = time.monotonic()
            if began > until:
                return
            hall.casts(tablet, choice)
            waits.append(time.monotonic() - began)
            time.sleep(max(0.0, 0.25 - waits[-1]))

    places = [0.25 * place / len(tablets) for place in range(len(tablets))]
    with concurrent.futures.ThreadPoolExecutor(len(tablets)) as hands:
        for done in [hands.submit(vote, tablet, offset) for tablet, offset in zip(tablets, places, strict=True)]:
            done.result()
    return waits


@contextlib.contextmanager
def under(attacks: list[Attack]) -> Iterator[None]:
    """Run the block while the attacks go on, then end them."""
    try:
        yield
    finally:
        for attack in attacks:
            attack.end()
