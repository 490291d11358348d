"""The hall: what one load process does, the crowd in it, the secretary, and the gauges around a storm."""

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
TOLD_LIMIT = 30.0
BACK_AFTER = (0.5, 1.5)
Figures = dict[str, Any]


class Job(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one load process does to one server.

    `seats` are (seat id, Cookie header), `window` and `soak` in seconds. The motions are under the first of `items`:
    `motions` are for the vote storm, the `last_motions` for the burst and for the votes beside the readers. `here`: how
    many may vote and are there, with a tablet in this crowd or without. `chair`, `screen` and `secret` are empty, and
    nobody is `arriving`, on a server without them.
    """

    host: str
    port: int
    secure: bool
    pids: list[int]
    meeting: int
    clerk: str
    chair: str
    screen: str
    seats: list[tuple[int, str]]
    arriving: list[tuple[int, str]]
    here: int
    secret: str
    items: list[int]
    motions: list[int]
    last_motions: tuple[int, int]
    storms: list[str]
    rounds: int
    window: float
    document: str
    document_bytes: int
    readers: int
    range_bytes: int
    soak: float


class Hall:
    """The crowd, its secretary and the figures while one job runs."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.crowd = Crowd(job.host, job.port, job.meeting, secure=job.secure)
        self.clerk = Tablet(0, job.clerk)
        self.lookers = {"chair": Tablet(-1, job.chair)} if job.chair else {}
        self.lookers |= {"screen": Tablet(-2, job.screen)} if job.screen else {}
        self.lookers |= {"second console": Tablet(-3, job.clerk)} if job.chair else {}
        self.tablets = [Tablet(seat, cookie) for seat, cookie in job.seats]
        self.lost: list[str] = []
        self.ready: list[float] = []
        self.unanswered: dict[Tablet, Callable[[], None]] = {}
        self.crowd.on_lost, self.crowd.on_ready = self._lost, self._ready

    def _lost(self, tablet: Tablet, why: str) -> None:
        """Count the tablet, and bring it back soon, as the page itself does."""
        self.lost.append(f"{tablet.seat}: {why}")
        self.crowd.at(perf_counter() + random.uniform(*BACK_AFTER), lambda: self.crowd.open([tablet]))

    def _ready(self, tablet: Tablet, moment: float) -> None:
        """In the room; a command that had no answer is handed in again, under the same key."""
        self.ready.append(moment)
        if tablet in self.unanswered:
            self.unanswered[tablet]()

    @property
    def everybody(self) -> list[Tablet]:
        """Everybody who must see a change."""
        return [self.clerk, *self.lookers.values(), *self.tablets]

    def received(self) -> dict[str, float]:
        """Bytes so far: of a member's tablet on the average, of the secretary's console, of the others who look on."""
        members = sum(tablet.received for tablet in self.tablets) / len(self.tablets)
        lookers = {name: float(each.received) for name, each in self.lookers.items()}
        return {"member": members, "clerk": float(self.clerk.received)} | lookers

    def ask(self, command: str, **payload: object) -> Reply:
        """The secretary sends a command and waits for the answer."""
        body = {"meeting_id": self.job.meeting, **payload}
        return self.crowd.ask(self.clerk, command, body, secrets.token_hex(16))

    def turn_to(self, item: int) -> int:
        """Turn to this item, unless the meeting is there already; return the journal number."""
        try:
            return int(self.ask("conduct.go_to_item", item_id=item)["upto"])
        except Lost as problem:
            if ALREADY_THERE not in str(problem):
                raise
            return self.clerk.seq

    def all_know(self, upto: int, seconds: float) -> list[float]:
        """Wait until everybody shows the meeting as of this number; the moment of each member's tablet that does."""
        self.crowd.run(lambda: all(each.seq >= upto for each in self.everybody), seconds)
        moments = [tablet.knew(upto) for tablet in self.tablets]
        return [moment for moment in moments if moment is not None]

    def finish(self, motion: int, voted: int) -> list[float]:
        """Close the vote and announce its result; only then may the meeting go on. Returns ms of each until all showed
        it."""
        told = []
        for command, payload in (
            ("voting.close_motion", {"missing": self.job.here - voted}),
            ("voting.announce_result", {}),
        ):
            for tablet in self.tablets:
                tablet.heard.clear()
            start = perf_counter()
            upto = int(self.ask(command, motion_id=motion, **payload)["upto"])
            told.append((max(self.all_know(upto, TOLD_LIMIT), default=start) - start) * 1e3)
        return told

    def settle(self) -> None:
        """Let late news and paced pushes pass before the next measurement."""
        self.crowd.run(lambda: False, SETTLE)

    @contextmanager
    def gauged(self, figures: Figures) -> Iterator[None]:
        """Fill in processor time of server and client, the longest standstill and who was lost."""
        job, before = self.job, len(self.lost)
        loop_stall_ms(job.port, secure=job.secure)
        server, client, start = cpu_seconds(job.pids), process_time(), perf_counter()
        yield
        seconds = perf_counter() - start
        figures["server_cpu_s"] = cpu_seconds(job.pids) - server
        figures["client_cpu_share"] = (process_time() - client) / seconds
        figures["stall_ms"] = loop_stall_ms(job.port, secure=job.secure)
        figures["memory_mb"] = memory_mb(job.pids)
        figures["lost"] = self.lost[before:]
