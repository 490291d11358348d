"""The server as it is started: what it writes down, and what it does not."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from meeting.config import Settings
from meeting.installation import initialise
from tests.scale.hosts import answers, free_port

PATIENCE = 30


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_the_log_names_no_address_that_is_a_secret(tmp_path: Path, mode: str) -> None:
    """A card, a screen's address: whoever holds it comes in, so it does not stand in a file."""
    list(initialise(Settings(data=tmp_path / "var")))
    port, log = free_port(), tmp_path / "log"
    settings = {"MEETING_ASYNC_MODE": mode, "MEETING_PORT": str(port), "MEETING_HOST": "127.0.0.1"}
    command = [sys.executable, "-m", "meeting", "--data", str(tmp_path / "var"), "run", "--no-worker", "--quiet"]
    with (
        log.open("w") as file,
        subprocess.Popen(command, env=os.environ | settings, stdout=file, stderr=file) as served,
    ):
        until = time.monotonic() + PATIENCE
        while not answers(port):
            assert time.monotonic() < until, log.read_text("utf-8")
            time.sleep(0.05)
        assert requests.get(f"http://127.0.0.1:{port}/c/the-card-of-lan", timeout=5).status_code == 404
        served.terminate()
    assert "the-card-of-lan" not in log.read_text("utf-8")
