"""What the server says of itself to whoever supports the installation."""

import os
import signal
import time

import pytest

from tests.live.conftest import OpenHall
from tests.live.hall import Hall


@pytest.mark.quiet
def test_the_server_reports_how_long_its_loop_stood_still(hall: Hall) -> None:
    """It is really stopped for half a second, as a machine that swaps would stop it."""
    hall.tablet("lan")
    time.sleep(1.0)  # with nobody there the server looks less often
    hall.server.health(reset="1")
    (server,) = hall.server.pids()
    os.kill(server, signal.SIGSTOP)
    time.sleep(0.5)
    os.kill(server, signal.SIGCONT)
    time.sleep(0.1)
    assert hall.server.health()["loop_lag_ms_max"] > 400
    assert hall.server.health(reset="1")["loop_lag_ms_max"] > 400, "it stays until somebody begins anew"
    time.sleep(0.1)
    assert hall.server.health()["loop_lag_ms_max"] < 300


def test_the_server_says_that_it_is_well_and_that_nothing_waits(hall: Hall) -> None:
    health = hall.server.health()
    assert health.pop("loop_lag_ms_max") >= 0
    assert health.pop("disk_free_mb") > 0
    assert health == {"ok": True, "waiting_writes": 0, "disk_low": False}


def test_the_server_says_when_its_disk_is_nearly_full(open_hall: OpenHall) -> None:
    assert open_hall(disk_low_mb=str(1 << 40)).server.health()["disk_low"] is True
