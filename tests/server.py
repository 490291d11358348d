"""One real server: on a data folder and a free loopback port, in separate processes, ended by their numbers.

The command line starts it, or a nursery forks it (`tests/nursery.py`), which takes almost no time. It can be killed and
started again on the same port and the same data.
"""

import contextlib
import http.client
import os
import secrets
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, Self

import requests

from tests.processes import alive, family, memory_mb

ROOT = Path(__file__).resolve().parents[1]
AGENDAS = ROOT / "agendas"
LOOPBACK = "127.0.0.1"
LEAST_FREE, LEAST_GIVEN = 10_000, 32_768
START_SECONDS = 90.0
END_SECONDS = 40.0


class Process(Protocol):
    """The process that a server begins with; `subprocess.Popen` is one."""

    pid: int

    def poll(self) -> int | None:
        """None while it runs."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it is gone."""
        ...


Begin = Callable[[Mapping[str, str], Path], Process]
"""Begins a server with settings from the environment; its output is added to a log."""


def program(*words: str) -> Begin:
    """A server started as a separate program: `program("-m", "meeting", "run")`.

    Python's compiled files are kept, as in an office; otherwise each start would compile everything again.
    """

    def begin(environment: Mapping[str, str], log: Path) -> Process:
        with log.open("ab") as said:
            kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
            return subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, env=kept | environment, stdout=said, stderr=said
            )

    return begin


RUN = program("-m", "meeting", "run")
"""As an office starts it: with its worker, and with its addresses printed."""
ROOM = program("-m", "meeting", "run", "--no-worker", "--quiet")
"""The room alone."""
THREE = program("-m", "meeting", "run", "--no-worker", "--quiet", "--processes", "3")
"""The same by three processes on one port; on PostgreSQL."""


class Server:
    """`settings` are the installation's, by name, as text: `Server(data, ROOM, tick_ms="20")`."""

    def __init__(self, data: Path, begin: Begin, **settings: str) -> None:
        self.data = data
        self.port = int(settings.setdefault("port", str(free_port())))
        self.log = data.with_name(f"{data.name}.log")
        self.environment = environment(data, **settings)
        self._secure = "tls_certificate" in settings
        self._begin = begin
        self._process: Process | None = None

    @property
    def url(self) -> str:
        """The address, without a final slash."""
        return f"http{'s' if self._secure else ''}://{LOOPBACK}:{self.port}"

    def begin(self) -> Process:
        """Begin it and do not wait."""
        self._process = self._begin(self.environment, self.log)
        return self._process

    def start(self) -> Self:
        """Begin it and wait until it answers; AssertionError with the end of its log when it does not."""
        self.begin()
        until = time.monotonic() + START_SECONDS
        while not answers(self.port, secure=self._secure):
            assert self.alive(), self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.05)
        return self

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process is not None and self._process.poll() is None

    def pids(self) -> list[int]:
        """The process that it began with, and all that this one started."""
        return family(self._process.pid) if self._process is not None and self.alive() else []

    def wait(self) -> int:
        """Wait until it ends without being asked to; return its exit status."""
        assert self._process is not None
        return self._process.wait(END_SECONDS)

    def kill(self) -> None:
        """Kill the whole family with SIGKILL, as a power cut would; return when all are gone. Does nothing after its
        end."""
        ended = self.pids()
        for pid in ended:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._wait(ended)

    def stop(self) -> None:
        """End it in order."""
        ended = self.pids()
        if ended:
            os.kill(ended[0], signal.SIGTERM)
        self._wait(ended)

    @contextlib.contextmanager
    def running(self) -> Iterator[Self]:
        """The server for the length of a block; a failure in it also shows the server's log."""
        try:
            yield self.start()
        except Exception as problem:
            problem.add_note(f"the server said last:\n{self.said()}")
            raise
        finally:
            self.kill()

    def said(self) -> str:
        """The log."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def health(self, **query: str) -> dict[str, Any]:
        """What the server reports about itself."""
        answer = requests.get(f"{self.url}/healthz", params=query, timeout=5)
        assert answer.status_code == 200
        body: dict[str, Any] = answer.json()
        return body

    def memory(self) -> float:
        """Resident memory in MiB."""
        return memory_mb(self.pids())

    def _wait(self, ended: list[int]) -> None:
        if self._process is not None:
            self._process.wait(END_SECONDS)
        until = time.monotonic() + END_SECONDS
        while any(alive(pid) for pid in ended):
            assert time.monotonic() < until, self.said()
            time.sleep(0.01)


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment that tells one of our programs where its installation is and how it serves."""
    given = {"data": str(data), "host": LOOPBACK, "backup_hours": "0"} | settings  # no backup unless a test wants one
    return {f"MEETING_{name.upper()}": value for name, value in given.items()} | {"PYTHONUNBUFFERED": "1"}


def connection(port: int, *, secure: bool, timeout: float) -> http.client.HTTPConnection:
    """A connection to a server on this machine that accepts any certificate."""
    if not secure:
        return http.client.HTTPConnection(LOOPBACK, port, timeout=timeout)
    anyone = ssl._create_unverified_context()
    return http.client.HTTPSConnection(LOOPBACK, port, timeout=timeout, context=anyone)


def answers(port: int, *, secure: bool = False) -> bool:
    """Whether the server there is ready for people."""
    link = connection(port, secure=secure, timeout=5)
    try:
        link.request("GET", "/healthz", headers={"Accept": "application/json"})
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


def until_true(told: Callable[[], bool], said: Callable[[], str]) -> None:
    """Wait until a server does something; AssertionError with its output when that takes too long."""
    until = time.monotonic() + END_SECONDS
    while not told():
        assert time.monotonic() < until, said()
        time.sleep(0.05)


def free_port() -> int:
    """A port on which nobody listens now, below those that the system gives to connections: until a server listens
    there, another test's connection would take it."""
    while True:
        port = secrets.randbelow(LEAST_GIVEN - LEAST_FREE) + LEAST_FREE
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((LOOPBACK, port))
            return port
