"""A nursery of servers: it imports the program once for each concurrency mode and forks each server from that.

The fork runs the server itself, `running.serve`, patched as the command line patches it. So every test can have its own
server on its own copy of the data, and kill it. The nursery draws one meeting first, so that what is slow once
(templates, the law edition) is slow once for all. It reads one JSON object per line and answers each with the new
server's process id. Its servers end with it.
"""

import ctypes
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]
PR_SET_PDEATHSIG = 1
NODES = int(os.environ.get("MEETING_TEST_NODES", "1"))
"""How many processes make up each server; more than one is possible on PostgreSQL only."""


class Fork:
    """A server from a nursery. It is not our child process, so we can only see whether it still exists."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while it runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it is gone."""
        until = time.monotonic() + (timeout or float("inf"))
        while self.poll() is None:
            assert time.monotonic() < until, f"process {self.pid} does not end"
            time.sleep(0.002)
        return 0


class Nursery:
    """The parent of all servers of one mode (`eventlet` or `threading`); it rehearses on an installation."""

    def __init__(self, mode: str, log: Path, data: Path, database_url: str = "") -> None:
        self.mode = mode
        with log.open("ab") as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.nursery", mode, str(data), database_url],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )
        assert self._answer() == "ready", log.read_text()

    def fork(self, environment: Mapping[str, str], log: Path, files: int | None = None) -> Fork:
        """Begin a server (`tests.server.Begin`). `files` limits its open files, as `ulimit -n` does."""
        pipe: IO[bytes] | None = self._process.stdin
        assert pipe is not None
        pipe.write(json.dumps({"environment": dict(environment), "log": str(log), "files": files}).encode() + b"\n")
        pipe.flush()
        return Fork(int(self._answer()))

    def close(self) -> None:
        """End the nursery, and with it every server that still runs."""
        self._process.communicate(timeout=10)

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode().strip()


def main() -> None:
    """Import, then fork a server for each line of input."""
    mode, data, database_url = sys.argv[1:]
    from meeting.live.loop import patch

    patch(mode)
    _rehearse(Path(data), database_url)
    print("ready", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system then forgets a killed child at once
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become_server(mode, **json.loads(line))
        print(child, flush=True)


def _rehearse(data: Path, database_url: str) -> None:
    """Draw every panel of a meeting; nothing stays running or open."""
    from meeting.access.policy import View
    from meeting.cli.running import create_app
    from meeting.config import Settings
    from meeting.kernel.assets import asset_root
    from meeting.kernel.languages import Language
    from meeting.panels.registry import names_for
    from meeting.store.engine import inline
    from meeting.web.transfer import packed
    from tests.addresses import remember_addresses
    from tests.statements import remember_statements

    remember_addresses()
    remember_statements()
    house = create_app(Settings(data=data, database_url=database_url, async_mode="threading"))
    house.gallery.catch_up(1)
    for view in View:
        for language in Language:
            for name in names_for(view):
                house.gallery.html(1, name, view, language)
    house.site.database.close()
    for path in filter(Path.is_file, (asset_root() / "static").rglob("*")):
        packed(path, inline)
    gc.collect()
    gc.freeze()  # a fork shares the memory that the collector does not touch


def _become_server(mode: str, environment: dict[str, Any], log: str, files: int | None) -> None:
    from meeting.cli.running import serve
    from meeting.config import load

    dies_with_its_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in (1, 2):  # the server must not write into the pipe to the test
        os.dup2(said, number)
    if files is not None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    several = NODES > 1 and bool(environment.get("MEETING_DATABASE_URL"))
    for _ in range(NODES - 1 if several else 0):
        if os.fork() == 0:
            dies_with_its_parent()
            break
    if mode == "eventlet":
        _wait_by_itself()
    serve(load(None, environment | {"MEETING_ASYNC_MODE": mode}), with_worker=False, shares_port=several)
    os._exit(0)


def dies_with_its_parent() -> None:
    """This process does not outlive the one that it is a fork of."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _wait_by_itself() -> None:
    """Forks share the system's list of what a process waits for: without this each would take the others' news."""
    from eventlet.hubs import use_hub

    use_hub()


if __name__ == "__main__":
    main()
