"""Meetings to be stormed: the product's own in a fresh installation, and what the bare server has instead."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from meeting.web.headers import SECURE_COOKIE
from tests.server import ROOM, ROOT, Begin, Server, environment, free_port, program

SEED_LIMIT = 600


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting ready to be stormed: who may enter (Cookie headers), what may be handed in, the big paper.

    `seats` are (seat id, cookie), `arriving` those who are not here yet; `document` and `small` are paths on the
    server, `database` an SQLite file. The bare server knows no chair, no hall screen and no passes (`secret` makes
    them).
    """

    meeting: int
    clerk: str
    chair: str = ""
    screen: str = ""
    seats: list[tuple[int, str]]
    arriving: list[tuple[int, str]] = []
    items: list[int]
    motions: list[int]
    document: str
    document_bytes: int
    database: str
    secret: str = ""
    small: str = ""

    def by_tls(self) -> "Room":
        """The same, entered by HTTPS: the cookies have another name there."""

        def renamed(people: list[tuple[int, str]]) -> list[tuple[int, str]]:
            return [(seat, _by_tls(cookie)) for seat, cookie in people]

        whole = {name: _by_tls(getattr(self, name)) for name in ("clerk", "chair", "screen")}
        return msgspec.structs.replace(self, **whole, seats=renamed(self.seats), arriving=renamed(self.arriving))


def _by_tls(cookie: str) -> str:
    return f"{SECURE_COOKIE}={cookie.partition('=')[2]}"


def room_server(folder: Path, begin: Begin = ROOM, **settings: str) -> Server:
    """The product without its worker: drawing minutes is not part of the storm."""
    return Server(folder / "data", begin, database_url="", log_level="warning", **settings)


def seeded_room(folder: Path, paper: Path, members: int, motions: int, database_url: str = "") -> Room:
    """Make an installation in `folder` and a meeting in it, in a separate process."""
    return seeded_rooms(folder, paper, database_url=database_url, members=members, motions=motions)[0]


def seeded_rooms(
    folder: Path, paper: Path, small: Path | None = None, database_url: str = "", **size: int
) -> list[Room]:
    """The same of any size (see tests.scale.seed); a meeting with votes behind it, then one that has just begun."""
    command = [sys.executable, "-m", "tests.scale.seed", *_options({"paper": paper, "small": small or paper} | size)]
    settings = environment(folder / "data", database_url=database_url, async_mode="threading")
    words = subprocess.check_output(command, cwd=ROOT, env=os.environ | settings, timeout=SEED_LIMIT)
    return msgspec.json.decode(words, type=list[Room])


def bare_server(folder: Path, document: Path, messages: Path, *, lossy: bool = False) -> Server:
    """The stock server of `bare_server`, with its database in `folder`."""
    options = {"db": folder / "bare.db", "document": document, "messages": messages}
    return Server(folder / "bare", program("-m", "tests.scale.bare_server", *_options(options), *["--lossy"] * lossy))


def limit_server(folder: Path, messages: Path) -> Server:
    """The limit of `limit_server`."""
    port = free_port()
    begin = program("-m", "tests.scale.limit_server", *_options({"port": port, "messages": messages}))
    return Server(folder / "limit", begin, port=str(port))


def node_server(folder: Path, messages: Path) -> Server | None:
    """Socket.IO's own server; None where Node.js or its package is not installed."""
    node = shutil.which("node")
    asked = [node, "-e", "require('socket.io')"] if node else ["false"]
    if subprocess.run(asked, check=False, capture_output=True, timeout=60).returncode != 0:
        return None
    port = free_port()
    words = [str(node), str(Path(__file__).with_name("node_server.cjs")), str(port), str(messages)]

    def begin(settings: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
        with log.open("ab") as said:
            return subprocess.Popen(words, env=os.environ | settings, stdout=said, stderr=said)

    return Server(folder / "node", begin, port=str(port))


def bare_room(folder: Path, document: Path, members: int, motions: int) -> Room:
    """The bare server identifies everybody by a cookie that says the seat."""
    return Room(
        meeting=1,
        clerk="seat=0",
        seats=[(seat, f"seat={seat}") for seat in range(1, members + 1)],
        items=list(range(1, 13)),
        motions=list(range(1, motions + 1)),
        document="/document",
        document_bytes=document.stat().st_size,
        database=str(folder / "bare.db"),
    )


def _options(values: Mapping[str, object]) -> list[str]:
    return [word for name, value in values.items() for word in (f"--{name}", str(value))]
