"""The disk is full, or fails, at any write: people read why in their words, nothing is lost, and work goes on
afterwards."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from meeting.documents.receiving import Receiving
from meeting.kernel.refusals import Refused
from meeting.store import engine
from meeting.store.blobs import Blobs
from meeting.store.database import Database
from tests.cast import PIN
from tests.conftest import Builder
from tests.council import AGAINST, FOR, Council
from tests.crash.disk import Disk
from tests.crash.folders import watched
from tests.crash.shim import EIO_FSYNC, EIO_TRUNCATE, EIO_WRITE, FULL, Shim
from tests.pages.client import Browser

DOWN = "store.unavailable"
SENTENCE = "Máy chủ chưa ghi được dữ liệu (đĩa đầy hoặc lỗi đĩa). Chưa có gì thay đổi, hãy thử lại."


@pytest.fixture
def shim() -> Iterator[Shim]:
    """SQLite on a disk that can refuse."""
    with Shim(Disk()).between() as found:
        yield found


@pytest.fixture
def hall(shim: Shim, build: Builder) -> Council:
    """The meeting is running; its database is on the shim."""
    return build(sits=True)


class Counted:
    """Refuse the n-th call of a kind, and every later one."""

    def __init__(self, nth: int, code: Callable[[str], int]) -> None:
        self._left = nth
        self._code = code
        self.refused = 0

    def __call__(self, what: str, path: Path) -> int:
        code = self._code(what)
        self._left -= bool(code)
        if not code or self._left > 0:
            return 0
        self.refused += 1
        return code


FULL_DISK = {"write": FULL, "truncate": FULL}
BROKEN_DISK = {"write": EIO_WRITE, "truncate": EIO_TRUNCATE, "sync": EIO_FSYNC}
ONLY_SYNC = {"sync": EIO_FSYNC}


@pytest.mark.parametrize("codes", [FULL_DISK, BROKEN_DISK, ONLY_SYNC], ids=["full", "broken", "does not sync"])
def test_a_ballot_is_refused_or_stored_wherever_the_disk_fails(
    shim: Shim, hall: Council, codes: dict[str, int]
) -> None:
    """At the first write of its commit, at the second, … until it succeeds; each time it is handed in again."""
    motion, order = hall.opens_motion(), 0
    refusals = 0
    while True:
        order += 1
        key, choice = f"k{order}", (FOR, AGAINST)[order % 2]
        before, stood = hall.seq(), hall.box(motion)
        shim.fault = fault = Counted(order, lambda what: codes.get(what, 0))
        told = _told(hall, motion, choice, key)
        assert hall.sees("member", "motion"), "screens go on"
        shim.fault = lambda what, path: 0
        assert told in ("", DOWN)
        if not told and not fault.refused:
            break
        refusals += bool(told)
        if told:
            assert (hall.seq(), hall.box(motion)) == (before, stood), "nothing has changed"
        hall.casts("lan", motion, choice, key=key)
        assert hall.box(motion) == {choice: 1}
        assert hall.seq() == before + 1, "once"
    assert refusals > 0
    hall.retells()


def test_a_voter_reads_that_the_disk_is_full(shim: Shim, hall: Council) -> None:
    motion, browser = hall.opens_motion(), Browser(hall, "lan")
    ballot = {"meeting_id": hall.meeting, "motion_id": motion, "choice": FOR}
    shim.fault = Counted(1, lambda what: FULL_DISK.get(what, 0))
    answer = browser.submits("voting.cast_ballot", ballot)
    assert (answer.status_code, answer.get_json()["message"]) == (503, SENTENCE)
    assert browser.get("/m/1").status_code == 200, "pages go on"
    shim.fault = lambda what, path: 0
    assert browser.submits("voting.cast_ballot", ballot).status_code == 200
    assert hall.box(motion) == {FOR: 1}


def test_a_sign_in_is_never_half_done(shim: Shim, hall: Council) -> None:
    stranger = Browser(hall)
    shim.fault = Counted(1, lambda what: FULL_DISK.get(what, 0))
    assert SENTENCE in stranger.signs_in("lan", PIN).get_data(as_text=True)
    shim.fault = lambda what, path: 0
    assert stranger.signs_in("lan", PIN).status_code == 303


def test_a_long_writer_elsewhere_is_reported_in_words(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if not engine.is_sqlite(database.url):
        pytest.skip("about SQLite")
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    other = Database(database.url)

    def meanwhile(db: object) -> None:
        with pytest.raises(Refused, match="chưa ghi được"):
            other.gate.submit(lambda db: None)

    database.gate.submit(meanwhile)
    other.gate.submit(lambda db: None)
    other.close()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_paper_is_refused_wherever_the_disk_fails_and_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    blobs, order, refusals = Blobs(tmp_path / "blobs"), 0, 0
    with watched(Disk(), tmp_path / "blobs") as folder:
        while True:
            order += 1
            folder.fault = fault = Nth(order, number)
            content = b"%PDF-1.4 " + bytes([order])
            try:
                blobs.put(content)
            except Refused as refused:
                assert str(refused) == SENTENCE
                refusals += 1
            folder.fault = lambda what, path: None
            assert blobs.read(blobs.put(content)) == content
            if not fault.done:
                break
    assert refusals == order - 1 > 3
    assert not [path for path in (tmp_path / "blobs").rglob("tmp*") if path.is_file()]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_an_upload_that_fills_the_disk_is_refused_and_continues_when_there_is_room(tmp_path: Path, number: int) -> None:
    """Wherever in it the disk fails: what came before is kept, and the slice is sent again."""
    whole = b"%PDF-1.4 " + b"x" * 3000
    pieces = [whole[at : at + 1000] for at in range(0, len(whole), 1000)]
    order, refusals = 0, 0
    with watched(Disk(), tmp_path / "uploads") as folder:
        while True:
            order += 1
            coming = Receiving(tmp_path, 1, f"k{order}", "to-trinh.pdf")
            folder.fault = fault = Nth(order, number)
            for place, piece in enumerate(pieces):
                try:
                    coming.put(place * 1000, piece, len(whole))
                except Refused as refused:
                    assert str(refused) == SENTENCE
                    refusals += 1
                    folder.fault = lambda what, path: None
                    assert coming.put(place * 1000, piece, len(whole)) == place * 1000 + len(piece)
            coming.check_whole(len(whole))
            assert coming.path.read_bytes() == whole
            if not fault.done:
                break
    assert refusals == order - 1 > 2


class Nth:
    """Refuse the n-th call."""

    def __init__(self, nth: int, number: int) -> None:
        self._left, self._number = nth, number
        self.done = False

    def __call__(self, what: str, path: Path) -> None:
        self._left -= 1
        if self._left == 0:
            self.done = True
            raise OSError(self._number, os.strerror(self._number))


def _told(hall: Council, motion: int, choice: str, key: str) -> str:
    """The code of the refusal; empty when it was accepted."""
    try:
        with hall.unwatched():
            hall.casts("lan", motion, choice, key=key)
    except Refused as refused:
        return refused.code
    return ""
