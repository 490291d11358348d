"""Scanned papers, read by the real program: which page is found, what is said of them, and who has to wait."""

import functools
import io
import os
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import event
from sqlalchemy.orm import Session

from meeting.agenda.commands import AddSeat
from meeting.documents.arranging import ChooseReaders, RemoveDocument, ReplaceDocument
from meeting.documents.commands import AddDocument
from meeting.documents.on_paper import ClearSuspicion, ConfirmSecret, SuspectSecret
from meeting.documents.readers import Readers
from meeting.documents.tables import Document
from meeting.minutes.tables import latest_minutes
from meeting.search.index import Content
from meeting.search.indexes import index_of
from meeting.search.jobs import read_scans, skip_page
from meeting.search.reading import uncleared
from meeting.search.routines import scans_wait
from meeting.search.scan_apart import read
from meeting.search.scans import AskedScan, Scan, Scanned, ScanState, scan_of
from meeting.work import jobs
from meeting.work.jail import Bounds, JailFailed, OutOfTime
from meeting.work.routines import request_due
from meeting.work.workshop import Workshop
from tests.cast import SECOND_MEETING
from tests.council import Council
from tests.pages.client import Browser
from tests.search.conftest import Indexes, asks, bring_up, found, needs_tesseract, pdf_of
from tests.seen import file_seen
from tests.workshops import works

SECRET = "UBND XÃ MINH TÂN\n\nTUYỆT MẬT\n\nPhương án bảo vệ mục tiêu số bảy"
LAW = "Điều 35. Trách nhiệm thi hành\nỦy ban nhân dân xã tổ chức thực hiện nghị quyết này."


def scan_with(*pages: str) -> bytes:
    """What a scanner makes of these pages: pictures without any letters."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    with pypdfium2.PdfDocument(pdf_of(*pages)) as printed:
        for page in printed:
            canvas.drawImage(ImageReader(page.render(scale=200 / 72, grayscale=True).to_pil()), 0, 0, 595, 842)
            canvas.showPage()
    canvas.save()
    return target.getvalue()


def hands_in(council: Council, title: str, content: bytes, meeting: int | None = None) -> int:
    """A paper of the meeting, or of another one; its number."""
    kept = council.house.site.blobs.put(content)
    said = {"filename": "quet.pdf", "media_type": "application/pdf", "sha256": kept, "size": len(content)}
    with council.unwatched():
        command = AddDocument(meeting_id=meeting or council.meeting, item_id=None, title=title, **said)
        return council.submits("system", command).made["document_id"]  # everybody is informed of it


def told(council: Council, title: str, who: str = "ha") -> str:
    """What the list of papers says of a scanned paper to the secretary, or to somebody else."""
    page = council.browser(who).get(f"/meetings/{council.meeting}/papers").text
    row = page.partition(title)[2].partition("</li>")[0]
    return " ".join(row.partition('data-testid="scan">')[2].partition("</span>")[0].split())


def waits(workshop: Workshop) -> bool:
    """Whether the reading of scans is due."""
    with workshop.database.read() as db:
        return scans_wait(db, workshop.settings, workshop.clock())


@pytest.fixture
def indexes(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Indexes:
    """Bring the index up to date. Scans are read later, as when the worker is at another one."""

    def bring() -> None:
        with monkeypatch.context() as busy:
            busy.setattr("meeting.work.jobs.is_open", lambda *_: True)
            bring_up(workshop)

    return bring


@needs_tesseract
def test_a_scanned_page_is_found_by_its_words_and_the_paper_is_unchanged(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    content = scan_with("", "Tờ trình", LAW)
    paper = hands_in(council, "Nghị quyết có dấu", content)
    indexes()
    assert is_being_checked(council, "Nghị quyết có dấu")
    assert found(asks(council, "lan", "trach nhiem thi hanh")) == []
    assert waits(workshop)
    workshop.database.gate.submit(lambda db: jobs.enqueue(db, "search.read_scans", workshop.clock()))
    assert workshop.work_once()
    works(workshop)
    assert told(council, "Nghị quyết có dấu") == "bản quét: đã đọc được chữ (máy đọc, có thể sai)"
    page = asks(council, "lan", "dieu 35")
    assert "<mark>Điều</mark> <mark>35</mark>" in page
    assert f"/m/{council.meeting}/papers/{paper}#page=3" in page
    assert not waits(workshop)
    shown = council.browser("lan").get(f"/m/{council.meeting}/papers/{paper}/file.pdf")
    assert shown.data == content


@needs_tesseract
def test_other_jobs_run_between_the_pages_of_a_long_scan(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    hands_in(council, "Dài", scan_with("", ""))
    indexes()
    workshop.database.gate.submit(lambda db: jobs.enqueue(db, "search.read_scans", workshop.clock()))
    workshop.work_once()
    late = hands_in(council, "Đến sau", pdf_of("Báo cáo"))
    for _ in range(4):  # the cast's own paper is a scan as well: it is read before or after this one
        workshop.work_once()
        if told(council, "Dài"):
            break
    assert told(council, "Dài") == "đang đọc chữ trong bản quét… 1/2 trang"
    workshop.work_once()
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{late}/file.pdf").status_code == 200
    works(workshop)
    assert told(council, "Dài") == "bản quét: không tìm được chữ"


@pytest.fixture
def without_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where no Tesseract is."""
    for place in ("meeting.documents.jobs", "meeting.search.routines", "meeting.office.papers"):
        monkeypatch.setattr(f"{place}.can_read_scans", lambda: False)


def scanner_line(*pages: str) -> bytes:
    """Scanned pages on which a scanner has written its own name in letters."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    with pypdfium2.PdfDocument(scan_with(*pages)) as scanned:
        for page in scanned:
            canvas.drawImage(ImageReader(page.render(scale=100 / 72).to_pil()), 0, 0, 595, 842)
            canvas.drawString(200, 20, "Scanned with CamScanner")
            canvas.showPage()
    canvas.save()
    return target.getvalue()


def cover(first: str, *pages: str) -> bytes:
    """A scanned page before pages that a program has written."""
    target, bound = io.BytesIO(), pypdfium2.PdfDocument.new()
    for part in (scan_with(first), pdf_of(*pages)):
        bound.import_pages(pypdfium2.PdfDocument(part))
    bound.save(target)
    return target.getvalue()


@pytest.mark.usefixtures("without_the_program")
def test_without_the_program_a_scan_is_hidden_until_a_person_has_looked_and_the_page_names_the_program(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    paper = hands_in(council, "Bản chụp", scan_with(LAW))
    printed = hands_in(council, "Bản in", pdf_of(LAW))
    indexes()
    assert not waits(workshop)
    file, office = f"/m/{council.meeting}/papers/{paper}/file.pdf", f"/meetings/{council.meeting}/papers"
    statuses = {who: council.browser(who).get(file).status_code for who in ("lan", "an", "ha")}
    assert statuses == {"lan": 404, "an": 404, "ha": 200}
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{printed}/file.pdf").status_code == 200
    assert "Bản chụp" not in council.sees("member", "agenda")
    page = " ".join(council.browser("ha").get(office).text.split())
    assert "chưa kiểm tra được 1 tệp có dấu độ mật không" in page and "cần người xem: Bản chụp" in page
    assert "Tạm ẩn: chưa kiểm tra được, cần người xem" in page and "Máy đọc thấy" not in page
    ha = Browser(council, "ha")
    assert "1 tài liệu đang tạm ẩn, chờ xem có dấu độ mật không" in ha.get(f"/meetings/{council.meeting}").text
    assert ha.send(f"{office}/{paper}/secret", secret="no").status_code == 303
    assert council.browser("lan").get(file).status_code == 200
    assert "nhờ người giữ máy chủ" in told(council, "Bản chụp") and "tesseract" not in told(council, "Bản chụp")
    assert "tesseract-ocr tesseract-ocr-vie" in told(council, "Bản chụp", "admin")
    assert found(asks(council, "lan", "ban chup"))
    council.retells()


@pytest.mark.parametrize("made", [cover, scanner_line], ids=["before printed pages", "with a scanner's own line"])
def test_a_first_page_that_cannot_be_read_optically_hides_its_paper_even_with_the_program(
    council: Council, indexes: Indexes, made: Callable[[str, str], bytes]
) -> None:
    paper = hands_in(council, "Tờ bìa quét", made(SECRET, LAW))
    indexes()
    file = f"/m/{council.meeting}/papers/{paper}/file.pdf"
    assert council.browser("lan").get(file).status_code == 404
    council.submits("ha", ConfirmSecret(meeting_id=council.meeting, document_id=paper))
    assert "Phát giấy tại phòng" in council.browser("lan").get(f"/m/{council.meeting}/tablet").text
    council.retells()


@needs_tesseract
def test_first_pages_are_read_before_the_rest_of_a_long_scan(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def notes(_: Path, page: int, **__: object) -> Scanned:
        looked.append(page)
        return Scanned("Tờ trình")

    monkeypatch.setattr("meeting.search.jobs.read_scan", notes)
    for title in ("Dài", "Khác", "Nữa"):
        hands_in(council, title, scan_with(title, "", ""))
    indexes()
    reads(workshop)
    assert looked.count(1) >= 3 and looked == sorted(looked, key=lambda page: page > 1)


def test_a_paper_with_text_is_not_read_as_a_scan() -> None:
    assert scan_of(Content(3, 2), can_read=True) is None
    assert scan_of(Content(0, -1), can_read=True) is None
    assert scan_of(Content(3, 0), can_read=True) == Scan(ScanState.READING, 0, 3)
    assert scan_of(Content(3, 1, 3), can_read=False) == Scan(ScanState.READ, 3, 3)


def reads(workshop: Workshop) -> None:
    """The worker reads every scan that waits."""
    workshop.database.gate.submit(lambda db: jobs.enqueue(db, "search.read_scans", workshop.clock()))
    works(workshop)


@needs_tesseract
def test_a_mark_found_only_by_optical_reading_hides_the_paper_until_the_secretary_has_decided(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    paper = hands_in(council, "Phương án", scan_with(SECRET, LAW))
    indexes()
    file, office = f"/m/{council.meeting}/papers/{paper}/file.pdf", f"/meetings/{council.meeting}/papers"
    for _ in ("before it is read", "afterwards"):
        statuses = {who: council.browser(who).get(file).status_code for who in ("lan", "an", "ha")}
        assert statuses == {"lan": 404, "an": 404, "ha": 200}, "neither members nor the chair; the secretary alone"
        assert "Phương án" not in council.sees("member", "agenda")
        reads(workshop)
    assert "Phương án" not in council.sees("member", "agenda")
    ha = council.browser("ha")
    assert "đang tạm ẩn, chờ thư ký quyết định: Phương án" in " ".join(ha.get(office).text.split())
    for words in ("phuong an", "muc tieu so bay", "trach nhiem thi hanh"):
        assert not [each for each in found(asks(council, "an", words)) if "Phương án" in each]
    assert not waits(workshop), "it is not read on meanwhile"
    said = {"filename": "a.pdf", "media_type": "application/pdf", "sha256": "ab", "size": 1}
    other = ReplaceDocument(meeting_id=council.meeting, document_id=paper, seen="", **said)
    assert council.refuses("ha", other) == "documents.undecided"
    ha = Browser(council, "ha")
    assert ha.send(f"{office}/{paper}/secret", secret="no").status_code == 303
    assert council.browser("lan").get(file).status_code == 200
    reads(workshop)
    assert council.browser("lan").get(file).status_code == 200, "it is not suspected again"
    assert found(asks(council, "lan", "trach nhiem thi hanh"))
    council.retells()


@needs_tesseract
def test_a_secret_scan_is_deleted_when_the_secretary_says_so(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    content = scan_with(SECRET)
    paper = hands_in(council, "Phương án", content)
    indexes()
    reads(workshop)
    ha = Browser(council, "ha")
    assert ha.send(f"/meetings/{council.meeting}/papers/{paper}/secret", secret="yes").status_code == 303
    works(workshop)
    blobs = [path for path in (council.house.site.settings.data / "blobs").rglob("*") if path.is_file()]
    assert content not in {path.read_bytes() for path in blobs}
    assert "Phát giấy tại phòng" in council.browser("lan").get(f"/m/{council.meeting}/tablet").text
    assert "tạm ẩn" not in ha.get(f"/meetings/{council.meeting}/papers").text
    indexes()
    assert found(asks(council, "ha", "muc tieu so bay")) == []
    council.retells()


def is_being_checked(council: Council, title: str) -> bool:
    """Whether the secretary's list says that the machine is about to read a paper's first page."""
    return "Tạm ẩn: máy đang kiểm tra trang đầu" in row_of(council, title)


def is_hidden(council: Council, title: str) -> bool:
    """Whether the secretary's list says that a paper waits for somebody to look at it."""
    return "Tạm ẩn: chưa kiểm tra được, cần người xem" in row_of(council, title)


def row_of(council: Council, title: str) -> str:
    """A paper's line in the secretary's list."""
    page = council.browser("ha").get(f"/meetings/{council.meeting}/papers").text
    return page.partition(f"<b>{title}")[2].partition("</li>")[0]


@needs_tesseract
def test_a_scan_is_hidden_until_its_first_page_was_read_and_nobody_must_decide(
    council: Council, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: Scanned("Tờ trình"))
    paper = hands_in(council, "Bản quét", scan_with(LAW, LAW))
    file = f"/m/{council.meeting}/papers/{paper}/file.pdf"
    while not is_being_checked(council, "Bản quét"):
        assert workshop.work_once()
    assert {who: council.browser(who).get(file).status_code for who in ("lan", "an", "ha")} == {
        "lan": 404,
        "an": 404,
        "ha": 200,
    }
    ha = council.browser("ha").get(f"/meetings/{council.meeting}/papers").text
    assert "cần người xem" not in ha, "there is nothing to do"
    works(workshop)
    assert council.browser("lan").get(file).status_code == 200
    assert "Bản quét" in council.sees("member", "agenda")
    again = hands_in(council, "Cùng tệp ấy", scan_with(LAW, LAW))
    works(workshop)
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{again}/file.pdf").status_code == 200
    council.retells()


@needs_tesseract
def test_a_scan_under_reading_is_replaced_and_removed_without_a_decision(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: Scanned("Tờ trình"))
    old, new = scan_with(LAW), pdf_of(LAW)
    changed, wrong = hands_in(council, "Bản quét", old), hands_in(council, "Nhầm", scan_with("Nhầm"))
    indexes()
    assert is_being_checked(council, "Bản quét") and is_being_checked(council, "Nhầm")
    said = {"filename": "a.pdf", "media_type": "application/pdf", "size": len(new)}
    said |= {"sha256": council.house.site.blobs.put(new), "seen": file_seen(council.database, changed)}
    council.submits("ha", ReplaceDocument(meeting_id=council.meeting, document_id=changed, **said))
    council.submits("ha", RemoveDocument(meeting_id=council.meeting, document_id=wrong, at_once=True))
    assert (opens(council, changed), opens(council, wrong)) == (404, 404)
    reads(workshop)
    assert opens(council, changed) == 200, "the version of which they were told has been read"
    council.tells()
    file = f"/m/{council.meeting}/papers/{changed}/file.pdf"
    assert council.browser("lan").get(file).data == new
    council.retells()


@needs_tesseract
def test_a_scan_added_during_its_meeting_is_read_at_once(
    council: Council, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: Scanned("Tờ trình"))
    works(workshop)
    council.sits()
    paper = hands_in(council, "Đến muộn", scan_with(LAW))
    works(workshop)
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{paper}/file.pdf").status_code == 200


@needs_tesseract
def test_a_scan_whose_reading_was_lost_is_due_again_until_it_is_shown(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: Scanned("Tờ trình"))
    content = scan_with(LAW)
    paper = hands_in(council, "Bản quét", content)
    indexes()
    with monkeypatch.context() as killed:
        killed.setattr("meeting.search.jobs._show", stops)
        with pytest.raises(RuntimeError, match="killed"):
            read_scans(workshop, sha256(content).hexdigest(), 1)
    assert waits(workshop)
    reads(workshop)
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{paper}/file.pdf").status_code == 200
    assert not waits(workshop)


@needs_tesseract
def test_a_scan_not_checked_without_a_jail_is_checked_as_soon_as_there_is_one(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    paper = hands_in(council, "Phương án", scan_with(SECRET))
    indexes()
    with pytest.MonkeyPatch.context() as lacking:
        lacking.setenv("PATH", "/nowhere")
        reads(workshop)
    assert waits(workshop)
    reads(workshop)
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{paper}/file.pdf").status_code == 404


@pytest.fixture
def next_door(council: Council) -> int:
    """Another meeting of the same body, in which Lan has a seat."""
    number = council.submits("admin", SECOND_MEETING).made["meeting_id"]
    seats = (("lan", "member", True), ("ha", "clerk", False))
    for who, role, votes in seats:
        command = AddSeat(meeting_id=number, person_id=council.people[who], role=role, votes=votes)
        council.submits("admin", command)
    return number


def opens(council: Council, paper: int, meeting: int | None = None) -> int:
    """What a member's device is answered that asks for a paper."""
    return council.browser("lan").get(f"/m/{meeting or council.meeting}/papers/{paper}/file.pdf").status_code


def sees_a_mark(_: Path, page: int, *, judged: bool) -> Scanned:
    """The machine finds a mark in every first page in which it looks for one."""
    return Scanned(secret=True) if judged and page == 1 else Scanned("Tờ trình")


@needs_tesseract
def test_a_scan_released_by_one_secretary_needs_the_decision_of_another_in_their_meeting(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch, next_door: int
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", sees_a_mark)
    content = scan_with(SECRET, LAW)
    paper = hands_in(council, "Phương án", content)
    indexes()
    reads(workshop)
    council.submits("ha", ClearSuspicion(meeting_id=council.meeting, document_id=paper))
    reads(workshop)
    assert opens(council, paper) == 200
    other = hands_in(council, "Cùng tệp ấy", content, next_door)
    works(workshop)
    assert (opens(council, paper), opens(council, other, next_door)) == (200, 404)
    assert not waits(workshop), "a person must look"
    assert "cần người xem: Cùng tệp ấy" in papers_of(council, next_door)
    council.submits("ha", ClearSuspicion(meeting_id=next_door, document_id=other))
    assert opens(council, other, next_door) == 200


@needs_tesseract
def test_a_scan_added_while_its_copy_is_read_only_for_words_is_not_shown_with_it(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch, next_door: int
) -> None:
    content, others = scan_with(SECRET), list[int]()
    paper = hands_in(council, "Phương án", content)
    indexes()
    council.submits("ha", ClearSuspicion(meeting_id=council.meeting, document_id=paper))

    def meanwhile(*_: object, judged: bool, **__: object) -> Scanned:
        assert not judged
        others.append(hands_in(council, "Cùng tệp ấy", content, next_door))
        assert workshop.work_once(), "its PDF is made"
        return Scanned("Tờ trình")

    monkeypatch.setattr("meeting.search.jobs.read_scan", meanwhile)
    read_scans(workshop, sha256(content).hexdigest(), 1)
    assert [opens(council, each, next_door) for each in others] == [404]
    reads(workshop)
    assert [opens(council, each, next_door) for each in others] == [404]
    assert "cần người xem: Cùng tệp ấy" in papers_of(council, next_door)


def papers_of(council: Council, meeting: int) -> str:
    """The secretary's page of papers."""
    return " ".join(council.browser("ha").get(f"/meetings/{meeting}/papers").text.split())


@needs_tesseract
@pytest.mark.parametrize(
    ("there", "said"), [(True, "Máy đọc thấy dấu độ mật"), (False, "chưa kiểm tra được")], ids=["marked", "not seen"]
)
def test_a_scan_that_waits_for_a_decision_in_one_meeting_waits_in_another(
    council: Council,
    indexes: Indexes,
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
    next_door: int,
    *,
    there: bool,
    said: str,
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", sees_a_mark)
    content = scan_with(SECRET)
    with monkeypatch.context() as at_first:
        at_first.setattr("meeting.documents.jobs.can_read_scans", lambda: there)
        hands_in(council, "Phương án", content)
        indexes()
    reads(workshop)
    other = hands_in(council, "Cùng tệp ấy", content, next_door)
    works(workshop)
    assert not waits(workshop), "no machine reads it again"
    page = papers_of(council, next_door)
    assert said in page and "Máy đang kiểm tra" not in page
    assert opens(council, other, next_door) == 404


@needs_tesseract
def test_counting_waiting_scans_reads_no_paper(council: Council, indexes: Indexes, workshop: Workshop) -> None:
    paper = hands_in(council, "Riêng", pdf_of(LAW))
    hands_in(council, "Bản quét", scan_with(LAW))
    indexes()
    narrow = Readers(members=False, people=(council.people["lan"],))
    council.submits("ha", ChooseReaders(meeting_id=council.meeting, document_id=paper, readers=narrow))
    read: list[object] = []

    def notes(paper: Document, _: object) -> None:
        read.append(paper)

    event.listen(Document, "load", notes, propagate=True)
    try:
        assert waits(workshop)
    finally:
        event.remove(Document, "load", notes)
    assert read == []


@needs_tesseract
def test_a_first_page_that_took_too_long_is_tried_again(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = scan_with(SECRET)
    paper = hands_in(council, "Phương án", content)
    indexes()
    with pytest.MonkeyPatch.context() as busy:
        busy.setattr("meeting.search.scans.PAGE_BOUNDS", Bounds(seconds=0))
        with pytest.raises(OutOfTime):
            read_scans(workshop, sha256(content).hexdigest(), 1)
    reads(workshop)
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{paper}/file.pdf").status_code == 404


@needs_tesseract
def test_an_unreadable_first_page_hides_only_its_own_paper(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    paper = hands_in(council, "Quá lớn", scan_with(SECRET, LAW))
    indexes()
    with pytest.MonkeyPatch.context() as busy:
        busy.setattr("meeting.search.scans.PAGE_BOUNDS", Bounds(seconds=0))
        while waits(workshop):
            reads(workshop)
    assert is_hidden(council, "Quá lớn")
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{paper}/file.pdf").status_code == 404
    assert not waits(workshop)
    hands_in(council, "Đến sau", scan_with(LAW))
    indexes()
    reads(workshop)
    assert told(council, "Đến sau") == "bản quét: đã đọc được chữ (máy đọc, có thể sai)"


@needs_tesseract
def test_an_unreadable_index_does_not_delay_other_jobs(council: Council, indexes: Indexes, workshop: Workshop) -> None:
    """As on a full disk, on which SQLite cannot even read."""
    indexes()
    file = council.house.site.settings.data / "search.db"
    if not file.exists():
        pytest.skip("PostgreSQL keeps the index itself")
    file.write_bytes(b"no database " * 1000)
    paper = hands_in(council, "Bản quét", scan_with(LAW))
    council.sits()
    council.ends()
    request_due(workshop.database, workshop.settings, workshop.clock())
    works(workshop)
    with council.database.read() as db:
        assert latest_minutes(db, council.meeting) is not None
    assert opens(council, paper) == 404


def stops(*_: object) -> bool:
    """In place of the hiding of a paper: the worker is killed there."""
    raise RuntimeError("killed")


@needs_tesseract
@pytest.mark.parametrize("given_up", [False, True])
def test_a_worker_stopped_before_hiding_a_paper_hides_it_when_it_starts_again(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch, *, given_up: bool
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: Scanned("Tờ trình", unseen=True))
    content = scan_with(SECRET)
    paper = hands_in(council, "Nhiều dấu đỏ", content)
    indexes()
    looks = functools.partial(skip_page, workshop, "failed") if given_up else functools.partial(read_scans, workshop)
    with pytest.MonkeyPatch.context() as killed:
        killed.setattr("meeting.documents.on_paper.hold", stops)
        with pytest.raises(RuntimeError, match="killed"):
            looks(sha256(content).hexdigest(), 1)
    reads(workshop)
    assert is_hidden(council, "Nhiều dấu đỏ")
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{paper}/file.pdf").status_code == 404


@needs_tesseract
def test_other_papers_with_the_same_scan_are_hidden_when_the_first_was_removed(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: Scanned("Tờ trình", unseen=True))
    content = scan_with(SECRET)
    first, *others = (hands_in(council, title, content) for title in ("Bản đầu", "Bản hai", "Bản ba"))
    indexes()

    def as_before(db: Session, content: str) -> list[SuspectSecret]:
        return [SuspectSecret(meeting_id=council.meeting, document_id=first, of=content), *uncleared(db, content)]

    council.submits("ha", ClearSuspicion(meeting_id=council.meeting, document_id=first))
    council.submits("ha", RemoveDocument(meeting_id=council.meeting, document_id=first, at_once=True))
    monkeypatch.setattr("meeting.search.reading.uncleared", as_before)
    read_scans(workshop, sha256(content).hexdigest(), 1)
    files = [f"/m/{council.meeting}/papers/{paper}/file.pdf" for paper in others]
    assert [council.browser("lan").get(file).status_code for file in files] == [404, 404]


@needs_tesseract
def test_only_the_page_that_failed_is_given_up(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: Scanned("Điều 35"))
    indexes()
    reads(workshop)
    papers = {title: scan_with(words) for title, words in (("Lành", LAW), ("Hỏng", SECRET))}
    handed = {sha256(content).hexdigest(): hands_in(council, title, content) for title, content in papers.items()}
    indexes()
    index = index_of(workshop.database, workshop.settings.data)
    titles = {sha256(content).hexdigest(): title for title, content in papers.items()}
    earlier, later = sorted(titles)
    council.submits("ha", ClearSuspicion(meeting_id=council.meeting, document_id=handed[earlier]))
    index.forget([earlier])
    tries = iter((1, 2, 3))

    def fails(*_: object, **__: object) -> Scanned:
        if next(tries) == 3:  # another paper comes while it fails for the last time
            index.write_content(earlier, [""])
        raise JailFailed

    monkeypatch.setattr("meeting.search.jobs.read_scan", fails)
    reads(workshop)
    assert is_hidden(council, titles[later])
    assert told(council, titles[earlier]) == "đang đọc chữ trong bản quét… 0/1 trang"


def in_place_of_tesseract(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> AskedScan:
    """A first page, and a program of this name that says what the page contains."""
    stand_in = folder / "tesseract"
    stand_in.write_text(f"#!/bin/sh\n{program}\n")
    stand_in.chmod(0o755)
    paper = folder / "a.pdf"
    paper.write_bytes(pdf_of("Tờ trình"))
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return AskedScan(path=str(paper), page=1, judged=True)


def test_an_interrupted_reading_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = in_place_of_tesseract(tmp_path, monkeypatch, "echo Tờ trình\nexit 1")
    with pytest.raises(subprocess.CalledProcessError):
        read(asked)


def test_where_time_for_stamps_ran_out_the_secretary_looks_and_the_words_are_kept(
    council: Council, indexes: Indexes, workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.search.scan_apart.SECONDS", 0.5)
    says = 'echo "Tờ trình đỏ"; case $6 in 1) ;; *) exec sleep 20 ;; esac'
    seen = read(in_place_of_tesseract(tmp_path, monkeypatch, says))
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: seen)
    paper = hands_in(council, "Nhiều dấu đỏ", scan_with(""))
    indexes()
    reads(workshop)
    assert is_hidden(council, "Nhiều dấu đỏ")
    assert not found(asks(council, "lan", "to trinh do"))
    council.submits("ha", ClearSuspicion(meeting_id=council.meeting, document_id=paper))
    assert [each for each in found(asks(council, "lan", "to trinh do")) if "Nhiều dấu đỏ" in each]
