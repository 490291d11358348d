"""Several processes write at once: one unbroken chain, each ballot once, however often and to whichever it is handed
in."""

import multiprocessing
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.queues import SimpleQueue
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meeting.access.actors import SYSTEM
from meeting.commands.submit import Reply
from meeting.commands.tables import Receipt
from meeting.config import Settings
from meeting.journal import book as journal
from meeting.journal.chain import check
from meeting.journal.tables import BookHead
from meeting.kernel.refusals import Refused
from meeting.law.rules import Choice
from meeting.parts import Parts, assemble
from meeting.people.commands import AddPerson
from meeting.people.particulars import Particulars
from meeting.store import postgres
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import OpenMotion
from meeting.voting.events import BallotCast
from meeting.voting.tables import Ballot
from tests.cast import MORNING, Founded
from tests.live.hall import ORIGINALS, VOTERS
from tests.storage import Storage

PROCESSES = 4
AT_ONCE = 6
TIMES = 8
MOTION = 1
Told = dict[str, Reply]
"""What a process was answered to each key."""


def test_processes_that_write_at_once_make_one_chain_with_every_ballot_once(storage: Storage, tmp_path: Path) -> None:
    founded: Founded = storage.kept("live_seated", ORIGINALS["seated"])
    settings = Settings(data=tmp_path / "data", database_url=storage.copy("live_seated", tmp_path / "data"))
    with closing(installed(settings)) as parts:
        parts.commands.submit(OpenMotion(meeting_id=founded.meeting, motion_id=MOTION), token=founded.tokens["ha"])
    said = at_once(settings, founded)
    assert [problems for _, problems in said] == [[]] * PROCESSES
    told = [answers for answers, _ in said]
    assert all(answers == told[0] for answers in told), "the same key is answered the same, at every node"
    with closing(installed(settings)) as parts, parts.database.read() as db:
        lines = list(journal.entries(db, journal.book_of(founded.meeting)))
        check(lines)
        check(journal.entries(db, journal.OFFICE))
        receipts = Counter(db.scalars(select(Receipt.key)))
        box = {ballot.seat_id: ballot.choice for ballot in db.scalars(select(Ballot))}
    ballots = {line.seq: line.body for line in lines if line.kind == BallotCast.kind}
    assert sorted(ballots) == sorted(reply.upto for reply in told[0].values()), "each key is one line of the journal"
    assert all(receipts[key] == 1 for key in told[0])
    assert box == {body["seat_id"]: body["choice"] for _, body in sorted(ballots.items())}, "the last one counts"


def test_a_machine_that_loses_power_while_writing_delays_others_only_briefly(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its connection stays open, and nothing more comes by it."""
    monkeypatch.setattr(postgres, "DURABLE", postgres.DURABLE.replace(f"'{postgres.IDLE_SECONDS}s'", "'300ms'"))
    founded: Founded = storage.kept("live_seated", ORIGINALS["seated"])
    settings = Settings(data=tmp_path / "data", database_url=storage.copy("live_seated", tmp_path / "data"))
    with closing(installed(settings)) as dark, closing(installed(settings)) as parts:
        silent, over = threading.Event(), threading.Event()

        def half(db: Session) -> None:
            db.execute(update(BookHead).values(hash="half"))
            silent.set()
            over.wait(30)

        with ThreadPoolExecutor(1) as pool:
            lost = pool.submit(dark.database.gate.submit, half)
            assert silent.wait(30)
            opening = OpenMotion(meeting_id=founded.meeting, motion_id=MOTION)
            parts.commands.submit(opening, token=founded.tokens["ha"])
            over.set()
            with pytest.raises(Refused):
                lost.result(30)
        with parts.database.read() as db:
            check(journal.entries(db, journal.book_of(founded.meeting)))
            assert "half" not in set(db.scalars(select(BookHead.hash)))


def installed(settings: Settings) -> Parts:
    """What every process has of the installation."""
    return assemble(settings, clock=lambda: MORNING)


def at_once(settings: Settings, founded: Founded) -> list[tuple[Told, list[str]]]:
    """Every process hands in all ballots, each in a different order; return what each was answered, and what it was
    refused."""
    forks = multiprocessing.get_context("fork")
    said: SimpleQueue[tuple[Told, list[str]]] = forks.SimpleQueue()
    crowd = [forks.Process(target=hand_in, args=(settings, founded, number, said)) for number in range(PROCESSES)]
    for process in crowd:
        process.start()
    answers = [said.get() for _ in crowd]
    for process in crowd:
        process.join(30)
    return answers


def hand_in(settings: Settings, founded: Founded, process: int, said: "SimpleQueue[tuple[Told, list[str]]]") -> None:
    """One process: every voter's ballots, a few at a time, and newcomers in the office's book between them."""
    ballots = [(who, time) for who in VOTERS for time in range(TIMES)]
    random.Random(process).shuffle(ballots)
    told: Told = {}
    problems: list[str] = []
    with closing(installed(settings)) as parts, ThreadPoolExecutor(AT_ONCE) as pool:

        def casts(command: tuple[str, int]) -> None:
            who, time = command
            ballot = CastBallot(meeting_id=founded.meeting, motion_id=MOTION, choice=list(Choice)[time % 3])
            try:
                told[f"{who}-{time}"] = parts.commands.submit(ballot, token=founded.tokens[who], key=f"{who}-{time}")
                if time == process:
                    newcomer = Particulars(f"Lê Thị {who} {process}", who, "bà", "", "")
                    comes = AddPerson(account=f"new-{process}-{who}", particulars=newcomer)
                    parts.commands.submit(comes, actor=SYSTEM)
            except Refused as refused:
                problems.append(refused.code)

        list(pool.map(casts, ballots))
    said.put((told, problems))
