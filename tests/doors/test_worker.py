"""The worker: does what was ordered, tries again, says when it cannot, and loses nothing when it dies."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from meeting.agenda.publishing import PublishMeeting
from meeting.agenda.tables import Meeting
from meeting.cli.running import WorkerKeeper
from meeting.documents.commands import AddDocument
from meeting.documents.tables import find_document
from meeting.minutes.tables import latest_minutes
from meeting.proof.verify import verify
from meeting.signing.certificates import fingerprint, spoken
from meeting.signing.keyring import Keyring
from meeting.work import jobs
from meeting.work.jobs import ATTEMPTS, LEASE
from meeting.work.tables import Job
from meeting.work.workshop import Workshop
from meeting.worker import create_workshop
from tests.cast import PDF
from tests.council import Council
from tests.planned import Draft


@pytest.fixture
def workshop(council: Council) -> Iterator[Workshop]:
    """The worker's process has separate connections; the jobs that were requested before the test are done."""
    made = create_workshop(council.house.site.settings, clock=council.clock)
    while made.work_once():
        pass
    yield made
    made.database.close()


def adds(council: Council, content: bytes, filename: str = "to-trinh.pdf") -> int:
    blob = council.house.site.blobs.put(content)
    command = AddDocument(
        meeting_id=council.meeting,
        item_id=None,
        title="Tờ trình",
        filename=filename,
        media_type="application/pdf",
        sha256=blob,
        size=len(content),
    )
    return council.submits("ha", command).made["document_id"]


def states(council: Council) -> list[str]:
    with council.database.read() as db:
        return [job.state for job in db.scalars(select(Job).order_by(Job.id))]


def test_a_pdf_becomes_readable_with_its_pages_counted(council: Council, workshop: Workshop) -> None:
    number = adds(council, PDF)
    assert workshop.work_once()
    with council.database.read() as db:
        document = find_document(db, council.meeting, number)
    assert (document.state, document.pages) == ("ready", 1)
    assert not workshop.work_once(), "nothing left to do"


def test_a_meeting_is_published_during_the_conversion_of_a_paper(council: Council, workshop: Workshop) -> None:
    council.watching = False
    draft = Draft(council)
    draft.invites("an", "chair", votes=True)
    draft.invites("ha", "clerk")
    draft.adds("Khai mạc")
    adds(council, PDF)
    council.submits("ha", PublishMeeting(meeting_id=draft.meeting))
    assert "Đang chuyển sang PDF" in council.sees("chair", "agenda")
    while workshop.work_once():
        pass
    assert "Đang chuyển sang PDF" not in council.sees("chair", "agenda")
    assert "/papers/" in council.sees("chair", "agenda")


def test_an_unreadable_paper_is_offered_as_it_came_with_the_reason(council: Council, workshop: Workshop) -> None:
    number = adds(council, b"%PDF-1.4 broken")
    assert workshop.work_once()
    with council.database.read() as db:
        document = find_document(db, council.meeting, number)
    assert (document.state, document.problem) == ("download", "không đọc được tệp PDF này")


def test_a_job_is_requested_only_by_a_commit(council: Council, workshop: Workshop) -> None:
    before = states(council)
    command = AddDocument(
        meeting_id=council.meeting, item_id=None, title="", filename="a.pdf", media_type="x", sha256="a" * 64, size=1
    )
    assert council.refuses("ha", command) == "documents.no_title"
    assert states(council) == before


def test_the_end_of_a_meeting_draws_its_minutes(council: Council, workshop: Workshop) -> None:
    council.sits()
    council.ends()
    while workshop.work_once():
        pass
    with council.database.read() as db:
        minutes = latest_minutes(db, council.meeting)
    assert minutes is not None
    assert council.house.site.blobs.read(minutes.sha256).startswith(b"%PDF")
    assert "Biên bản" in council.sees("clerk", "minutes")


def test_a_failing_job_is_retried_then_given_up_and_reported(council: Council, workshop: Workshop) -> None:
    number = adds(council, PDF)
    blob = council.house.site.blobs
    with council.database.read() as db:
        place = blob.path(find_document(db, council.meeting, number).sha256)
    place.unlink()
    for _ in range(ATTEMPTS):
        assert states(council)[-1] == "waiting"
        assert workshop.work_once()
    assert states(council)[-1] == "failed"
    assert not workshop.work_once()
    with council.database.read() as db:
        document = find_document(db, council.meeting, number)
    assert (document.state, document.problem) == ("download", "Không tìm thấy nội dung được yêu cầu.")


def test_the_supervisor_of_the_worker_continues_after_a_failed_check(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise no worker would come until the server is restarted."""
    keeper = WorkerKeeper(workshop.settings, workshop.database, workshop.clock)
    checked: list[int] = []

    def fails(*_: object) -> None:
        checked.append(1)
        if len(checked) == 2:
            keeper.stop()
        raise OSError("No space left on device")

    monkeypatch.setattr("meeting.work.routines.request_due", fails)
    monkeypatch.setattr("meeting.work.routines.EVERY_SECONDS", -1.0)
    monkeypatch.setattr("meeting.cli.running.PAUSE_SECONDS", 0)
    keeper.keep()
    assert len(checked) == 2


def test_jobs_of_a_dead_worker_are_done_by_the_next(council: Council, workshop: Workshop) -> None:
    number = adds(council, PDF)
    taken = workshop.database.gate.submit(lambda db: jobs.lease(db, council.clock()))
    assert taken is not None
    assert not workshop.work_once(), "it may still be at work"
    council.clock.advance(seconds=LEASE.total_seconds() + 1)
    assert workshop.work_once()
    with council.database.read() as db:
        assert find_document(db, council.meeting, number).state == "ready"


TAKES_A_JOB_AND_DIES = """
import os, pathlib, signal, sys
from datetime import timedelta
from meeting.worker import create_workshop
from meeting.config import Settings
from meeting.work import jobs
made = create_workshop(Settings(data=pathlib.Path(sys.argv[1]), database_url=sys.argv[2]))
assert made.database.gate.submit(lambda db: jobs.lease(db, made.clock() + timedelta(days=9999))) is not None
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_jobs_of_a_killed_worker_are_done_at_once(council: Council, workshop: Workshop) -> None:
    number = adds(council, PDF)
    settings = council.house.site.settings
    script = [sys.executable, "-c", TAKES_A_JOB_AND_DIES, str(settings.data), settings.database]
    assert subprocess.run(script, check=False).returncode == -signal.SIGKILL
    assert states(council)[-1] == "running"
    stop = threading.Event()
    following = threading.Thread(target=workshop.work_until, args=(stop,))
    following.start()
    until = time.monotonic() + 30
    while states(council)[-1] != "done" and time.monotonic() < until:
        time.sleep(0.02)
    stop.set()
    following.join()
    with council.database.read() as db:
        assert find_document(db, council.meeting, number).state == "ready", "no time has passed"


def test_an_idle_worker_ends_after_a_while(council: Council, workshop: Workshop) -> None:
    """It takes as much memory as the room; the server starts another one when there is work."""
    adds(council, PDF)
    adds(council, PDF)
    workshop.work_until(threading.Event(), idle_seconds=0.1)
    assert states(council)[-2:] == ["done", "done"]
    with council.database.read() as db:
        assert not jobs.are_wanted(db)


def test_a_busy_worker_keeps_its_jobs_when_another_begins(council: Council, workshop: Workshop) -> None:
    adds(council, PDF)
    assert workshop.database.gate.submit(lambda db: jobs.lease(db, council.clock())) is not None
    workshop.database.gate.submit(jobs.release_dead)
    assert not workshop.work_once()


def test_a_job_that_kills_the_worker_each_time_is_given_up_and_reported(council: Council, workshop: Workshop) -> None:
    number = adds(council, PDF)
    for _ in range(ATTEMPTS):
        assert workshop.database.gate.submit(lambda db: jobs.lease(db, council.clock())) is not None
        council.clock.advance(seconds=LEASE.total_seconds() + 1)
    assert workshop.work_once()
    assert states(council)[-1] == "failed"
    assert not workshop.work_once()
    with council.database.read() as db:
        document = find_document(db, council.meeting, number)
    assert (document.state, document.problem) == ("download", "việc xử lý bị dừng giữa chừng nhiều lần")


def test_the_worker_and_the_server_write_one_journal_without_holes(council: Council, workshop: Workshop) -> None:
    for _ in range(5):
        adds(council, PDF)
        council.clock.advance(seconds=1)
        workshop.work_once()
    assert [entry.seq for entry in council.journal()] == list(range(1, council.seq() + 1))
    with workshop.database.read() as db:
        assert db.get(Meeting, council.meeting) is not None


def test_the_minutes_print_the_fingerprint_of_the_authority(council: Council, workshop: Workshop) -> None:
    keyring = Keyring(workshop.settings.data / "keys", b"")
    keyring.make_authority("Văn phòng", "ba ba ba ba ba ba", now=council.clock())
    authority = keyring.authority()
    assert authority is not None
    with council.unwatched():
        council.starts()
        council.ends()
    while workshop.work_once():
        pass
    with council.database.read() as db:
        minutes = latest_minutes(db, council.meeting)
    assert minutes is not None
    drawn = workshop.blobs.read(minutes.sha256)
    said = [finding for finding in verify(drawn, keyring.trusted()).findings if finding.name == "authority"]
    assert [finding.outcome for finding in said] == ["ok"]
    assert spoken(fingerprint(authority)) in said[0].sentence
