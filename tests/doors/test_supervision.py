"""`meeting run` watches its server: what ends by itself is started again and the log says why; told to end, it ends."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from meeting.cli.founding import initialise
from meeting.config import Settings
from tests.doors.test_running import command, env
from tests.scale.gauges import family
from tests.scale.hosts import answers, free_port

PATIENCE = 40


class Run:
    """One `meeting run`."""

    def __init__(self, data: Path, log: Path, mode: str = "eventlet") -> None:
        self.port, self.log = free_port(), log
        with log.open("w") as file:
            self.process = subprocess.Popen(command(data), env=env(mode, self.port), stdout=file, stderr=file)

    def server(self) -> int:
        """The process that serves, once it answers."""
        until_true(lambda: answers(self.port), self.said)
        (server,) = set(family(self.process.pid)) - {self.process.pid}
        return server

    def said(self) -> str:
        return self.log.read_text("utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A fresh installation."""
    list(initialise(Settings(data=tmp_path / "var")))
    return tmp_path / "var"


@pytest.fixture
def run(data: Path, tmp_path: Path) -> Iterator[Run]:
    started = Run(data, tmp_path / "log")
    yield started
    started.process.kill()
    started.process.wait()


def test_a_server_that_was_killed_is_started_again_and_the_log_says_why(run: Run) -> None:
    first = run.server()
    os.kill(first, signal.SIGKILL)
    until_true(lambda: not alive(first), run.said)
    assert run.server() != first
    assert "killed by SIGKILL" in run.said()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_both_end(run: Run, number: int) -> None:
    server = run.server()
    run.process.send_signal(number)
    assert run.process.wait(timeout=PATIENCE) == 0
    assert not alive(server)
    assert "started again" not in run.said()
    assert "is killed" not in run.said(), "it is given the time to end in order"


def test_a_server_does_not_outlive_who_watches_it(run: Run) -> None:
    server = run.server()
    run.process.kill()
    run.process.wait()
    until_true(lambda: not alive(server), run.said)


def test_what_will_not_go_away_is_told_once(tmp_path: Path) -> None:
    """No database: started again it would only say so again."""
    (tmp_path / "empty").mkdir()
    told = subprocess.run(
        command(tmp_path / "empty"),
        env=env("eventlet", free_port()),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr.count("meeting init") == 1
    assert "Traceback" not in told.stderr


def alive(pid: int) -> bool:
    """Whether a process runs still."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def until_true(told: Callable[[], bool], said: Callable[[], str]) -> None:
    until = time.monotonic() + PATIENCE
    while not told():
        assert time.monotonic() < until, said()
        time.sleep(0.05)
