"""One real server in a process of its own, on its own copy of the data; it can be killed and started again."""

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from tests.live.nursery import Nursery
from tests.scale.gauges import memory_mb
from tests.scale.hosts import answers, free_port

START_SECONDS = 30


class Server:
    """`settings` are those of the installation, by name, as text."""

    def __init__(self, nursery: Nursery, data: Path, database_url: str, settings: Mapping[str, str]) -> None:
        self.mode = nursery.mode
        self.data = data
        self.database_url = database_url
        self.port = free_port()
        self.log = data / "server.log"
        self._nursery = nursery
        self._settings = {"database_url": database_url, "port": str(self.port)} | dict(settings)
        self.files: int | None = None
        """How many files it may have open at most, as `ulimit -n` sets it; None: as here."""
        self.pid = 0

    @property
    def url(self) -> str:
        """The address, without a final slash."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        self.pid = self._nursery.bear(self.data, self._settings, self.log, self.files)
        until = time.monotonic() + START_SECONDS
        while not answers(self.port):
            assert self._alive(), self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.02)

    def kill(self) -> None:
        """kill -9, as a power cut would; returns when it is gone."""
        if self._alive():
            os.kill(self.pid, signal.SIGKILL)
        while self._alive():
            time.sleep(0.002)
        self.pid = 0

    def health(self, **query: str) -> dict[str, Any]:
        """What the server says of itself."""
        answer = requests.get(f"{self.url}/healthz", params=query, timeout=5)
        assert answer.status_code == 200
        body: dict[str, Any] = answer.json()
        return body

    def memory(self) -> float:
        """Resident memory in MiB."""
        return memory_mb([self.pid])

    def said(self) -> str:
        """The log."""
        return self.log.read_text("utf-8") if self.log.exists() else ""

    def _alive(self) -> bool:
        if not self.pid:
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True
