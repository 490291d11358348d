"""Meetings to be stormed: the product's own in a fresh installation, and what the bare server has in its place."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.server import ROOM, ROOT, Begin, Server, environment, program

SEED_LIMIT = 180


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting ready to be stormed: who may enter (Cookie headers), what may be ordered, the big paper.

    `seats` are (seat id, cookie); `document` is a path on the server; `database` an SQLite file.
    """

    meeting: int
    clerk: str
    seats: list[tuple[int, str]]
    items: list[int]
    motions: list[int]
    document: str
    document_bytes: int
    database: str


def room_server(folder: Path, begin: Begin = ROOM) -> Server:
    """The product without its worker: drawing minutes is no part of the storm."""
    return Server(folder / "data", begin, database_url="", log_level="warning")


def seeded_room(folder: Path, paper: Path, members: int, motions: int) -> Room:
    """Make an installation in `folder` and a meeting in it, in a process of its own."""
    options = {"members": members, "motions": motions, "paper": paper}
    command = [sys.executable, "-m", "tests.scale.seed", *_options(options)]
    settings = environment(folder / "data", database_url="", async_mode="threading")
    words = subprocess.check_output(command, cwd=ROOT, env=os.environ | settings, timeout=SEED_LIMIT)
    return msgspec.json.decode(words, type=Room)


def bare_server(folder: Path, document: Path, messages: Path, *, lossy: bool = False) -> Server:
    """The stock server of `bare_server`, with its database in `folder`."""
    options = {"db": folder / "bare.db", "document": document, "messages": messages}
    return Server(folder / "bare", program("-m", "tests.scale.bare_server", *_options(options), *["--lossy"] * lossy))


def bare_room(folder: Path, document: Path, members: int, motions: int) -> Room:
    """The bare server knows everybody by a cookie that says the seat."""
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


def _options(values: dict[str, object]) -> list[str]:
    return [word for name, value in values.items() for word in (f"--{name}", str(value))]
