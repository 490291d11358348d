"""The server is killed in the middle of a vote, ten times and more: what was acknowledged is there, once.

The check that finds nothing wrong here is also run on records with known damage, and on a server that acknowledges
before it commits. It must find both, or finding nothing would mean nothing.
"""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.scale import kill9, ledger
from tests.scale.crowd import Crowd
from tests.scale.crowd_tablet import Tablet
from tests.scale.room import Room, room_server
from tests.server import LOOPBACK
from tests.tries import TRIES

KILLS = 10 * TRIES
CLIENTS = 60

pytestmark = pytest.mark.timeout(600)


class Aftermath(NamedTuple):
    """The storm is over: what happened, in which meeting, in which installation."""

    outcome: kill9.Outcome
    room: Room
    folder: Path


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """One storm for all tests that look at what it left."""
    folder = tmp_path_factory.mktemp("kill9")
    return Aftermath(*kill9.storm_room(folder, CLIENTS, KILLS), folder)


def test_no_acknowledged_ballot_is_lost_and_none_is_doubled(aftermath: Aftermath) -> None:
    assert aftermath.outcome.faults == []


def test_the_storm_was_heavy_enough(aftermath: Aftermath) -> None:
    """Killed often enough, with unanswered ballots each time, and everybody's vote went on."""
    outcome = aftermath.outcome
    assert outcome.kills > KILLS
    assert outcome.handed_in_again >= KILLS
    assert all(len(story) > 1 for story in outcome.stories.values())


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ("DELETE FROM ballot WHERE seat_id = (SELECT max(seat_id) FROM ballot)", "box holds None"),
        (
            "UPDATE ballot SET choice = CASE choice WHEN 'for' THEN 'against' ELSE 'for' END "
            "WHERE seat_id = (SELECT min(seat_id) FROM ballot)",
            "last acknowledged",
        ),
        ("DELETE FROM journal_line WHERE kind = 'voting.ballot_cast'", "written"),
        ("UPDATE journal_line SET actor = 'ai-do' WHERE kind = 'voting.motion_opened'", "chain"),
        ("DELETE FROM receipt WHERE rowid = (SELECT max(rowid) FROM receipt)", "no receipt"),
    ],
)
def test_the_check_detects_damage(aftermath: Aftermath, tmp_path: Path, damage: str, named: str) -> None:
    room = aftermath.room
    copy = damaged(Path(room.database), tmp_path, lambda db: db.execute(damage).rowcount)
    record = ledger.read_room(copy, room.meeting, room.motions[0])
    assert any(named in fault for fault in ledger.faults(aftermath.outcome.stories, record))


def test_an_undamaged_copy_has_no_faults(aftermath: Aftermath, tmp_path: Path) -> None:
    room = aftermath.room
    copy = damaged(Path(room.database), tmp_path, lambda db: 1)
    record = ledger.read_room(copy, room.meeting, room.motions[0])
    assert ledger.faults(aftermath.outcome.stories, record) == []


def test_a_server_that_acknowledges_before_it_commits_is_detected(tmp_path: Path) -> None:
    assert kill9.storm_bare(tmp_path, CLIENTS, 2, lossy=True).faults != []


def test_the_same_server_that_commits_first_has_no_faults(tmp_path: Path) -> None:
    assert kill9.storm_bare(tmp_path, CLIENTS, 2, lossy=False).faults == []


def test_the_command_line_continues_after_the_kills(aftermath: Aftermath) -> None:
    room = aftermath.room
    with room_server(aftermath.folder).running() as server:
        crowd = Crowd(LOOPBACK, server.port, room.meeting)
        tablet = Tablet(*room.seats[0])
        with contextlib.closing(crowd):
            crowd.open([tablet])
            assert crowd.run(lambda: tablet.ready, 30)
    record = ledger.read_room(Path(room.database), room.meeting, room.motions[0])
    assert record == aftermath.outcome.record
    assert tablet.seq >= len(record.course)


def damaged(database: Path, folder: Path, harm: Callable[[sqlite3.Connection], int]) -> Path:
    """A copy of a database and its log, damaged in one place or more."""
    for suffix in ("", "-wal"):
        if database.with_name(database.name + suffix).exists():
            shutil.copy(database.with_name(database.name + suffix), folder / f"copy.db{suffix}")
    with closing(sqlite3.connect(folder / "copy.db")) as db, db:
        assert harm(db) > 0
    return folder / "copy.db"
