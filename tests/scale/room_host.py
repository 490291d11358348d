"""The product under load: its own command line, a free loopback port, a fresh installation, a full hall."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.scale.hosts import LOOPBACK, ROOT, Host, Room, free_port

SEED_LIMIT = 180


def room_host(folder: Path) -> Host:
    """`meeting run` without its worker: drawing minutes is no part of the storm."""
    port = free_port()
    environment = settings(folder) | {"MEETING_PORT": str(port)}
    command = [sys.executable, "-m", "meeting", "run", "--no-worker", "--quiet"]
    return Host("the meeting room", command, port, folder / "room.log", environment)


def seeded_room(folder: Path, paper: Path, members: int, motions: int) -> Room:
    """Make an installation in `folder` and a meeting in it, in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "tests.scale.seed",
        "--members",
        str(members),
        "--motions",
        str(motions),
        "--paper",
        str(paper),
    ]
    environment = {**os.environ, **settings(folder), "MEETING_ASYNC_MODE": "threading"}
    words = subprocess.check_output(command, cwd=ROOT, env=environment, timeout=SEED_LIMIT)
    return msgspec.json.decode(words, type=Room)


def settings(folder: Path) -> dict[str, str]:
    """Where this installation lies and listens, whatever the surrounding environment says."""
    return {
        "MEETING_DATA": str(folder / "data"),
        "MEETING_HOST": LOOPBACK,
        "MEETING_DATABASE_URL": "",
        "MEETING_LOG_LEVEL": "warning",
    }
