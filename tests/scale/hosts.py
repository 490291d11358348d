"""The servers under load: started on free loopback ports, each in its own folder, stopped by their ids."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from tests.scale.gauges import family

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
START_SECONDS = 30.0


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


class Host:
    """One server process that can be started, killed and started again on the same port."""

    def __init__(
        self, name: str, command: list[str], port: int, log: Path, settings: Mapping[str, str] | None = None
    ) -> None:
        self.name, self.command, self.port, self.log = name, command, port, log
        self.environment = {**os.environ, **(settings or {})}
        self.process: subprocess.Popen[bytes] | None = None

    def spawn(self) -> None:
        """Start and do not wait."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def start(self) -> None:
        """Start and wait until it answers; RuntimeError with the end of its log when it does not."""
        self.spawn()
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.alive():
            if answers(self.port):
                return
            time.sleep(0.02)
        self.kill()
        raise RuntimeError(f"{self.name} did not start:\n{self.said()}")

    def said(self) -> str:
        """The end of the server's log."""
        return self.log.read_text("utf-8", "replace")[-3000:]

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process is not None and self.process.poll() is None

    def pids(self) -> list[int]:
        """The server process and all it started."""
        return family(self.process.pid) if self.process else []

    def kill(self) -> None:
        """kill -9 of the whole family, at once."""
        if self.process is None:
            return
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    @contextlib.contextmanager
    def running(self) -> Iterator["Host"]:
        """The server for the length of a block; what fails in it brings the server's log along."""
        self.start()
        try:
            yield self
        except Exception as problem:
            problem.add_note(f"{self.name} said last:\n{self.said()}")
            raise
        finally:
            self.kill()


def answers(port: int) -> bool:
    """Whether the server there is ready for people."""
    link = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        link.request("GET", "/healthz", headers={"Accept": "application/json"})
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def bare_host(folder: Path, document: Path, messages: Path, *, lossy: bool = False) -> Host:
    """The stock server of `bare_server`, with its database in `folder`."""
    port = free_port()
    wanted = {"port": port, "db": folder / "bare.db", "document": document, "messages": messages}
    words = [word for name, value in wanted.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "tests.scale.bare_server", *words, *["--lossy"] * lossy]
    return Host("bare Flask-SocketIO", command, port, folder / "bare.log")


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
