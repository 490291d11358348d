"""The backup of a running meeting on another machine without a network: nothing of the office is different there."""

import functools
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import StartMeeting
from meeting.work.jail import jail_works
from tests.doors.played import Played
from tests.keys import WORDS
from tests.server import ROOM, ROOT, Server

WAYS = (["unshare", "--net"], ["unshare", "--map-root-user", "--net"])
"""A machine without a network, not even to itself: made by root, and by anybody else."""


@pytest.fixture
def office(drawn: Played, tmp_path: Path) -> Iterator[Played]:
    """One meeting is over and signed twice; another goes on."""
    if not alone_here():
        assert not jail_works(), "where there is a jail, a program can be without a network"
        pytest.skip("this machine makes no network for one program alone")
    held = drawn.copied(tmp_path / "held")
    assert [held.signs(held.one(role).account) for role in ("clerk", "chair")] == [303, 303]
    (tmp_path / "minutes.pdf").write_bytes(held.minutes())
    held.close()
    found = Played(tmp_path / "held", tmp_path / "office", ROOT / "agendas" / "board-sample", held.clock)
    clerk, meeting = found.one("clerk").account, found.meeting
    for account in found.here:
        found.submits(clerk, MarkPresent(meeting_id=meeting, seat_id=found.seats[account]))
    found.submits(clerk, StartMeeting(meeting_id=meeting))
    found.close()
    yield found
    found.close()


@functools.cache
def alone_here() -> list[str]:
    """What to write before a program, so that it is on such a machine; empty where this system makes none."""
    tried = (way for way in WAYS if subprocess.run([*way, "true"], check=False, capture_output=True).returncode == 0)
    return next(tried, [])


def runs(folder: Path, *words: str, alone: bool = False) -> str:
    """The program, in its own process; what it said."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MEETING_")}
    program = [*(alone_here() if alone else []), sys.executable, "-m", "meeting", *words]
    done = subprocess.run(
        program, cwd=ROOT, env=kept | {"HOME": str(home)}, text=True, capture_output=True, check=False, timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def heads(data: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "meeting.db")) as db, db:
        return db.execute("SELECT book, seq, hash FROM journal_head ORDER BY book").fetchall()


def test_a_running_meeting_is_the_same_on_a_fresh_machine_without_a_network(office: Played, tmp_path: Path) -> None:
    data, fresh, minutes = tmp_path / "office", tmp_path / "fresh", tmp_path / "minutes.pdf"
    backup, journal = tmp_path / "office.backup", tmp_path / "journal.jsonl"
    with Server(data, ROOM).running() as server:
        runs(tmp_path, "--data", str(data), "backup", str(backup))
        assert server.alive()
        before = heads(data)
        with closing(sqlite3.connect(data / "meeting.db")) as db, db:
            slug = db.execute("SELECT slug FROM meeting WHERE id = 1").fetchone()[0]
        runs(tmp_path, "--data", str(data), "journal", slug, str(journal))
    shutil.move(data, tmp_path / "gone")  # nothing of the first machine is there any more
    (tmp_path / "words").write_text(WORDS)
    there = ("--data", str(fresh))
    runs(tmp_path, *there, "restore", str(backup), "--passphrase-file", str(tmp_path / "words"), alone=True)
    assert heads(fresh) == before
    runs(tmp_path, *there, "init", alone=True)
    told = runs(tmp_path, *there, "verify", str(minutes), str(journal), alone=True)
    assert "đúng" in told and "SAI" not in told, told
    with closing(sqlite3.connect(fresh / "meeting.db")) as db, db:
        assert dict(db.execute("SELECT id, state FROM meeting")) == {1: "ended", office.meeting: "running"}
    with Server(fresh, ROOM).running() as server:
        assert server.health()["ok"], "the room opens there, and the meeting goes on"
