"""What a server does outside the storms: starting, waiting for people, handing out papers, signing people in.

Each function returns plain figures, as the storms do.
"""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from typing import Any

from tests.processes import cpu_seconds
from tests.scale.crowd import Crowd
from tests.scale.crowd_tablet import Tablet
from tests.scale.room import Room
from tests.scale.sign_ins import give_pins, sign_in_all
from tests.server import LOOPBACK, ROOT, Server

Figures = dict[str, Any]
IDLE_SECONDS = 10.0
READING_SECONDS = 3.0
READERS = 4
SIGN_INS = 500
LIVE = 300
NEWCOMERS = 20
UP_LIMIT = 60.0


def begun(server: Server) -> Figures:
    """A server starts: seconds until it answers, and processor seconds."""
    start = time.perf_counter()
    server.start()
    return {"start_s": time.perf_counter() - start, "start_cpu_s": cpu_seconds(server.pids())}


def idle(server: Server) -> Figures:
    """Nobody is there: the share of one processor that it still takes."""
    time.sleep(1.0)
    pids = server.pids()
    before = cpu_seconds(pids)
    time.sleep(IDLE_SECONDS)
    return {"idle_share": (cpu_seconds(pids) - before) / IDLE_SECONDS, "idle_mib": server.memory()}


def papers(server: Server, room: Room) -> Figures:
    """Ordinary papers are fetched whole; and the caching answer to a tablet that wants the same one again."""
    pids, taken, sizes, kept = server.pids(), [0] * READERS, [0] * READERS, ["0"] * READERS
    before, until = cpu_seconds(pids), time.perf_counter() + READING_SECONDS

    def read(place: int) -> None:
        link = http.client.HTTPConnection(LOOPBACK, server.port, timeout=30)
        while time.perf_counter() < until:
            link.request("GET", room.small, headers={"Cookie": room.seats[place][1]})
            answer = link.getresponse()
            sizes[place] = len(answer.read())
            taken[place] += answer.status == 200
            kept[place] = answer.headers.get("Cache-Control", "")
        link.close()

    _together(threading.Thread(target=read, args=(place,)) for place in range(READERS))
    count = sum(taken)
    return {
        "papers_a_second": count / READING_SECONDS,
        "paper_kb": max(sizes) / 1000,
        "paper_cpu_ms": (cpu_seconds(pids) - before) * 1e3 / max(1, count),
        "asked_again": 0 if all("immutable" in each for each in kept) else 1,
    }


def sign_ins(server: Server, room: Room) -> Figures:
    """Five hundred type their PIN beside three hundred who are in; memory afterwards."""
    give_pins(room)
    with _Tablets(server, room, LIVE) as tablets:
        live, before = tablets.up(), server.memory()
        spent = cpu_seconds(server.pids())
        statuses: list[int] = []
        accounts = [f"db{n % len(room.seats):04d}" for n in range(SIGN_INS)]
        typing = threading.Thread(target=lambda: statuses.extend(sign_in_all(server.port, accounts)))
        typing.start()
        tablets.crowd.run(lambda: not typing.is_alive(), 240)
        return {
            "live": live,
            "live_mib": before,
            "signed_in_mib": server.memory(),
            "sign_in_cpu_ms": (cpu_seconds(server.pids()) - spent) * 1e3 / SIGN_INS,
            "refused_sign_ins": sum(status != 303 for status in statuses),
        }


def strangers(server: Server, room: Room, count: int) -> Figures:
    """This many connections say nothing; tablets that are in stay in, and others come in."""
    with _Tablets(server, room, LIVE) as tablets:
        live = tablets.up()
        command = [sys.executable, "-m", "tests.scale.silent", str(server.port), str(count)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            tablets.crowd.run(lambda: bool(process.stdout.readline()), UP_LIMIT)  # type: ignore[union-attr]
            newcomers = [Tablet(-seat, cookie) for seat, cookie in room.seats[:NEWCOMERS]]
            tablets.crowd.open(newcomers)
            tablets.crowd.run(lambda: all(each.ready for each in newcomers), UP_LIMIT)
            process.kill()
        return {"kept_out": NEWCOMERS - sum(each.ready for each in newcomers), "cut": live - tablets.still()}


def minutes(room: Room) -> Figures:
    """The minutes of a meeting this long, composed and drawn in a separate process as the worker does."""
    command = [sys.executable, "-m", "tests.scale.drawn_minutes", room.database, str(room.meeting)]
    told: Figures = json.loads(subprocess.check_output(command, cwd=ROOT, timeout=120))
    return told


class _Tablets:
    """Some tablets that look on."""

    def __init__(self, server: Server, room: Room, count: int) -> None:
        self.crowd = Crowd(LOOPBACK, server.port, room.meeting)
        self.all = [Tablet(seat, cookie) for seat, cookie in room.seats[:count]]

    def __enter__(self) -> "_Tablets":
        return self

    def __exit__(self, *error: object) -> None:
        self.crowd.close()

    def up(self) -> int:
        """Connect all; return how many are in."""
        self.crowd.open(self.all)
        self.crowd.run(lambda: all(each.ready for each in self.all), UP_LIMIT)
        return self.still()

    def still(self) -> int:
        """How many are in."""
        return sum(each.ready for each in self.all)


def _together(threads: Iterable[threading.Thread]) -> None:
    begun = list(threads)
    for each in begun:
        each.start()
    for each in begun:
        each.join()
