"""Storms that another process makes, while the crowd in the hall looks on or votes."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from tests.processes import cpu_seconds
from tests.scale.crowd_tablet import Tablet
from tests.scale.stormed_hall import Figures, Hall
from tests.scale.storms import CHOICES, LIKELY, STORM_LIMIT, ballot

VOTERS_BESIDE_READERS = 100
ALONE = 6  # rounds of ballots before anybody reads: the papers do not cause their cost


def arrivals(hall: Hall) -> Figures:
    """Latecomers check in by the code on the hall screen, as fast as they can, while everybody looks on."""
    figures: Figures = {}
    job = hall.job
    command = {
        "host": job.host,
        "port": job.port,
        "meeting": job.meeting,
        "secret": job.secret,
        "cookies": [cookie for _, cookie in job.arriving],
    }
    hall.settle()
    before = hall.received()
    with hall.gauged(figures), _beside("tests.scale.arrivals", command) as process:
        hall.crowd.run(lambda: process.poll() is not None, STORM_LIMIT)
        figures |= json.loads(process.stdout.read())
    hall.settle()
    figures["cpu_ms_each"] = figures["server_cpu_s"] * 1e3 / max(1, len(job.arriving))
    figures["a_second"] = figures["came"] / figures["seconds"]
    figures["bytes"] = {view: (now - before[view]) / max(1, len(job.arriving)) for view, now in hall.received().items()}
    return figures


def documents(hall: Hall) -> Figures:
    """Readers in another process fetch the big paper while a hundred voters go on voting."""
    job = hall.job
    figures: Figures = {"ack_ms": [], "refused": [], "acked": {}}
    motion = job.last_motions[1]
    voters = hall.tablets[:VOTERS_BESIDE_READERS]
    hall.turn_to(job.items[0])
    hall.ask("voting.open_motion", motion_id=motion)
    command = {
        "host": job.host,
        "port": job.port,
        "path": job.document,
        "size": job.document_bytes,
        "range_bytes": job.range_bytes,
        "cookies": [job.seats[n % len(job.seats)][1] for n in range(job.readers)],
    }
    acked: dict[int, str] = {}
    alone = cpu_seconds(job.pids)
    for _ in range(ALONE):
        _one_each(hall, voters, motion, acked, figures)
    each = (cpu_seconds(job.pids) - alone) / len(figures["ack_ms"])
    figures["ack_ms"].clear()
    with hall.gauged(figures), _beside("tests.scale.readers", command) as process:
        while process.poll() is None:
            _one_each(hall, voters, motion, acked, figures)
        figures["reading"] = json.loads(process.stdout.read())
    figures["refused"] += figures["reading"]["failed"]
    reading = figures["server_cpu_s"] - each * len(figures["ack_ms"])
    figures["reading_ms_mb"] = reading * 1e3 / (figures["reading"]["bytes"] / 1e6)
    figures["acked"][motion] = acked
    hall.settle()
    hall.finish(motion, len(acked))
    return figures


@contextmanager
def _beside(module: str, command: dict[str, Any]) -> Iterator[Any]:
    """One of our programs that reads its order as JSON and prints what it found, while the crowd goes on."""
    process = subprocess.Popen([sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(command))
        process.stdin.close()
        yield process
    finally:
        process.kill()
        process.wait()


def _one_each(hall: Hall, voters: list[Tablet], motion: int, acked: dict[int, str], figures: Figures) -> None:
    """A quarter of a second in which every voter votes once; ends when all are answered."""
    start, wanted = perf_counter(), len(figures["ack_ms"]) + len(figures["refused"]) + len(voters)
    for place, tablet in enumerate(voters):
        cast = ballot(hall, tablet, motion, random.choices(CHOICES, LIKELY)[0], acked, figures)
        hall.crowd.at(start + 0.25 * place / len(voters), cast)
    hall.crowd.run(lambda: len(figures["ack_ms"]) + len(figures["refused"]) >= wanted, STORM_LIMIT)
