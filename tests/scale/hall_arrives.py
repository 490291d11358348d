"""`python -m tests.scale.hall_arrives`: five hundred people come by the code on the hall screen within a minute.

The meeting is not opened yet and nobody is there; two consoles show the roll, chair and hall screen look on. They all
scan at once, and on another server evenly over the minute, where nearly each arrival has a separate commit and finds
the processor's caches used by others. Prints the figures of both.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.processes import cpu_seconds
from tests.scale.big_paper import big_paper
from tests.scale.crowd import Crowd
from tests.scale.crowd_tablet import Tablet
from tests.scale.gauges import loop_stall_ms
from tests.scale.room import Room, room_server, seeded_rooms
from tests.server import LOOPBACK, Server

PEOPLE = 500
OVER = 55.0  # seconds: the last ones answered stay within the minute
UP_LIMIT = 60.0
STORM_LIMIT = 90.0
SETTLE = 3.0
SMALL_MB = 0.2
Figures = dict[str, Any]


def hall_arrives(folder: Path, people: int = PEOPLE, over: float = 0.0) -> Figures:
    """Start a server and measure: `{came, missed, seconds, cpu_ms_each, waiting_ms_each, stall_ms, bytes, behind}`.

    `over`: the seconds in which they come evenly. `waiting_ms_each`: the part of the processor's time that the same
    screens would have cost in as many seconds if nobody had come.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paper = big_paper(folder / "paper.pdf", SMALL_MB)
    (room,) = seeded_rooms(folder, paper, members=0, arriving=people, motions=1, waits=1)
    with room_server(folder).running() as server:
        return _arrives(server, room, over)


def _arrives(server: Server, room: Room, over: float) -> Figures:
    crowd = Crowd(LOOPBACK, server.port, room.meeting)
    lookers = {
        "clerk": Tablet(0, room.clerk),
        "second console": Tablet(-1, room.clerk),
        "chair": Tablet(-2, room.chair),
        "screen": Tablet(-3, room.screen),
    }
    try:
        crowd.open(list(lookers.values()))
        crowd.run(lambda: all(each.ready for each in lookers.values()), UP_LIMIT)
        waiting = _share(crowd, server)
        before = {name: each.received for name, each in lookers.items()}
        loop_stall_ms(server.port, secure=False)
        spent = cpu_seconds(server.pids())
        figures = _come(crowd, server, room, over)
        crowd.run(lambda: False, SETTLE)
        newest = max(each.seq for each in lookers.values())
        people = len(room.arriving)
        return figures | {
            "cpu_ms_each": (cpu_seconds(server.pids()) - spent) * 1e3 / people,
            "waiting_ms_each": waiting * (figures["seconds"] + SETTLE) * 1e3 / people,
            "stall_ms": loop_stall_ms(server.port, secure=False),
            "bytes": {name: (each.received - before[name]) / people for name, each in lookers.items()},
            "missed": people - figures["came"],
            "behind": [name for name, each in lookers.items() if each.seq < newest],
        }
    finally:
        crowd.close()


def _share(crowd: Crowd, server: Server) -> float:
    """Return the share of a core that the server takes while the screens only look on."""
    spent = cpu_seconds(server.pids())
    crowd.run(lambda: False, SETTLE)
    return (cpu_seconds(server.pids()) - spent) / SETTLE


def _come(crowd: Crowd, server: Server, room: Room, over: float) -> Figures:
    """Bring them from another process; return its figures."""
    command = {"host": LOOPBACK, "port": server.port, "meeting": room.meeting, "secret": room.secret, "over": over}
    command["cookies"] = [cookie for _, cookie in room.arriving]
    words = [sys.executable, "-m", "tests.scale.arrivals"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(command))
        process.stdin.close()
        crowd.run(lambda: process.poll() is not None, STORM_LIMIT)
        told: Figures = json.loads(process.stdout.read())
    return {"came": told["came"], "seconds": told["seconds"]}


def main() -> None:
    """Measure both and print."""
    with tempfile.TemporaryDirectory(prefix="arrives-") as folder:
        for name, over in (("at once", 0.0), ("evenly", OVER)):
            print(json.dumps({name: hall_arrives(Path(folder) / name, over=over)}, indent=1))


if __name__ == "__main__":
    main()
