"""The server as it is started: what it writes down, and what it does not."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import requests

from meeting.cli.founding import initialise
from meeting.config import Settings
from tests.scale.hosts import answers, free_port

PATIENCE = 30


@contextmanager
def served(data: Path, mode: str, log: Path) -> Iterator[int]:
    """A server of its own on a free port, ended afterwards."""
    port = free_port()
    with log.open("w") as file, subprocess.Popen(command(data), env=env(mode, port), stdout=file, stderr=file) as run:
        until = time.monotonic() + PATIENCE
        while not answers(port):
            assert time.monotonic() < until, log.read_text("utf-8")
            time.sleep(0.05)
        yield port
        run.terminate()


def command(data: Path) -> list[str]:
    return [sys.executable, "-m", "meeting", "--data", str(data), "run", "--no-worker", "--quiet"]


def env(mode: str, port: int) -> dict[str, str]:
    return os.environ | {"MEETING_ASYNC_MODE": mode, "MEETING_PORT": str(port), "MEETING_HOST": "127.0.0.1"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A fresh installation."""
    list(initialise(Settings(data=tmp_path / "var")))
    return tmp_path / "var"


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_the_log_names_no_address_that_is_a_secret(data: Path, tmp_path: Path, mode: str) -> None:
    """A card, a screen's address: whoever holds it comes in, so it does not stand in a file."""
    with served(data, mode, tmp_path / "log") as port:
        assert requests.get(f"http://127.0.0.1:{port}/c/the-card-of-lan", timeout=5).status_code == 404
    assert "the-card-of-lan" not in (tmp_path / "log").read_text("utf-8")


UNDISTURBED = """
import os, signal
from meeting.live import server
server.patch("eventlet")
def app(environ, start_response):
    try:
        os.kill(os.getpid(), signal.%s)
    except BaseException:  # as the libraries below us do: nothing that happens in one request may end the server
        pass
    start_response("204 No Content", [])
    return []
server.serve(app, host="127.0.0.1", port=%d, mode="eventlet", tls=None)
print("ended in order")
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_server_told_to_end_ends_whatever_it_is_doing(name: str) -> None:
    """The signal comes in the middle of a request that lets nothing disturb it."""
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


def second(data: Path, port: int) -> "subprocess.CompletedProcess[str]":
    """Somebody starts another server while one is running."""
    return subprocess.run(
        command(data), env=env("eventlet", port), capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_a_second_server_on_the_same_port_is_refused_in_words(data: Path, tmp_path: Path) -> None:
    list(initialise(Settings(data=tmp_path / "other")))
    with served(data, "eventlet", tmp_path / "log") as port:
        told = second(tmp_path / "other", port)
        assert answers(port)
    assert told.returncode == 1
    assert "đang chạy rồi" in told.stderr


def test_a_second_server_on_the_same_data_is_refused_whatever_its_port(data: Path, tmp_path: Path) -> None:
    with served(data, "eventlet", tmp_path / "log") as port:
        told = second(data, free_port())
        assert answers(port)
    assert told.returncode == 1
    assert str(data) in told.stderr
    assert "đang được máy chủ khác dùng" in told.stderr


def test_a_server_that_was_killed_leaves_its_data_free(data: Path, tmp_path: Path) -> None:
    port = free_port()
    with subprocess.Popen(command(data), env=env("eventlet", port), stderr=subprocess.DEVNULL) as run:
        until = time.monotonic() + PATIENCE
        while not answers(port) and time.monotonic() < until:
            time.sleep(0.05)
        run.kill()
    with served(data, "eventlet", tmp_path / "log") as again:
        assert answers(again)


def test_the_doctor_says_when_too_few_files_may_be_open_and_what_to_do(data: Path) -> None:
    few = ["sh", "-c", 'ulimit -n 1024; exec "$@"', "sh", *command(data)[: command(data).index("run")], "doctor"]
    told = subprocess.run(few, capture_output=True, text=True, timeout=PATIENCE, check=False).stdout
    (line,) = [line for line in told.splitlines() if "Số tệp" in line]
    assert line.startswith("! ")
    assert "LimitNOFILE=65536" in line
