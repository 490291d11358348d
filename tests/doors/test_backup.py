"""Backups that the server makes, copies and tries without being asked, and what it says when one of them is wrong."""

import itertools
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from meeting.backup import archive, contents
from meeting.backup.commands import RequestBackup, RequestTrial
from meeting.backup.key import BackupKey
from meeting.backup.making import SCRATCH, alone, folder_of, newest, write_backup
from meeting.backup.tables import Run, RunKind, runs
from meeting.backup.trial import try_out
from meeting.cli.running import WorkerKeeper
from meeting.journal import book as journal
from meeting.kernel.refusals import Refused
from meeting.work import routines
from meeting.work.routines import request_due
from meeting.work.tables import Job
from meeting.work.workshop import Workshop
from meeting.worker import create_workshop
from tests.conftest import Builder
from tests.council import Council

WORDS = "banh chung nem ran pho ga"


@pytest.fixture
def office(build: Builder) -> Council:
    """An office with a planned meeting of nine, and a key for backups."""
    council = build(backup_keep=2)
    BackupKey(council.house.site.settings.data).make(WORDS)
    return council


@pytest.fixture
def workshop(office: Council) -> Iterator[Workshop]:
    """The worker; the jobs that were requested before the test are done."""
    made = create_workshop(office.house.site.settings, clock=office.clock)
    while made.work_once():
        pass
    yield made
    made.database.close()


@pytest.fixture
def stick(office: Council) -> Iterator[Path]:
    """A folder on another disk than the data."""
    data = office.house.site.settings.data.stat().st_dev
    others = [each for each in (Path("/dev/shm"), Path("/tmp")) if each.is_dir() and each.stat().st_dev != data]
    if not others:
        pytest.skip("one file system only")
    folder = Path(tempfile.mkdtemp(dir=others[0], prefix="meeting-stick-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def works(workshop: Workshop) -> Run:
    """The worker does what waits; return how the last backup or trial ended."""
    while workshop.work_once():
        pass
    with workshop.database.read() as db:
        return runs(db, 1)[0]


def backs_up(office: Council, workshop: Workshop) -> Run:
    office.submits("admin", RequestBackup())
    return works(workshop)


def tries(office: Council, workshop: Workshop) -> Run:
    office.submits("admin", RequestTrial())
    return works(workshop)


def test_an_administrator_requests_a_backup_and_a_trial_of_it(office: Council, workshop: Workshop) -> None:
    made = backs_up(office, workshop)
    assert (made.kind, made.problem) == (RunKind.BACKUP, "")
    assert made.found["size"] == Path(made.file).stat().st_size
    tried = tries(office, workshop)
    assert (tried.kind, tried.problem, tried.file) == (RunKind.TRIAL, "", made.file)
    assert (tried.found["meetings"], tried.found["journals"]) == (1, 2)
    with office.database.read() as db:
        kinds = [event.kind for _, event in journal.since(db, journal.OFFICE, 0)]
    assert kinds[-2:] == ["backup.backup_ended", "backup.trial_ended"]
    left = [path.name for path in workshop.settings.data.iterdir() if path.name.startswith(SCRATCH)]
    assert left == [], "nothing unpacked stays"


def test_nothing_is_tried_before_there_is_a_backup(office: Council) -> None:
    assert office.refuses("admin", RequestTrial()) == "backup.nothing_to_try"


def test_only_one_backup_runs_at_a_time(office: Council, workshop: Workshop) -> None:
    office.submits("admin", RequestBackup())
    assert office.refuses("admin", RequestBackup()) == "backup.under_way"
    with alone(workshop.settings.data):  # another server's worker is at it
        assert "Đang sao lưu" in works(workshop).problem


def test_the_newest_backups_are_kept(office: Council, workshop: Workshop) -> None:
    files = []
    for _ in range(3):
        files.append(Path(backs_up(office, workshop).file))
        office.clock.advance(hours=1)
    assert [file.exists() for file in files] == [False, True, True]
    assert newest(workshop.settings) == files[-1]


def changed(office: Council, workshop: Workshop) -> None:
    file = newest(workshop.settings)
    assert file is not None
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def gone(office: Council, workshop: Workshop) -> None:
    file = newest(workshop.settings)
    assert file is not None
    file.unlink()


def history_rewritten(office: Council, workshop: Workshop) -> None:
    """Somebody has given the journal another past; the backup still has the true one."""
    statement = text("UPDATE journal_line SET hash = :h WHERE book = 'meeting-1' AND seq = :seq")
    seq = office.seq()
    office.database.gate.submit(lambda db: db.execute(statement, {"h": "f" * 64, "seq": seq}))


@pytest.mark.parametrize(
    ("happens", "told"),
    [(changed, "bị hỏng"), (gone, "Chưa có bản sao lưu nào"), (history_rewritten, "khác với nhật ký đang dùng")],
)
def test_an_unusable_backup_is_reported_before_it_is_needed(
    office: Council, workshop: Workshop, happens: object, told: str
) -> None:
    backs_up(office, workshop)
    happens(office, workshop)  # type: ignore[operator]
    tried = tries(office, workshop)
    assert told in tried.problem


def test_a_trial_that_finds_another_journal_fails_with_its_code(office: Council, workshop: Workshop) -> None:
    file = Path(backs_up(office, workshop).file)
    history_rewritten(office, workshop)
    with pytest.raises(Refused) as refused:
        try_out(workshop.settings, workshop.database, file)
    assert refused.value.code == "backup.not_whole"


def test_an_unwritable_disk_is_reported_and_leaves_nothing_half_made(office: Council, workshop: Workshop) -> None:
    folder = folder_of(workshop.settings)
    folder.write_text("a file where the folder should be")
    assert backs_up(office, workshop).problem == "nơi lưu không phải thư mục"
    assert list(workshop.settings.data.glob("*.new")) == []


def test_each_backup_is_copied_to_other_disks_and_an_absent_one_is_reported(
    build: Builder, office: Council, stick: Path
) -> None:
    here = office.house.site.settings.data
    council = build(backup_copies=f"{stick}, {here}, /nowhere/at/all", backup_keep=1)
    settings = council.house.site.settings
    BackupKey(settings.data).make(WORDS)
    workshop = create_workshop(settings, clock=council.clock)
    first = backs_up(council, workshop)
    places = [(place["folder"], bool(place["problem"])) for place in first.found["places"]]
    assert places == [(str(stick), False), (str(here), True), ("/nowhere/at/all", True)]
    assert [path.read_bytes() for path in stick.iterdir()] == [Path(first.file).read_bytes()]
    council.clock.advance(hours=1)
    second = backs_up(council, workshop)
    workshop.database.close()
    assert os.listdir(stick) == [Path(second.file).name]  # noqa: PTH208 - names alone


def test_backups_and_trials_are_requested_when_due(office: Council, workshop: Workshop) -> None:
    def kinds_ordered() -> list[str]:
        request_due(workshop.database, workshop.settings, office.clock())
        request_due(workshop.database, workshop.settings, office.clock())  # twice, as two servers would
        with workshop.database.read() as db:
            ordered = select(Job.kind).where(Job.state == "waiting", Job.kind.startswith("backup."))
            return list(db.scalars(ordered))

    assert kinds_ordered() == ["backup.make"]
    works(workshop)
    assert kinds_ordered() == ["backup.try"]
    works(workshop)
    assert kinds_ordered() == []
    office.clock.advance(hours=24)
    assert kinds_ordered() == ["backup.make"]
    works(workshop)
    office.clock.advance(days=29)
    assert sorted(kinds_ordered()) == ["backup.make", "backup.try"]


def test_a_server_makes_its_backup_without_a_request(
    office: Council, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its keeper asks what is due, requests it, and starts the worker that makes it."""
    monkeypatch.setattr(routines, "EVERY_SECONDS", 0.0)
    keeper = WorkerKeeper(workshop.settings, office.database, office.clock)
    keeping = threading.Thread(target=keeper.keep)
    keeping.start()
    until = time.monotonic() + 60
    while newest(workshop.settings) is None and time.monotonic() < until:
        time.sleep(0.05)
    keeper.stop()
    keeping.join()
    assert keeper._process is not None
    keeper._process.wait(60)  # on a busy machine it takes longer than the moment that a keeper waits
    assert newest(workshop.settings) is not None


def test_a_backup_made_in_a_vote_holds_every_ballot_acknowledged_before_it_began(
    build: Builder, tmp_path: Path
) -> None:
    council = build(sits=True)
    settings = council.house.site.settings
    BackupKey(settings.data).make(WORDS)
    council.watching = False
    motion = council.prepares("Thông qua dự toán")
    council.opens(motion)
    storm = Storm(council, motion)
    for n in range(4):
        storm.goes_on()
        file, inside = tmp_path / f"{n}.backup", tmp_path / f"inside-{n}"
        acknowledged = storm.acknowledged
        with alone(settings.data):
            write_backup(settings, council.database, file)
        inside.mkdir()
        archive.unpack(file, inside, lambda sealed: sealed.opened_by(WORDS))
        seq, _ = contents.check(inside).heads[journal.book_of(council.meeting)]
        assert seq >= acknowledged
    storm.ends()


class Storm:
    """Members who change their ballots as fast as they can, on a separate thread."""

    def __init__(self, council: Council, motion: int) -> None:
        self.council, self.motion = council, motion
        self.acknowledged = 0
        self._over = False
        self._thread = threading.Thread(target=self._rage)
        self._thread.start()

    def goes_on(self) -> None:
        """Wait until some more have been acknowledged."""
        wanted, until = self.acknowledged + 5, time.monotonic() + 30
        while self.acknowledged < wanted:
            assert time.monotonic() < until
            time.sleep(0.005)

    def ends(self) -> None:
        self._over = True
        self._thread.join()

    def _rage(self) -> None:
        for who, choice in itertools.cycle(itertools.product(self.council.members, ("for", "against"))):
            if self._over:
                return
            self.acknowledged = self.council.casts(who, self.motion, choice).upto
