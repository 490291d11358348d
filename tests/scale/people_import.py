"""`python -m tests.scale.people_import`: two thousand people are imported while a hall is connected, from a real
directory, and then as many others from a file.

Says how many seconds each took from the order to the last line, reading included, how often the page's progress moved,
and how long the room's loop stood still at most, with what it computed itself in such a stall. On a quiet machine both
are the same; while other work runs on it, the first says how long that work kept the processor. Ends with 1 when an
import takes a minute or more, or the loop computed for 50 ms without a turn for others.
"""

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from meeting.access.actors import Actor
from meeting.commands.registry import Command
from meeting.config import load
from meeting.directory.commands import OfferDirectory, SetUpDirectory
from meeting.directory.tables import PURPOSE
from meeting.kernel.locked import lock
from meeting.kernel.roles import Role
from meeting.parts import Parts, assemble
from meeting.roster.commands import AcceptRoster, OfferRoster
from meeting.roster.rules import BUSY, LineState
from meeting.roster.tables import counted, find_roster
from tests.processes import cpu_seconds, family
from tests.scale.big_paper import big_paper
from tests.scale.crowd import Crowd
from tests.scale.crowd_tablet import Tablet
from tests.scale.room import Room, room_server, seeded_rooms
from tests.server import LOOPBACK, RUN, Server
from tests.slapd import Slapd, person

ADMIN = Actor(name="bench", role=Role.NOBODY, admin=True)
PEOPLE, HALL = 2000, 300
MOST_SECONDS, MOST_STILL_MS, LEAST_SEEN = 60.0, 50.0, 5
PATIENCE = 600.0
UP_LIMIT = 60.0
Figures = dict[str, Any]


def people_import(folder: Path, people: int = PEOPLE, tablets: int = HALL) -> Figures:
    """Measure both imports beside a hall: `{people, directory_s, file_s, cpu_ms_each, stall_ms, busy_ms, seen, missed,
    gone}`.

    `seen`: how many different figures somebody who looks at the progress has seen, the lesser of both; `missed`: how
    many were not imported; `gone`: tablets that lost their connection meanwhile.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = [person(f"d{n:05d}", f"Đại Biểu Số {n:05d}", title=f"Tổ {n}") for n in range(people)]
    paper = big_paper(folder / "paper.pdf", 1)
    (room,) = seeded_rooms(folder, paper, members=max(tablets, 10), motions=1, waits=1)
    slapd = Slapd(folder / "slapd", entries)
    try:
        with room_server(folder, RUN).running() as server, closing(assemble(load(folder / "data", {}))) as parts:
            _set_up(parts, slapd)
            with _hall(server, room, tablets) as here:
                file = OfferRoster(filename="danh-sach.csv", sha256=parts.blobs.put(_listed(people)))
                found = [_imported(parts, server, offer) for offer in (OfferDirectory(), file)]
                gone = sum(not each.ready for each in here)
    finally:
        slapd.stop()
    return {
        "people": people,
        "directory_s": found[0]["seconds"],
        "file_s": found[1]["seconds"],
        "cpu_ms_each": sum(each["cpu_s"] for each in found) * 1e3 / (2 * people),
        "stall_ms": max(each["stall_ms"] for each in found),
        "busy_ms": max(each["busy_ms"] for each in found),
        "seen": min(each["seen"] for each in found),
        "missed": 2 * people - sum(each["done"] for each in found),
        "gone": gone,
    }


def _set_up(parts: Parts, slapd: Slapd) -> None:
    """Set the directory up, as an administrator does before the meeting begins."""
    link = slapd.link()
    command = SetUpDirectory(
        version=0,
        urls=link.urls,
        kind=link.kind,
        base=link.base,
        service=link.service,
        locked=lock(parts.secret, PURPOSE, link.password),
        authority=link.authority,
    )
    parts.commands.submit(command, actor=ADMIN)


@contextmanager
def _hall(server: Server, room: Room, tablets: int) -> Iterator[list[Tablet]]:
    """The hall is in, and stays while the block runs."""
    with closing(Crowd(LOOPBACK, server.port, room.meeting)) as crowd:
        here = [Tablet(seat, cookie) for seat, cookie in room.seats[:tablets]]
        crowd.open(here)
        crowd.run(lambda: all(each.ready for each in here), UP_LIMIT)
        over = threading.Event()
        looking = threading.Thread(target=lambda: crowd.run(over.is_set, PATIENCE))
        looking.start()
        try:
            yield here
        finally:
            over.set()
            looking.join()


def _imported(parts: Parts, server: Server, offer: Command) -> Figures:
    """Read a list and import everybody in it: `{seconds, cpu_s, seen, done, stall_ms, busy_ms}`."""
    server.health(reset="1")
    spent, began = cpu_seconds(family(server.pids()[0])), time.monotonic()
    roster = int(parts.commands.submit(offer, actor=ADMIN).made["roster_id"])
    _waited(parts, roster)
    parts.commands.submit(AcceptRoster(roster_id=roster), actor=ADMIN)
    seen = _waited(parts, roster)
    seconds, health = time.monotonic() - began, server.health()
    return {
        "seconds": seconds,
        "cpu_s": cpu_seconds(family(server.pids()[0])) - spent,
        "seen": len(seen),
        "done": max(seen),
        "stall_ms": health["loop_lag_ms_max"],
        "busy_ms": health["loop_busy_ms_max"],
    }


def _waited(parts: Parts, roster: int) -> set[int]:
    """Wait until the work on a list has ended; return the figures that somebody who looks on has seen."""
    until, seen = time.monotonic() + PATIENCE, set()
    while time.monotonic() < until:
        with parts.database.read() as db:
            state = find_roster(db, roster).state
            seen.add(sum(n for (_, at), n in counted(db, roster).items() if at == LineState.DONE))
        if state not in BUSY:
            return seen
        time.sleep(0.2)
    raise AssertionError("the work has not ended")


def _listed(count: int) -> bytes:
    """A list as an office has it in a file, of other people than the directory's."""
    lines = [f"Uỷ Viên Số {n:05d},Uỷ viên,Đơn vị {n:05d},u{n:05d}" for n in range(count)]
    return "\n".join(["Họ và tên,Chức vụ,Đơn vị,Tài khoản", *lines]).encode()


def main() -> int:
    """Measure once and print; 1 when it was too slow."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.people_import", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, choices=range(10, 5001), metavar="10..5000")
    parser.add_argument("--tablets", type=int, default=HALL, choices=range(501), metavar="0..500")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="people-") as folder:
        told = people_import(Path(folder), options.people, options.tablets)
    print(json.dumps(told, indent=1))
    return int(max(told["directory_s"], told["file_s"]) >= MOST_SECONDS or told["busy_ms"] >= MOST_STILL_MS)


if __name__ == "__main__":
    raise SystemExit(main())
