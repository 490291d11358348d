"""The hall: what one load process is to do, the crowd in it, the secretary, and the gauges around a storm."""

import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any

import msgspec

from tests.processes import cpu_seconds, memory_mb
from tests.scale.crowd import Crowd, Reply
from tests.scale.crowd_tablet import Lost, Tablet
from tests.scale.gauges import loop_stall_ms

ALREADY_THERE = "agenda.same_item"
SETTLE = 0.35
BACK_AFTER = (0.5, 1.5)
Figures = dict[str, Any]


class Job(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one load process does to one server.

    `seats` are (seat id, Cookie header), `window` in seconds. The motions stand under the first of
    `items`: `motions` are for the vote storm, `last_motion` for the votes beside the readers.
    """

    host: str
    port: int
    pids: list[int]
    meeting: int
    clerk: str
    seats: list[tuple[int, str]]
    items: list[int]
    motions: list[int]
    last_motion: int
    storms: list[str]
    rounds: int
    window: float
    document: str
    document_bytes: int
    readers: int
    range_bytes: int


class Hall:
    """The crowd, its secretary and the figures while one job runs."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.crowd = Crowd(job.host, job.port, job.meeting)
        self.clerk = Tablet(0, job.clerk)
        self.tablets = [Tablet(seat, cookie) for seat, cookie in job.seats]
        self.lost: list[str] = []
        self.ready: list[float] = []
        self.unanswered: dict[Tablet, Callable[[], None]] = {}
        self.crowd.on_lost, self.crowd.on_ready = self._lost, self._ready

    def _lost(self, tablet: Tablet, why: str) -> None:
        """Counted, and back soon, as the page does by itself."""
        self.lost.append(f"{tablet.seat}: {why}")
        self.crowd.at(perf_counter() + random.uniform(*BACK_AFTER), lambda: self.crowd.open([tablet]))

    def _ready(self, tablet: Tablet, moment: float) -> None:
        """In the room; an order that had no answer is handed in again, under its own key."""
        self.ready.append(moment)
        if tablet in self.unanswered:
            self.unanswered[tablet]()

    def ask(self, command: str, **payload: object) -> Reply:
        """The secretary gives a command and waits for the answer."""
        body = {"meeting_id": self.job.meeting, **payload}
        return self.crowd.ask(self.clerk, command, body, secrets.token_hex(16))

    def turn_to(self, item: int) -> int:
        """The meeting is at this item afterwards, whether or not it was; the journal number then."""
        try:
            return int(self.ask("conduct.go_to_item", item_id=item)["upto"])
        except Lost as problem:
            if ALREADY_THERE not in str(problem):
                raise
            return self.clerk.seq

    def finish(self, motion: int, missing: int) -> None:
        """Close the vote and announce its result; only then may the meeting go on."""
        self.ask("voting.close_motion", motion_id=motion, missing=missing)
        self.ask("voting.announce_result", motion_id=motion)

    def settle(self) -> None:
        """Let late news and paced pushes pass before the next measurement."""
        self.crowd.run(lambda: False, SETTLE)

    @contextmanager
    def gauged(self, figures: Figures) -> Iterator[None]:
        """Fill in processor time of server and client, the longest standstill and who was lost."""
        job, before = self.job, len(self.lost)
        loop_stall_ms(job.host, job.port)
        server, client, start = cpu_seconds(job.pids), process_time(), perf_counter()
        yield
        seconds = perf_counter() - start
        figures["server_cpu_s"] = cpu_seconds(job.pids) - server
        figures["client_cpu_share"] = (process_time() - client) / seconds
        figures["stall_ms"] = loop_stall_ms(job.host, job.port)
        figures["memory_mb"] = memory_mb(job.pids)
        figures["lost"] = self.lost[before:]
