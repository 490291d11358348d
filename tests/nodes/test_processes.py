"""`meeting run --processes 3`: three servers on one port, each started again when it ends; a stop ends all."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from meeting.cli import main
from tests.cast import Body, founder
from tests.processes import alive
from tests.server import THREE, Server, answers, until_true
from tests.storage import Storage, begin

PROCESSES = 3


@pytest.fixture
def run(storage: Storage, tmp_path: Path) -> Iterator[Server]:
    """Three servers that answer."""
    storage.kept("planned", founder(Body()))
    url = storage.copy("planned", tmp_path / "var")
    started = Server(tmp_path / "var", THREE, database_url=url).start()
    until_true(lambda: len(listeners(started)) == PROCESSES, started.said)
    yield started
    started.kill()


def test_a_killed_process_is_restarted_while_the_others_serve_and_all_end_on_request(run: Server) -> None:
    watcher, *servers = run.pids()
    assert len(servers) == PROCESSES
    os.kill(servers[1], signal.SIGKILL)
    until_true(lambda: not alive(servers[1]), run.said)
    assert all(answers(run.port) for _ in range(6)), "whoever comes meanwhile comes to one of the others"
    until_true(lambda: len(listeners(run)) == PROCESSES, run.said)
    again = run.pids()[1:]
    assert {servers[0], servers[2]} < set(again)
    assert "killed by SIGKILL" in run.said()
    os.kill(watcher, signal.SIGTERM)
    assert run.wait() == 0
    assert not any(alive(pid) for pid in again)
    assert "is killed" not in run.said(), "they are given the time to end in order"


def test_several_processes_on_sqlite_are_refused_in_words(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["--data", str(begin(tmp_path / "var")), "run", "--processes", "2"])
    assert told.exit_code == 1
    assert "chỉ chạy được một tiến trình" in told.output
    assert "PostgreSQL" in told.output


def listeners(server: Server) -> list[int]:
    """Processes that listen on the server's port: each has a separate listening socket there."""
    sockets = {line.split()[9] for line in tcp() if line.split()[1].endswith(f":{server.port:04X}")}
    return [pid for pid in server.pids() if sockets & inodes(pid)]


def tcp() -> list[str]:
    """The kernel's list of TCP sockets that listen."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return [line for line in lines if line.split()[3] == "0A"]


def inodes(pid: int) -> set[str]:
    """The sockets of a process."""
    found = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = str(descriptor.readlink())
        except OSError:
            continue
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found
