"""The server as an office starts it: what it writes to its log, and what it does not."""

import shutil
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
import requests

from meeting.cli.running import PAUSE_SECONDS
from meeting.store.database import Database
from meeting.work import jobs
from tests.cast import Body, founder
from tests.server import ROOM, RUN, Server, answers, free_port
from tests.storage import Storage

PATIENCE = 30


@pytest.fixture
def data(founded: Path, tmp_path: Path) -> Path:
    """A fresh installation."""
    return Path(shutil.copytree(founded, tmp_path / "var"))


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_the_log_names_no_address_that_is_a_secret(data: Path, mode: str) -> None:
    """The address of a card or a screen lets its owner in, so the log must not contain it."""
    with Server(data, ROOM, async_mode=mode).running() as server:
        assert requests.get(f"{server.url}/c/the-card-of-lan", timeout=5).status_code == 404
    assert "the-card-of-lan" not in server.said()


UNDISTURBED = """
import os, signal
from meeting.live import loop, server
loop.patch("eventlet")
def app(environ, start_response):
    try:
        os.kill(os.getpid(), signal.%s)
    except BaseException:  # as the libraries below us do: nothing that happens in one request may end the server
        pass
    start_response("204 No Content", [])
    return []
server.serve(app, server.Where("127.0.0.1", %d), mode="eventlet", tls=None)
print("ended in order")
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_server_asked_to_end_ends_whatever_it_is_doing(name: str) -> None:
    """The signal comes in the middle of a request that catches every exception."""
    port = free_port()
    script = UNDISTURBED % (name, port)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as run:
        until = time.monotonic() + PATIENCE
        while run.poll() is None and time.monotonic() < until:
            with suppress(requests.ConnectionError):
                requests.get(f"http://127.0.0.1:{port}/", timeout=5)
                break
            time.sleep(0.05)
        try:
            assert run.communicate(timeout=PATIENCE)[0] == "ended in order\n"
        finally:
            run.kill()
    assert run.returncode == 0


def test_a_second_server_on_the_same_port_is_refused_in_words(data: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(data, tmp_path / "other"))
    with Server(data, ROOM).running() as server:
        second = Server(other, ROOM, port=str(server.port))
        assert second.begin().wait(PATIENCE) == 1
        assert answers(server.port)
    assert "đang chạy rồi" in second.said()


def test_a_second_server_on_the_same_data_is_refused_whatever_its_port(data: Path) -> None:
    with Server(data, ROOM).running() as server:
        second = Server(data, ROOM)
        assert second.begin().wait(PATIENCE) == 1
        assert answers(server.port)
    assert str(data) in second.said()
    assert "đang được máy chủ khác dùng" in second.said()


def test_a_server_that_was_killed_leaves_its_data_free(data: Path) -> None:
    killed = Server(data, ROOM).start()
    killed.kill()
    with Server(data, ROOM).running() as again:
        assert answers(again.port)


def test_the_doctor_says_when_too_few_files_may_be_open_and_what_to_do(data: Path) -> None:
    doctor = [sys.executable, "-m", "meeting", "--data", str(data), "doctor"]
    few = ["sh", "-c", 'ulimit -n 1024; exec "$@"', "sh", *doctor]
    told = subprocess.run(few, capture_output=True, text=True, timeout=PATIENCE, check=False).stdout
    (line,) = [line for line in told.splitlines() if "Số tệp" in line]
    assert line.startswith("! ")
    assert "LimitNOFILE=65536" in line


def test_a_worker_runs_only_while_there_is_work(data: Path, storage: Storage, tmp_path: Path) -> None:
    """An idle worker would take as much memory as the room."""
    with Server(data, RUN).running() as idle:
        time.sleep(2 * PAUSE_SECONDS)
        assert workers(idle) == []
    storage.kept("one paper", founder(Body()))
    url = storage.copy("one paper", tmp_path / "busy")
    with Server(tmp_path / "busy", RUN, database_url=url).running() as busy, closing(Database(url)) as database:
        until = time.monotonic() + PATIENCE
        while wanted(database):
            assert time.monotonic() < until, busy.said()
            time.sleep(0.1)
        assert len(workers(busy)) == 1, "more may come"


def workers(server: Server) -> list[int]:
    command = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in server.pids()}
    return [pid for pid, words in command.items() if b"worker" in words]


def wanted(database: Database) -> bool:
    with database.read() as db:
        return jobs.are_wanted(db)
