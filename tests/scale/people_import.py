"""`python -m tests.scale.people_import`: two thousand people come in from a real directory while a hall is connected.

Printed are the seconds and the processor time of reading and of taking in, how often the page's progress moved, and how
long the room's loop stood still at most, in milliseconds. Ends with 1 when it takes a minute or more, or the loop stood
still for 50 ms. While other work runs on the machine, trust processor time alone.
"""

import argparse
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from meeting.access.actors import SYSTEM, Actor
from meeting.config import load
from meeting.directory.commands import OfferDirectory, SetUpDirectory
from meeting.directory.tables import PURPOSE
from meeting.kernel.locked import lock
from meeting.kernel.roles import Role
from meeting.parts import Parts, assemble
from meeting.roster.commands import AcceptRoster
from meeting.roster.rules import BUSY, LineState
from meeting.roster.tables import counted, find_roster
from tests.processes import cpu_seconds, family
from tests.scale.big_paper import big_paper
from tests.scale.crowd import Crowd
from tests.scale.crowd_tablet import Tablet
from tests.scale.room import room_server, seeded_room
from tests.server import LOOPBACK, RUN, Server
from tests.slapd import Slapd, person

ADMIN = Actor(name="bench", role=Role.NOBODY, admin=True)
MOST_SECONDS, MOST_STILL_MS = 60.0, 50.0
PATIENCE = 600.0


def set_up(parts: Parts, slapd: Slapd) -> None:
    """As an administrator does."""
    link = slapd.link()
    order = SetUpDirectory(
        version=0,
        urls=link.urls,
        kind=link.kind,
        base=link.base,
        service=link.service,
        locked=lock(parts.secret, PURPOSE, link.password),
        authority=link.authority,
    )
    parts.commands.submit(order, actor=ADMIN)


def waited(parts: Parts, roster: int) -> tuple[float, int]:
    """Until the work on a list has ended: seconds, and how many different figures somebody who looks on has seen."""
    began, seen = time.monotonic(), set()
    while time.monotonic() - began < PATIENCE:
        with parts.database.read() as db:
            state = find_roster(db, roster).state
            seen.add(sum(n for (_, at), n in counted(db, roster).items() if at == LineState.DONE))
        if state not in BUSY:
            return time.monotonic() - began, len(seen)
        time.sleep(0.2)
    raise AssertionError("the work has not ended")


def measure(parts: Parts, server: Server) -> bool:
    """Read the directory, take everybody in; print what it cost. Whether it was cheap enough."""
    cheap, lag, roster = True, 0.0, 0
    for name in ("read", "taken in"):
        server.health(reset="1")
        before = cpu_seconds(family(server.pids()[0]))
        order = OfferDirectory() if name == "read" else AcceptRoster(roster_id=roster)
        roster = parts.commands.submit(order, actor=SYSTEM).made.get("roster_id", roster)
        seconds, figures = waited(parts, roster)
        lag = float(server.health()["loop_lag_ms_max"])
        spent = cpu_seconds(family(server.pids()[0])) - before
        print(f"{name}: {seconds:.1f} s, {spent:.1f} s of processor, {figures} figures seen, still for {lag:.0f} ms")
        cheap = cheap and seconds < MOST_SECONDS and lag < MOST_STILL_MS
    with parts.database.read() as db:
        print({f"{kind} {state}": count for (kind, state), count in counted(db, roster).items()})
    return cheap


def main() -> int:
    """Entry point; 1 when it was too slow."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.people_import", description=__doc__)
    parser.add_argument("--people", type=int, default=2000, choices=range(10, 5001), metavar="10..5000")
    parser.add_argument("--tablets", type=int, default=300, choices=range(501), metavar="0..500")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="people-") as place:
        folder = Path(place)
        people = [person(f"d{n:05d}", f"Đại Biểu Số {n:05d}", title=f"Tổ {n}") for n in range(options.people)]
        slapd = Slapd(folder / "slapd", people)
        room = seeded_room(folder, big_paper(folder / "paper.pdf", 1), max(options.tablets, 10), 1)
        try:
            with room_server(folder, RUN).running() as server:
                parts = assemble(load(folder / "data", {}))
                set_up(parts, slapd)
                crowd = Crowd(LOOPBACK, server.port, room.meeting)
                with closing(crowd):
                    crowd.open([Tablet(seat, cookie) for seat, cookie in room.seats[: options.tablets]])
                    stop = threading.Event()
                    looking = threading.Thread(target=lambda: crowd.run(stop.is_set, PATIENCE))
                    looking.start()
                    time.sleep(3)
                    cheap = measure(parts, server)
                    stop.set()
                    looking.join()
                parts.close()
        finally:
            slapd.stop()
    return 0 if cheap else 1


if __name__ == "__main__":
    raise SystemExit(main())
