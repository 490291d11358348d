"""A node is killed in a vote storm: no acknowledged ballot is lost, none is doubled, and its tablets are back soon."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from tests.nodes.three import NODES, Three
from tests.nursery import Nursery
from tests.scale import ledger
from tests.scale.big_paper import big_paper
from tests.scale.crowd_tablet import Tablet
from tests.scale.kill9 import Storm
from tests.scale.room import Room, seeded_room
from tests.server import answers
from tests.storage import Storage

CLIENTS = 24
BACK_WITHIN = 5.0
LOOK_SECONDS = 0.2

pytestmark = pytest.mark.timeout(600)


class NodeStorm(Storm):
    """`away`: how long (s) each tablet that was cut off was without the room.

    Voters are slower here than where only losses are counted: on a machine that is busy with ballots the times would
    measure the machine, and not how tablets come back.
    """

    pause = 0.5

    def __init__(self, three: Three, room: Room, motion: int) -> None:
        super().__init__(three.front, room, motion)
        self.away: list[float] = []
        self._three = three
        self._lost_at: dict[int, float] = {}
        self._looked = 0.0

    def kill_each(self) -> None:
        """Kill one node after the other, each when all are there; it is started again as `meeting run` would."""
        for node in self._three.nodes:
            self._until(self._all_there)
            before, acknowledged = len(self.away), self.acknowledged
            node.kill()
            node.begin()
            self._until(lambda before=before: len(self.away) > before and not self._lost_at)
            self._until(lambda acknowledged=acknowledged: self.acknowledged > acknowledged + CLIENTS)

    def _all_there(self) -> bool:
        if perf_counter() < self._looked + LOOK_SECONDS:
            return False
        self._looked = perf_counter()
        return all(answers(node.port) for node in self._three.nodes)

    def _ready(self, tablet: Tablet, at: float) -> None:
        if (lost := self._lost_at.pop(tablet.seat, None)) is not None:
            self.away.append(perf_counter() - lost)
        super()._ready(tablet, at)

    def _lost(self, tablet: Tablet, why: str) -> None:
        self._lost_at.setdefault(tablet.seat, perf_counter())
        super()._lost(tablet, why)


@pytest.fixture
def three(nursery: Nursery, storage: Storage, tmp_path: Path) -> Iterator[Three]:
    """Three nodes on an installation with its own meeting."""
    storage.kept("empty", lambda folder, url: None)
    url = storage.copy("empty", tmp_path / "data")
    found = Three(nursery, tmp_path / "data", url)
    yield found
    found.kill()


@pytest.mark.quiet
def test_no_acknowledged_ballot_is_lost_or_doubled_and_every_tablet_returns_at_another_node(
    three: Three, tmp_path: Path
) -> None:
    url = three.front.environment["MEETING_DATABASE_URL"]
    room = seeded_room(tmp_path, big_paper(tmp_path / "paper.pdf", 1), CLIENTS, 1, url)
    motion = room.motions[0]
    three.start()
    storm = NodeStorm(three, room, motion)
    with contextlib.closing(storm.crowd):
        storm.begin()
        for _ in range(3):  # other load on this machine comes and goes: one quiet try of three is enough
            storm.away.clear()
            storm.kill_each()
            if max(storm.away) < BACK_WITHIN:
                break
        storm.settle()
    record = ledger.read_shared_room(url, room.meeting, motion)
    stories = {seat: voter.story for seat, voter in storm.voters.items()}
    assert storm.refused == []
    assert ledger.faults(stories, record) == []
    assert len(storm.away) > NODES, "tablets were cut off each time"
    assert max(storm.away) < BACK_WITHIN, sorted(storm.away)[-5:]
