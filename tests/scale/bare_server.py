"""The yardstick: stock Flask-SocketIO on eventlet doing the room's work in the plainest durable way.

It speaks the room's protocol on `/meeting`: `resume` reads the state, `do` writes one row in a separate SQLite
transaction (WAL, synchronous=FULL) and is answered after the commit, an item change is sent to everybody, vote counts
are sent on a tick of a quarter second. The panels it sends are those that the product sent to a tablet in the same run,
read from a file. `--lossy` answers before it commits: the control that a checker of durability must catch.
"""

import eventlet

eventlet.monkey_patch()

import argparse  # noqa: E402 - nothing may be imported before the patch
import json  # noqa: E402
import logging  # noqa: E402
import os  # noqa: E402
import sqlite3  # noqa: E402
import time  # noqa: E402
from datetime import UTC, datetime  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import eventlet.wsgi  # noqa: E402
from flask import Flask, Response, request, send_file  # noqa: E402
from flask_socketio import SocketIO  # noqa: E402

NAMESPACE = "/meeting"
TICK = 0.25
HEARTBEAT = 0.02
SCHEMA = """
CREATE TABLE IF NOT EXISTS state (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, item INTEGER);
INSERT OR IGNORE INTO state VALUES (1, 0, NULL);
CREATE TABLE IF NOT EXISTS ballot (
    motion INTEGER, seat INTEGER, choice TEXT NOT NULL, PRIMARY KEY (motion, seat));
CREATE TABLE IF NOT EXISTS cast (
    seq INTEGER PRIMARY KEY, motion INTEGER, seat INTEGER, choice TEXT, key TEXT UNIQUE);
"""


class Book:
    """The bare server's database: one connection, one transaction for each command."""

    def __init__(self, path: str, *, lossy: bool) -> None:
        self.lossy = lossy
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.executescript(SCHEMA)
        self.seq = int(self.db.execute("SELECT seq FROM state").fetchone()[0])

    def begin(self) -> None:
        """Start a transaction; a lossy book keeps the one it has."""
        if not self.db.in_transaction:
            self.db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make it durable; a lossy book leaves that for later."""
        self.db.execute("UPDATE state SET seq = ?", (self.seq,))
        if not self.lossy:
            self.db.execute("COMMIT")

    def commit_late(self) -> None:
        """Commit what the lossy book left open."""
        if self.db.in_transaction:
            self.db.execute("COMMIT")

    def put_ballot(self, motion: int, seat: int, choice: str, key: str) -> int:
        """One ballot, once for each key; returns the journal number."""
        known = self.db.execute("SELECT seq FROM cast WHERE key = ?", (key,)).fetchone()
        if known:
            return int(known[0])
        self.begin()
        self.seq += 1
        self.db.execute("INSERT INTO cast VALUES (?, ?, ?, ?, ?)", (self.seq, motion, seat, choice, key))
        self.db.execute("INSERT OR REPLACE INTO ballot VALUES (?, ?, ?)", (motion, seat, choice))
        self.commit()
        return self.seq

    def put_item(self, item: int | None) -> int:
        """The meeting has turned to an item (or another command was given); returns the journal number."""
        self.begin()
        self.seq += 1
        self.db.execute("UPDATE state SET item = ?", (item,))
        self.commit()
        return self.seq

    def read(self) -> tuple[int, int]:
        """Journal number and item, from the database, as a page would read them."""
        row = self.db.execute("SELECT seq, item FROM state").fetchone()
        return int(row[0]), int(row[1] or 0)


class Pulse:
    """A heartbeat on the event loop; its longest delay is how long the loop stood still."""

    def __init__(self) -> None:
        self.worst = 0.0

    def beat(self) -> None:
        """Run for ever."""
        while True:
            start = time.perf_counter()
            eventlet.sleep(HEARTBEAT)
            self.worst = max(self.worst, time.perf_counter() - start - HEARTBEAT)

    def read(self) -> float:
        """Milliseconds since the last reading."""
        worst, self.worst = self.worst, 0.0
        return worst * 1e3


def arguments() -> argparse.Namespace:
    """Where to listen and what to send (`--messages`: JSON with panels for `state`, `change` and `tally`)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=os.environ.get("MEETING_PORT"))
    parser.add_argument("--db", required=True)
    parser.add_argument("--document", required=True)
    parser.add_argument("--messages", type=Path, required=True)
    parser.add_argument("--lossy", action="store_true")
    return parser.parse_args()


def seat_of(cookie: str) -> int:
    """The seat of this cookie (`seat=12`)."""
    return int(cookie.partition("seat=")[2] or 0)


def build(options: argparse.Namespace) -> Flask:
    """The whole bare server."""
    app = Flask(__name__)
    sio = SocketIO(app, async_mode="eventlet", cors_allowed_origins="*")
    book, pulse = Book(options.db, lossy=options.lossy), Pulse()
    seats: dict[str, int] = {}
    told = {"upto": book.seq, "tally": False}

    messages: dict[str, dict[str, str]] = json.loads(options.messages.read_text("utf-8"))

    def push(upto: int, kind: str) -> None:
        batch = {"after": told["upto"], "upto": upto, "panels": messages[kind], "mine": {}}
        told["upto"] = upto
        sio.emit("panels", batch, namespace=NAMESPACE)

    @sio.on("connect", namespace=NAMESPACE)
    def connect(auth: object = None) -> None:
        seats[request.sid] = seat_of(request.headers.get("Cookie", ""))  # type: ignore[attr-defined]

    @sio.on("disconnect", namespace=NAMESPACE)
    def disconnect(reason: object = None) -> None:
        seats.pop(request.sid, None)  # type: ignore[attr-defined]

    @sio.on("resume", namespace=NAMESPACE)
    def resume(where: dict[str, Any]) -> dict[str, Any]:
        upto, item = book.read()
        panels = {**messages["state"], "item": str(item)}
        return {"after": where["seq"], "upto": upto, "panels": panels, "mine": {}, "now": moment()}

    @sio.on("beat", namespace=NAMESPACE)
    def beat(body: object) -> dict[str, str]:
        return {"now": moment()}

    @sio.on("do", namespace=NAMESPACE)
    def do(command: dict[str, Any]) -> dict[str, Any]:
        payload, seat = command["payload"], seats[request.sid]  # type: ignore[attr-defined]
        if command["command"] == "voting.cast_ballot":
            upto = book.put_ballot(payload["motion_id"], seat, payload["choice"], command["key"])
            told["tally"] = True
        else:
            upto = book.put_item(payload.get("item_id"))
            push(upto, "change")
        return {"ok": True, "upto": upto, "at": moment(), "code": command["key"][:4], "answer": {}}

    @app.get("/healthz")
    def healthz() -> dict[str, float]:
        return {"loop_lag_ms_max": pulse.read()}

    @app.get("/document")
    def document() -> Response:
        return send_file(options.document, conditional=True)

    def ticker() -> None:
        while True:
            eventlet.sleep(TICK)
            book.commit_late()
            if told["tally"]:
                told["tally"] = False
                push(book.seq, "tally")

    eventlet.spawn(ticker)
    eventlet.spawn(pulse.beat)
    return app


def moment() -> str:
    """The server's time."""
    return datetime.now(UTC).isoformat()


def main() -> None:
    """Serve on loopback. Listen queue and number of sockets are raised: stock ones refuse a full hall."""
    options = arguments()
    logging.disable(logging.CRITICAL)
    app = build(options)
    sock = eventlet.listen(("127.0.0.1", options.port), backlog=4096)
    print("ready", flush=True)
    eventlet.wsgi.server(sock, app, log_output=False, max_size=20000, socket_timeout=None)


if __name__ == "__main__":
    main()
