"""What the server reports about itself to people who support the installation."""

import os
import signal
import time

import pytest

from tests.live.conftest import OpenHall
from tests.live.hall import Hall
from tests.nursery import NODES

TIMES = 1 if NODES == 1 else 40
"""The number of requests and connections after which each of several processes that share a port has had its turn."""


@pytest.mark.quiet
def test_the_server_reports_how_long_its_loop_stood_still(hall: Hall) -> None:
    """It is really stopped for half a second, as a machine that swaps would stop it."""
    for _ in range(TIMES):
        hall.line(hall.browser("lan"))
    time.sleep(1.0)  # with nobody there the server looks less often
    lags(hall, reset="1")
    servers = hall.server.pids()
    for number in (signal.SIGSTOP, signal.SIGCONT):
        for server in servers:
            os.kill(server, number)
        time.sleep(0.5)
    assert min(lags(hall)) > 400
    assert sum(lag > 400 for lag in lags(hall, reset="1")) >= NODES, "it stays until somebody begins anew"
    time.sleep(0.1)
    assert max(lags(hall)) < 300


def lags(hall: Hall, **query: str) -> list[float]:
    """What the server reports, or each of its processes."""
    return [hall.server.health(**query)["loop_lag_ms_max"] for _ in range(TIMES)]


def test_the_server_reports_that_it_is_well_and_nothing_waits(hall: Hall) -> None:
    health = hall.server.health()
    lag, busy = health.pop("loop_lag_ms_max"), health.pop("loop_busy_ms_max")
    assert 0 <= busy <= lag, "no stall holds more computing than it is long"
    assert health.pop("disk_free_mb") > 0
    assert health == {"ok": True, "waiting_writes": 0, "disk_low": False}


def test_the_server_reports_a_nearly_full_disk(open_hall: OpenHall) -> None:
    assert open_hall(disk_low_mb=str(1 << 40)).server.health()["disk_low"] is True
