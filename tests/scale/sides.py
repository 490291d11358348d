"""The servers of one run: the product, a meeting of it that has just begun, and those that it is compared with."""

import argparse
import json
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tests.scale import alone, ledger, probe
from tests.scale.big_paper import big_paper
from tests.scale.certificate import make_certificate
from tests.scale.figures import Found
from tests.scale.first_page import first_page
from tests.scale.hall_arrives import OVER, hall_arrives
from tests.scale.load import STORMS
from tests.scale.people_import import people_import
from tests.scale.room import Room, bare_room, bare_server, limit_server, node_server, room_server, seeded_rooms
from tests.scale.stormed_hall import Job
from tests.server import LOOPBACK, ROOT, Server

LOAD_LIMIT = 300
SMALL_MB = 0.2
ARRIVING = 0.4
ITEMS, PAPERS = 60, 180
STRANGERS = 5000
TELLING = ["broadcast"]
BEGUN = ["broadcast", "vote", "arrivals"]
Turn = dict[str, dict[str, Any]]


class Side(NamedTuple):
    """One meeting on one server, what is done to it, and how its database is read, if it has one."""

    name: str
    server: Server
    room: Room
    storms: list[str]
    read: Callable[[int], ledger.Record] | None = None


class Bench:
    """One run: `found` by side and storm, `failed` what could not be measured and why."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.found: Found = {}
        self.failed: dict[str, str] = {}
        self.big = big_paper(folder / "paper.pdf", options.paper_mb)
        self.motions = 1 + options.turns * (options.votes + 2)  # one is used up to hear what a tablet is sent

    def measure(self) -> None:
        """Measure everything that the options ask for."""
        if self.options.bare:
            with ExitStack() as stack:
                self._take_turns(self._beside(stack, probe.plain()))
            return
        rooms = seeded_rooms(
            self.folder,
            self.big,
            big_paper(self.folder / "small.pdf", SMALL_MB),
            members=self.options.seats,
            arriving=max(10, int(self.options.seats * ARRIVING)),
            motions=self.motions,
            items=ITEMS,
            papers=PAPERS,
            held=self.options.held,
            planned=self.options.planned,
        )
        server = room_server(self.folder)
        try:
            begun = self._tried("start", lambda: alone.begun(server))
            if begun is not None and self.options.planned:
                self._keep("ours", "start", begun)
            self._one_server(server, rooms)
        finally:
            server.kill()
        if not self.options.beside:
            self._try("minutes", lambda: alone.minutes(rooms[0]))
        elif not (self.options.only or self.options.soak):
            self._others(rooms[0])

    def _one_server(self, server: Server, rooms: list[Room]) -> None:
        late = rooms[0]
        if self.options.soak:
            self._storm(Side("ours", server, late, ["soak"]), 0)
            return
        if not self.options.only:
            self._try("idle", lambda: alone.idle(server))
            for opened in self._tried("first page", lambda: first_page(server, late)) or []:
                self._keep("ours", "first page", opened)
            self._try("papers", lambda: alone.papers(server, late))
        messages = probe.listen(server, late, late.motions[0])
        with ExitStack() as stack:
            sides = [Side("ours", server, late, self.options.only or list(STORMS), _reads(late))]
            begun = [each for each in self.options.only or BEGUN if each in BEGUN]
            sides += [Side("fresh", server, room, begun, _reads(room)) for room in rooms[1:]]
            self._take_turns(sides + (self._beside(stack, messages) if self.options.beside else []))

    def _beside(self, stack: ExitStack, messages: probe.Messages) -> list[Side]:
        """The bare server, the limit and, where it is installed, node; all with messages of the same size."""
        said = self.folder / "messages.json"
        said.write_text(json.dumps(messages), "utf-8")
        room = bare_room(self.folder, self.big, self.options.seats, self.motions)
        bare = stack.enter_context(bare_server(self.folder, self.big, said).running())
        read = partial(ledger.read_bare, Path(room.database))
        sides = [Side("bare", bare, room, [each for each in self.options.only or STORMS if each != "arrivals"], read)]
        for name, server in (("limit", limit_server(self.folder, said)), ("node", node_server(self.folder, said))):
            if server is not None:
                sides.append(Side(name, stack.enter_context(server.running()), room, TELLING))
        return sides

    def _take_turns(self, sides: list[Side]) -> None:
        for turn in range(self.options.turns):
            for side in sides if turn % 2 == 0 else sides[::-1]:
                print(f"turn {turn + 1}: {side.name}", file=sys.stderr, flush=True)
                self._storm(side, turn)

    def _storm(self, side: Side, turn: int) -> None:
        result = self._tried(f"{side.name}, turn {turn + 1}", lambda: storm(side, self.options, turn))
        for name, values in (result or {}).items():
            self._keep(side.name, name, values)

    def _others(self, room: Room) -> None:
        """Measurements that need a separate server."""
        self._try("minutes", lambda: alone.minutes(room))
        with room_server(self.folder).running() as server:
            self._try("sign-ins", lambda: alone.sign_ins(server, room))
        self._try("hall arrives", lambda: hall_arrives(self.folder / "arrives"))
        self._try("hall comes evenly", lambda: hall_arrives(self.folder / "evenly", over=OVER))
        self._try("people import", lambda: people_import(self.folder / "people"))
        with room_server(self.folder).running() as server:
            self._try("strangers", lambda: alone.strangers(server, room, STRANGERS))
        certificate, key = make_certificate(self.folder)
        secure = room_server(self.folder, tls_certificate=str(certificate), tls_key=str(key))
        with secure.running():
            side = Side("ours", secure, room.by_tls(), [])
            up = self._tried("tls", lambda: storm(side, self.options, 0, secure=True))
            if up is not None:
                self._keep("ours", "tls", up["connect"])

    def _try(self, name: str, measure: Callable[[], dict[str, Any]]) -> None:
        result = self._tried(name, measure)
        if result is not None:
            self._keep("ours", name, result)

    def _tried(self, name: str, measure: Callable[[], Any]) -> Any:
        try:
            return measure()
        except Exception as problem:  # the rest may be measured all the same
            traceback.print_exc()
            self.failed[name] = f"{type(problem).__name__}: {problem}"[:300]
            return None

    def _keep(self, side: str, name: str, values: dict[str, Any]) -> None:
        if values:
            self.found.setdefault(side, {}).setdefault(name, []).append(values)


def _reads(room: Room) -> Callable[[int], ledger.Record]:
    return partial(ledger.read_room, Path(room.database), room.meeting)


def storm(side: Side, options: argparse.Namespace, turn: int, *, secure: bool = False) -> Turn:
    """One turn of all storms on one server, from a separate load process."""
    room, each = side.room, options.votes + 2
    *motions, burst, beside = room.motions[1 + turn * each : 1 + (turn + 1) * each]
    job = Job(
        host=LOOPBACK,
        port=side.server.port,
        secure=secure,
        pids=side.server.pids(),
        meeting=room.meeting,
        clerk=room.clerk,
        chair=room.chair,
        screen=room.screen,
        seats=room.seats,
        arriving=room.arriving[turn :: options.turns],
        here=len(room.seats) + sum(len(room.arriving[before :: options.turns]) for before in range(turn)),
        secret=room.secret,
        items=room.items,
        motions=motions,
        last_motions=(burst, beside),
        storms=side.storms,
        rounds=options.rounds,
        window=options.window,
        document=room.document,
        document_bytes=room.document_bytes,
        readers=options.readers,
        range_bytes=options.range_kb * 1024,
        soak=options.soak * 60.0,
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.scale.load"],
        input=msgspec.json.encode(job),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        timeout=LOAD_LIMIT + job.soak,
        check=True,
    )
    result: Turn = json.loads(done.stdout)
    if side.read is not None:
        _count_lost(result, side.read)
    return result


def _count_lost(turn: Turn, read: Callable[[int], ledger.Record]) -> None:
    """Look up every acknowledged ballot: the last acknowledged choice must be the one in the database."""
    for name in ("vote", "burst", "documents"):
        if name not in turn:
            continue
        missing = 0
        for motion, acked in turn[name].pop("acked").items():
            stored = dict(read(int(motion)).box)
            missing += sum(stored.get(int(seat)) != choice for seat, choice in acked.items())
        turn[name]["not_stored"] = missing
