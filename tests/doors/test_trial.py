"""A trial of a backup verifies its signed minutes, in the jail: somebody may have put others in their place."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from meeting.backup import trial
from meeting.backup.commands import RequestBackup, RequestTrial
from meeting.backup.tables import Run, runs
from meeting.kernel import clock as clocks
from meeting.work import jail
from meeting.work.jail import Bounds
from tests.council import Clock
from tests.doors.attached import LITTLE, paper
from tests.doors.played import Played
from tests.server import ROOT

pytestmark = pytest.mark.usefixtures("real_jail")

SAMPLE = ROOT / "agendas" / "board-sample"


@pytest.fixture(scope="module")
def played(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The sample meeting, held, and its minutes signed by the secretary and by the chair."""
    clock = Clock()
    clock.moment = clocks.now()
    found = Played(founded, tmp_path_factory.mktemp("tried") / "data", SAMPLE, clock)
    found.runs()
    found.works()
    assert [found.signs(found.one(role).account) for role in ("clerk", "chair")] == [303, 303]
    yield found
    found.close()


@pytest.fixture(scope="module")
def signed(played: Played) -> bytes:
    """The minutes as they were signed."""
    return played.minutes()


def tried(played: Played, minutes: bytes) -> Run:
    """Return how a trial ends after an attacker replaced the minutes, both the file and its row in the database."""
    name = played.house.site.blobs.put(minutes)
    played.database.gate.submit(lambda db: db.execute(text("UPDATE minutes_file SET sha256 = :name"), {"name": name}))
    admin = next(account for account, person in played.people.items() if not person.seated)
    for command in (RequestBackup(), RequestTrial()):
        played.submits(admin, command)
        played.works()
    with played.database.read() as db:
        return runs(db, 1)[0]


def short(minutes: bytes) -> str:
    return hashlib.sha256(minutes).hexdigest()[:12]


def test_valid_minutes_are_counted(played: Played, signed: bytes) -> None:
    run = tried(played, signed)
    assert (run.problem, run.found["minutes"]) == ("", 1)


def test_changed_minutes_are_named(played: Played, signed: bytes) -> None:
    changed = signed + b"% more\n"
    assert f"biên bản {short(changed)}… không còn nguyên vẹn" in tried(played, changed).problem


def test_hostile_minutes_end_only_their_own_reading(
    played: Played, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "BOUNDS", Bounds(seconds=60, memory=LITTLE))
    bomb = paper(b"{}", unpacked=450 << 20)
    assert f"biên bản {short(bomb)}… không đọc được" in tried(played, bomb).problem
    assert tried(played, signed).problem == "", "so much memory will do for true ones"


def test_without_a_jail_no_minutes_are_read_and_it_says_what_to_do(
    played: Played, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jail, "jail_works", lambda: False)
    assert "meeting doctor" in tried(played, signed + b"% nobody has read this\n").problem
