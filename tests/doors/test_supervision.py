"""`meeting run` watches its server: it restarts a server that ended by itself and logs why; when stopped, it ends."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import alive
from tests.server import ROOM, Server, answers, until_true

PATIENCE = 40


@pytest.fixture
def data(founded: Path, tmp_path: Path) -> Path:
    """A fresh installation."""
    return Path(shutil.copytree(founded, tmp_path / "var"))


@pytest.fixture
def run(data: Path) -> Iterator[Server]:
    """A `meeting run` that answers."""
    started = Server(data, ROOM).start()
    yield started
    started.kill()


def test_a_server_that_was_killed_is_started_again_and_the_log_says_why(run: Server) -> None:
    _, first = run.pids()
    os.kill(first, signal.SIGKILL)
    until_true(lambda: not alive(first), run.said)
    until_true(lambda: answers(run.port), run.said)
    assert run.pids()[1:] not in ([], [first])
    assert "killed by SIGKILL" in run.said()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_both_processes_end(run: Server, number: int) -> None:
    watcher, server = run.pids()
    os.kill(watcher, number)
    assert run.wait() == 0
    assert not alive(server)
    assert "started again" not in run.said()
    assert "is killed" not in run.said(), "it is given the time to end in order"


def test_a_server_ends_with_its_supervisor(run: Server) -> None:
    watcher, server = run.pids()
    os.kill(watcher, signal.SIGKILL)
    until_true(lambda: not alive(server), run.said)


def test_a_process_that_does_not_end_is_reported_once(tmp_path: Path) -> None:
    """Without a database a server that is started again would only fail again."""
    (tmp_path / "empty").mkdir()
    server = Server(tmp_path / "empty", ROOM)
    assert server.begin().wait(PATIENCE) == 1
    assert server.said().count("meeting init") == 1
    assert "Traceback" not in server.said()
