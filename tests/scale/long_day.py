"""A long day: people come and go, vote, turn from item to item and read papers, over and over, and nothing grows.

`python -m tests.scale.long_day` (`make soak`) takes eight hours; `--minutes 3` shows that it works. It prints memory,
descriptors, threads and the types of which there are more and more, as growth per hour; ends with 1 when something
grows beyond its bound.
"""

import argparse
import json
import os
import random
import secrets
import signal
import statistics
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

import requests

from tests.scale.big_paper import big_paper
from tests.scale.crowd import Crowd, Reply
from tests.scale.crowd_tablet import Lost, Tablet
from tests.scale.room import Room, room_server, seeded_room
from tests.server import LOOPBACK, Server, program

CHOICES = ("for", "for", "for", "against", "abstain")
WITHIN = 60.0
COMING_AND_GOING = 0.25  # of the tablets, each round
VOTES = 60
"""In the whole day, however long: what a vote leaves behind in the meeting is not a leak."""
READERS = 4
PART = 1 << 20
BOUNDS = {"memory": (4.0, 1.0), "descriptors": (8.0, 0.0), "threads": (3.0, 0.0), "objects": (4000.0, 500.0)}
"""For each measure: how much the last third of a run may be above the second in any case, and how much more for each
hour between. Memory in MiB; SQLite's own caches fill up (2 MiB for each connection) before it stays level."""
SHOWN = 12

Counts = dict[str, Any]


class Day:
    """A meeting that goes round and round."""

    def __init__(self, server: Server, room: Room) -> None:
        self.server, self.room = server, room
        self.crowd = Crowd(LOOPBACK, server.port, room.meeting)
        self.crowd.on_lost = self._lost
        self.clerk, self.screen = Tablet(0, room.clerk), Tablet(-1, room.screen)
        self.tablets = [Tablet(seat, cookie) for seat, cookie in room.seats]
        self.rounds = self.votes = self.ballots = self.lost = 0

    def begin(self) -> None:
        """Everybody comes."""
        everybody = [self.clerk, self.screen, *self.tablets]
        self.crowd.open(everybody)
        self.crowd.beat(everybody)
        self._until(lambda: all(tablet.ready for tablet in everybody))

    def go_round(self, passed: float) -> None:
        """Some leave and come back, the meeting turns, papers are read meanwhile; now and then a vote is held.

        `passed`: the share of the day.
        """
        some = random.sample(self.room.seats, READERS)
        readers = [threading.Thread(target=self._read, args=(seat,)) for seat in some]
        for each in readers:
            each.start()
        self._some_come_back()
        items = self.room.items
        self._asks("conduct.go_to_item", item_id=items[1 + self.rounds % (len(items) - 1)])
        self._asks("conduct.go_to_item", item_id=items[0])
        if passed * VOTES >= self.votes:
            self._vote()
        for each in readers:
            each.join(WITHIN)
        self.rounds += 1

    def _some_come_back(self) -> None:
        gone = random.sample(self.tablets, max(1, int(len(self.tablets) * COMING_AND_GOING)))
        self.crowd.drop(gone)
        self.crowd.open(gone)
        self._until(lambda: all(tablet.ready for tablet in self.tablets))

    def _vote(self) -> None:
        title = f"Thông qua lần {self.rounds + 1}"
        made = self._asks("voting.prepare_motion", item_id=self.room.items[0], title=title, form="open", decision="")
        motion = made["answer"]["motion_id"]
        self._asks("voting.open_motion", motion_id=motion)
        heard: list[Reply] = []
        for place, tablet in enumerate(self.tablets):
            choice = CHOICES[place % len(CHOICES)]
            body = {"meeting_id": self.room.meeting, "motion_id": motion, "choice": choice}
            self.crowd.submit(
                tablet, "voting.cast_ballot", body, secrets.token_hex(16), lambda reply, at: heard.append(reply)
            )
        self._until(lambda: len(heard) >= len(self.tablets))
        refused = [reply for reply in heard if not reply.get("ok")]
        if refused:
            raise Lost(f"refused: {refused[:3]}")
        self.votes += 1
        self.ballots += len(heard)
        self._asks("voting.close_motion", motion_id=motion, missing=0)
        self._asks("voting.announce_result", motion_id=motion)

    def _read(self, seat: tuple[int, str]) -> None:
        """Some parts of the large paper, as the reader requests them."""
        with requests.Session() as session:
            for _ in range(3):
                start = random.randrange(max(1, self.room.document_bytes - PART))
                asked = {"Cookie": seat[1], "Range": f"bytes={start}-{start + PART - 1}"}
                session.get(self.server.url + self.room.document, headers=asked, timeout=WITHIN)

    def _asks(self, command: str, **payload: object) -> Reply:
        body = {"meeting_id": self.room.meeting, **payload}
        return self.crowd.ask(self.clerk, command, body, secrets.token_hex(16))

    def _until(self, done: Any) -> None:
        if not self.crowd.run(done, WITHIN):
            raise Lost("the room did not come so far within a minute")

    def _lost(self, tablet: Tablet, why: str) -> None:
        self.lost += 1
        self.crowd.open([tablet])


def soaked(folder: Path, minutes: float, every: float, tablets: int) -> tuple[list[tuple[float, Counts]], Day]:
    """What the server held during a day of this many minutes, by hours since its begin; a sample each `every`
    seconds."""
    room = seeded_room(folder, big_paper(folder / "paper.pdf", 4), tablets, motions=1)
    server = room_server(folder, program("-m", "tests.scale.long_day_server"))
    place = folder / "counted.json"
    server.environment |= {"MEETING_SOAK": str(place)}
    samples: list[tuple[float, Counts]] = []
    with server.running():
        day = Day(server, room)
        with closing(day.crowd):
            day.begin()
            began = last = perf_counter()
            while (now := perf_counter()) < began + minutes * 60:
                day.go_round((now - began) / (minutes * 60))
                if now >= last + every or not samples:
                    samples.append(((now - began) / 3600, _counted(server, place, day)))
                    _tell(*samples[-1], day)
                    last = now
                day.crowd.run(lambda: False, min(1.0, every / 10))
    return samples, day


def _counted(server: Server, place: Path, day: Day) -> Counts:
    place.unlink(missing_ok=True)
    os.kill(server.pids()[0], signal.SIGUSR1)
    if not day.crowd.run(place.exists, WITHIN):
        raise Lost("the server does not count what it holds")
    found: Counts = json.loads(place.read_text("utf-8"))
    return found


def growth(samples: Sequence[tuple[float, Counts]], value: Any) -> tuple[float, float]:
    """How far the last third is above the second, and that per hour. The first third is for warming up."""
    third = len(samples) // 3
    earlier, later = samples[third : 2 * third], samples[2 * third :]
    grown = statistics.median(value(each) for _, each in later) - statistics.median(value(each) for _, each in earlier)
    hours = statistics.median(at for at, _ in later) - statistics.median(at for at, _ in earlier)
    return grown, grown / hours if hours else 0.0


def judged(samples: Sequence[tuple[float, Counts]]) -> list[str]:
    """What grows beyond its bound; too few samples prove nothing, and it says so."""
    if len(samples) < 6:
        return [f"only {len(samples)} samples: a longer run, or a shorter --every"]
    found = []
    hours = samples[-1][0] / 3
    for name, (air, an_hour) in BOUNDS.items():
        grown, hourly = growth(samples, lambda each, name=name: each[name])
        print(f"{name}: {grown:+.1f} ({hourly:+.1f} an hour)")
        if grown > air + an_hour * hours:
            found.append(f"{name} grew by {grown:.1f}, allowed are {air + an_hour * hours:.1f}")
    types = {name for _, each in samples for name in each["types"]}
    by_type = {name: growth(samples, lambda each, name=name: each["types"].get(name, 0))[0] for name in types}
    for name, grown in sorted(by_type.items(), key=lambda pair: -pair[1])[:SHOWN]:
        if grown > 0:
            print(f"  {grown:+8.0f}  {name}")
    return found


def _tell(at: float, counts: Counts, day: Day) -> None:
    figures = ", ".join(f"{name} {counts[name]:.0f}" for name in ("memory", "objects", "descriptors", "threads"))
    print(f"{at * 60:7.1f} min, round {day.rounds}: {figures}; {day.ballots} ballots, {day.lost} lost", flush=True)


def main() -> int:
    """The whole test by hand."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.long_day", description=__doc__)
    parser.add_argument("--minutes", type=float, default=480.0)
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two counts")
    parser.add_argument("--tablets", type=int, default=60, choices=range(5, 501), metavar="5..500")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        samples, day = soaked(Path(folder), options.minutes, options.every, options.tablets)
    found = judged(samples)
    found += [f"{day.lost} tablets were lost"] if day.lost else []
    print("\n".join(found) or f"nothing grows: {day.rounds} rounds, {day.ballots} ballots")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
