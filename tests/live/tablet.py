"""A tablet on the live socket, down to the frames: it records everything that it ever received.

It follows the room's sync rule as the page's own script does: `upto` not above mine, ignore; `after` above mine, a gap;
otherwise replace the panels and the rows of panels, and mine becomes `upto`.
"""

import contextlib
import itertools
import json
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import websocket

from tests.rows import with_rows

PATH = "/socket.io/?EIO=4&transport=websocket"
OPEN, PING, PONG = "0", "2", "3"
CONNECTED, DISCONNECTED, EVENT, ACK, REFUSED = "40/meeting", "41/meeting", "42/meeting,", "43/meeting,", "44/meeting,"
PATIENCE = 20.0

Json = dict[str, Any]


class Frame(NamedTuple):
    """One message of the server: when it came (monotonic seconds), and its text."""

    at: float
    text: str


class News(NamedTuple):
    """One event of the server: when it came, its name and what it carried."""

    at: float
    name: str
    body: Any


class Tablet:
    """`origin` None: no such header. `extra`: more lines of the opening request. `room`: bytes that it can buffer.
    `joins`: whether it goes on as a page does once the socket is open. `port` is its own end of the connection."""

    def __init__(
        self,
        port: int,
        cookie: str | None,
        *,
        origin: str | None = "own",
        extra: list[str] | None = None,
        room: int | None = None,
        joins: bool = True,
    ) -> None:
        self.seq = 0
        self.panels: dict[str, str] = {}
        self.gaps = 0
        self.frames: list[Frame] = []
        self.news: list[News] = []
        self.refused: Json | None = None
        self.connected = self.closed = False
        self._answers: dict[int, list[Any]] = {}
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._hearing = threading.Event()
        self._hearing.set()
        self.line = websocket.create_connection(
            f"ws://127.0.0.1:{port}{PATH}",
            cookie=cookie,
            origin=f"http://127.0.0.1:{port}" if origin == "own" else origin,
            suppress_origin=origin is None,
            header=extra or [],
            sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, room)] if room else [],
            timeout=30,
            skip_utf8_validation=True,  # letter by letter in Python; what is no UTF-8 is found when it is decoded
        )
        assert self.line.sock is not None
        self.port = int(self.line.sock.getsockname()[1])
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not joins:
            return
        self.line.send(f"{CONNECTED},")
        self.until(lambda: self.connected or self.refused is not None or self.closed)

    # what it says

    def ask(self, event: str, body: object, patience: float = PATIENCE) -> Any:
        """Send an event and wait for its answer."""
        number = self.say(event, body)
        self.until(lambda: number in self._answers, patience)
        return self._answers[number][0]

    def say(self, event: str, body: object) -> int:
        """Send an event; return the number under which its answer will come."""
        number = next(self._numbers)
        text = f"{EVENT}{number}{json.dumps([event, body], ensure_ascii=False)}"
        self.line.send(text.encode(errors="backslashreplace"))  # half a surrogate goes as an escape, as in a browser
        return number

    def answer(self, number: int) -> Any:
        """The answer to the message with a number, once it came."""
        self.until(lambda: number in self._answers)
        return self._answers[number][0]

    def has_answer(self, number: int) -> bool:
        """Whether the answer to the message with a number has come."""
        return number in self._answers

    def resume(self, meeting: int, seq: int | None = None) -> Json:
        """Ask for everything after a number (default: the one shown); ask again when a push overtook the answer.

        Returns the answer, with the `panels` and `rows` that came before it.
        """
        gaps, told, after = self.gaps, len(self.news), self.seq if seq is None else seq
        answer: Json = self.ask("resume", {"meeting": meeting, "seq": after})
        if self.gaps != gaps:
            return self.resume(meeting)
        if "refused" in answer:
            return answer
        self.seq = max(self.seq, answer["upto"])
        brought = [news.body for news in self.news[told:] if news.name == "panels" and news.body["after"] == after]
        return {"after": after, "panels": {}} | (brought[0] if brought else {}) | answer

    def submit(self, command: str, payload: Json, key: str | None = None) -> Json:
        """Hand in a command and wait for the answer."""
        answer: Json = self.ask("do", {"command": command, "payload": payload, "key": key or secrets.token_hex(8)})
        return answer

    def close(self) -> None:
        """Close the connection."""
        self._hearing.set()
        with contextlib.suppress(OSError, AttributeError):  # it may be gone already
            self.line.sock.shutdown(socket.SHUT_RDWR)
        self._reader.join(timeout=5)
        self.line.shutdown()

    def deafen(self) -> None:
        """Read nothing from now on, but still answer pings."""
        self._hearing.clear()
        threading.Thread(target=self._pretend, daemon=True).start()

    def listen_again(self) -> None:
        """Read on, beginning with what has waited in the wire."""
        self._hearing.set()

    def _pretend(self) -> None:
        with contextlib.suppress(OSError, websocket.WebSocketException):
            while not self._hearing.wait(1.0):
                self.line.send(PONG)

    # what it hears

    def until(self, told: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait until something that the server says makes `told()` true."""
        with self._changed:
            if not self._changed.wait_for(told, patience):
                last = [frame.text[:200] for frame in self.frames[-5:]]
                raise AssertionError(f"not told within {patience} s; closed: {self.closed}; last: {last}")

    def reaches(self, seq: int, patience: float = PATIENCE) -> None:
        """Wait until the panels shown are those of a number or later."""
        self.until(lambda: self.seq >= seq, patience)

    def heard(self, name: str) -> list[Any]:
        """What all events of a name carried, oldest first."""
        return [news.body for news in list(self.news) if news.name == name]

    def _read(self) -> None:
        try:
            while self._hearing.wait():
                text = self.line.recv()
                moment = time.monotonic()
                if not text:
                    break
                with self._changed:
                    self._take(Frame(moment, str(text)))
                    self._changed.notify_all()
        except (OSError, websocket.WebSocketException):
            pass
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        text = frame.text
        if text == PING:
            self.line.send(PONG)
        elif text.startswith(CONNECTED):
            self.connected = True
        elif text.startswith(DISCONNECTED):
            self.connected = False
        elif text.startswith(REFUSED):
            self.refused = json.loads(text.removeprefix(REFUSED))
        elif text.startswith(EVENT):
            name, body = json.loads(text.removeprefix(EVENT))
            self.news.append(News(frame.at, name, body))
            if name == "panels":
                self._show(body)
        elif text.startswith(ACK):
            cut = text.index("[")
            self._answers[int(text[len(ACK) : cut])] = json.loads(text[cut:])

    def _show(self, batch: Json) -> None:
        if batch["after"] > self.seq:
            self.gaps += 1
        elif batch["upto"] > self.seq:
            self.panels.update(batch["panels"])
            for name, rows in batch.get("rows", {}).items():
                self.panels[name] = with_rows(self.panels[name], rows)
            self.seq = batch["upto"]
