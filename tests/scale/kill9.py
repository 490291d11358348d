"""kill -9 in the middle of a vote storm, again and again: no acknowledged ballot may be lost, none doubled.

Every tablet votes, changes its ballot and votes again, as fast as a hasty hand, each ballot under a new key. A tablet
that was cut off comes back and hands in the unanswered ballot under the *same* key. After the last restart everything
open is answered, and then the database must contain exactly what the tablets were answered.
"""

import argparse
import contextlib
import json
import random
import secrets
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from tests.nursery import Nursery
from tests.scale import ledger, probe
from tests.scale.big_paper import big_paper
from tests.scale.crowd import Crowd, Reply
from tests.scale.crowd_tablet import Lost, Tablet
from tests.scale.room import Room, bare_room, bare_server, room_server, seeded_room
from tests.scale.storms import CHOICES
from tests.server import LOOPBACK, Server

BACK_AFTER = 0.1
PAUSE = 0.05
LONGEST_LIFE = 0.4
BACK_LIMIT = 60.0
TRY_AGAIN = "store.unavailable"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What happened: kills, ballots acknowledged, ballots handed in again after a cut, slowest return (s).

    `stories` and `record` are what the tablets were answered and what the database says; `faults` the difference.
    """

    kills: int
    acknowledged: int
    handed_in_again: int
    slowest_back_s: float
    faults: list[str]
    stories: dict[int, list[tuple[str, str]]]
    record: ledger.Record


class Voter:
    """A person who keeps changing their ballot until told to stop."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet = tablet
        self.story: list[tuple[str, str]] = []
        self.open: tuple[str, str] | None = None

    def decide(self) -> None:
        """Another choice than the last one, under a new key."""
        last = self.story[-1][1] if self.story else ""
        self.open = secrets.token_hex(16), random.choice([c for c in CHOICES if c != last])


class Storm:
    """Voters on a server that is killed while they vote. `pause`: seconds from an answer to the next ballot, at
    most."""

    pause = PAUSE

    def __init__(self, server: Server, room: Room, motion: int) -> None:
        self.server, self.room, self.motion = server, room, motion
        self.crowd = Crowd(LOOPBACK, server.port, room.meeting)
        self.crowd.on_ready, self.crowd.on_lost = self._ready, self._lost
        self.voters = {seat: Voter(Tablet(seat, cookie)) for seat, cookie in room.seats}
        self.clerk = Tablet(0, room.clerk)
        self.storming = True
        self.acknowledged = self.again = 0
        self.refused: list[Reply] = []

    def begin(self) -> None:
        """Open the vote, and wait until everybody has voted once."""
        self.crowd.open([self.clerk])
        self._until(lambda: self.clerk.ready)
        motion = {"meeting_id": self.room.meeting, "motion_id": self.motion}
        self.crowd.ask(self.clerk, "voting.open_motion", motion, secrets.token_hex(16))
        self.crowd.open(voter.tablet for voter in self.voters.values())
        self._until(lambda: self.acknowledged >= len(self.voters))

    def kill_again_and_again(self, kills: int) -> float:
        """Kill and restart at random moments until everybody has voted again; return the slowest return to voting
        (s)."""
        slowest = 0.0
        for _ in range(kills):
            self.crowd.run(lambda: False, random.uniform(0.0, LONGEST_LIFE))
            self.server.kill()
            start, before = perf_counter(), self.acknowledged
            self.server.begin()
            self._until(lambda before=before: self.acknowledged > before)
            slowest = max(slowest, perf_counter() - start)
        self._until(lambda: all(len(voter.story) > 1 for voter in self.voters.values()))
        return slowest

    def settle(self) -> None:
        """No new ballots; everything open is handed in until it is answered."""
        self.storming = False
        self._until(lambda: not any(voter.open for voter in self.voters.values()))

    def _until(self, done: Callable[[], bool]) -> None:
        if not self.crowd.run(done, BACK_LIMIT) or not self.server.alive():
            raise Lost(f"the server did not come back; refused: {self.refused[:3]}")

    def _ready(self, tablet: Tablet, at: float) -> None:
        if tablet is self.clerk:
            return
        voter = self.voters[tablet.seat]
        if voter.open is not None:
            self.again += 1
        self._vote(voter)

    def _lost(self, tablet: Tablet, why: str) -> None:
        wait = BACK_AFTER * random.uniform(0.5, 1.5)
        self.crowd.at(perf_counter() + wait, lambda: self.crowd.open([tablet]))

    def _vote(self, voter: Voter) -> None:
        if not voter.tablet.ready:
            return  # cut off meanwhile; it votes when it is back
        if voter.open is None:
            if not self.storming:
                return
            voter.decide()
        ballot = voter.open
        assert ballot is not None
        payload = {"meeting_id": self.room.meeting, "motion_id": self.motion, "choice": ballot[1]}
        self.crowd.submit(
            voter.tablet,
            "voting.cast_ballot",
            payload,
            ballot[0],
            lambda reply, at: self._answered(voter, ballot, reply),
        )

    def _answered(self, voter: Voter, ballot: tuple[str, str], reply: Reply) -> None:
        """A ballot that was handed in twice, before and after a short cut, is answered twice and counted once."""
        if voter.open is not ballot:
            return
        if reply.get("ok"):
            voter.story.append(ballot)
            voter.open = None
            self.acknowledged += 1
        elif reply.get("code") != TRY_AGAIN:
            self.refused.append(reply)
        self.crowd.at(perf_counter() + random.uniform(0.0, self.pause), lambda: self._vote(voter))


def storm(server: Server, room: Room, motion: int, kills: int, read: Callable[[int], ledger.Record]) -> Outcome:
    """Start the server, storm and kill it, and compare its database with what the tablets were answered."""
    with server.running():
        vote = Storm(server, room, motion)
        with contextlib.closing(vote.crowd):
            vote.begin()
            slowest = vote.kill_again_and_again(kills)
            vote.settle()
            server.kill()  # what was acknowledged last must be there too
    stories = {seat: voter.story for seat, voter in vote.voters.items()}
    record = read(motion)
    faults = ledger.faults(stories, record) + [f"refused: {reply}" for reply in vote.refused]
    return Outcome(
        kills=kills + 1,
        acknowledged=vote.acknowledged,
        handed_in_again=vote.again,
        slowest_back_s=slowest,
        faults=faults,
        stories=stories,
        record=record,
    )


def storm_room(folder: Path, clients: int, kills: int, *, quick: bool = True) -> tuple[Outcome, Room]:
    """The product under the storm, newly installed in `folder`; `quick` restarts it from a nursery."""
    paper = folder / "paper.pdf"
    room = seeded_room(folder, big_paper(paper, 1), clients, motions=1)
    read = partial(ledger.read_room, Path(room.database), room.meeting)
    if not quick:
        return storm(room_server(folder), room, room.motions[0], kills, read), room
    with contextlib.closing(Nursery("eventlet", folder / "nursery.log", folder / "data")) as nursery:
        return storm(room_server(folder, nursery.fork), room, room.motions[0], kills, read), room


def storm_bare(folder: Path, clients: int, kills: int, *, lossy: bool) -> Outcome:
    """The bare server under the same storm; a lossy one acknowledges before it commits."""
    paper, said = folder / "paper.pdf", folder / "messages.json"
    paper.write_bytes(b"%PDF-1.4\n")
    said.write_text(json.dumps(probe.plain()), "utf-8")
    room = bare_room(folder, paper, clients, motions=1)
    read = partial(ledger.read_bare, Path(room.database))
    return storm(bare_server(folder, paper, said, lossy=lossy), room, room.motions[0], kills, read)


def main() -> int:
    """`python -m tests.scale.kill9`: the whole test by hand; 1 when a ballot was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.kill9", description=__doc__)
    parser.add_argument("--kills", type=int, default=25, choices=range(1, 201), metavar="1..200")
    parser.add_argument("--clients", type=int, default=60, choices=range(1, 501), metavar="1..500")
    parser.add_argument("--server", choices=("room", "bare", "lossy"), default="room")
    parser.add_argument("--command-line", action="store_true", help="restart by `meeting run` (slower)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kill9-") as folder:
        if options.server == "room":
            quick = not options.command_line
            outcome, _ = storm_room(Path(folder), options.clients, options.kills, quick=quick)
        else:
            lossy = options.server == "lossy"
            outcome = storm_bare(Path(folder), options.clients, options.kills, lossy=lossy)
    told: dict[str, Any] = {name: getattr(outcome, name) for name in outcome.__struct_fields__[:4]}
    told |= {"fault_count": len(outcome.faults), "faults": outcome.faults[:20]}
    print(json.dumps(told, ensure_ascii=False))
    return int(bool(outcome.faults))


if __name__ == "__main__":
    raise SystemExit(main())
