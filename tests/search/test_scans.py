"""Scanned papers, read by the real program: which page is found, what is told of them, and who is kept waiting."""

import io
import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from meeting.documents.arranging import ReplaceDocument
from meeting.documents.commands import AddDocument
from meeting.search.index import Content
from meeting.search.indexes import index_of
from meeting.search.jobs import read_scans
from meeting.search.routines import scans_wait
from meeting.search.scan_apart import read
from meeting.search.scans import AskedScan, Scan, Scanned, ScanState, can_read_scans, scan_of
from meeting.work import jobs
from meeting.work.jail import Bounds, JailFailed, OutOfTime
from meeting.work.workshop import Workshop
from tests.council import Council
from tests.pages.client import Browser
from tests.workshops import works

from .conftest import Indexes, pdf_of
from .test_finding import asks, found

needs_tesseract = pytest.mark.skipif(not can_read_scans(), reason="Tesseract with Vietnamese is not installed here")

LAW = "Điều 35. Trách nhiệm thi hành\nỦy ban nhân dân xã tổ chức thực hiện nghị quyết này."


def scan_with(*pages: str) -> bytes:
    """What a scanner makes of these pages: pictures, and not one letter."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    with pypdfium2.PdfDocument(pdf_of(*pages)) as printed:
        for page in printed:
            canvas.drawImage(ImageReader(page.render(scale=200 / 72, grayscale=True).to_pil()), 0, 0, 595, 842)
            canvas.showPage()
    canvas.save()
    return target.getvalue()


def hands_in(council: Council, title: str, content: bytes) -> int:
    """A paper of the meeting; its number."""
    kept = council.house.site.blobs.put(content)
    said = {"filename": "quet.pdf", "media_type": "application/pdf", "sha256": kept, "size": len(content)}
    with council.unwatched():
        order = AddDocument(meeting_id=council.meeting, item_id=None, title=title, **said)
        return council.orders("admin", order).made["document_id"]


def told(council: Council, title: str) -> str:
    """What the secretary's list of papers says of a scanned paper."""
    page = council.browser("ha").get(f"/meetings/{council.meeting}/papers").text
    row = page.partition(title)[2].partition("</li>")[0]
    return " ".join(row.partition('data-testid="scan">')[2].partition("</span>")[0].split())


def waits(workshop: Workshop) -> bool:
    """Whether the reading of scans is due."""
    with workshop.database.read() as db:
        return scans_wait(db, workshop.settings, workshop.clock())


@needs_tesseract
def test_a_scanned_page_is_found_by_its_words_and_the_paper_stays_as_it_was(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    content = scan_with("", "Tờ trình", "", "", "", "", LAW)
    paper = hands_in(council, "Nghị quyết có dấu", content)
    indexes()
    assert told(council, "Nghị quyết có dấu") == "đang đọc chữ trong bản quét… 0/7 trang"
    assert found(asks(council, "lan", "trach nhiem thi hanh")) == []
    assert waits(workshop)
    workshop.database.gate.submit(lambda db: jobs.enqueue(db, "search.read_scans", workshop.clock()))
    assert workshop.work_once()
    works(workshop)
    assert told(council, "Nghị quyết có dấu") == "bản quét: đã đọc được chữ (máy đọc, có thể sai)"
    page = asks(council, "lan", "dieu 35")
    assert "<mark>Điều</mark> <mark>35</mark>" in page
    assert f"/m/{council.meeting}/papers/{paper}#page=7" in page
    assert not waits(workshop)
    shown = council.browser("lan").get(f"/m/{council.meeting}/papers/{paper}/file.pdf")
    assert shown.data == content


@needs_tesseract
def test_other_work_goes_between_the_pages_of_a_long_scan(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    hands_in(council, "Dài", scan_with("", ""))
    indexes()
    workshop.database.gate.submit(lambda db: jobs.enqueue(db, "search.read_scans", workshop.clock()))
    workshop.work_once()
    late = hands_in(council, "Đến sau", pdf_of("Báo cáo"))
    workshop.work_once()
    workshop.work_once()
    assert told(council, "Dài") in {f"đang đọc chữ trong bản quét… {n}/2 trang" for n in (0, 1)}, "or the cast's own"
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{late}/file.pdf").status_code == 200
    works(workshop)
    assert told(council, "Dài") == "bản quét: không tìm được chữ"


def test_without_the_program_a_scan_is_read_by_people_and_the_secretary_is_told_what_is_lacking(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = hands_in(council, "Bản chụp", scan_with(LAW))
    indexes()
    monkeypatch.setenv("PATH", "/nowhere")
    assert not waits(workshop)
    assert "tesseract-ocr tesseract-ocr-vie" in told(council, "Bản chụp")
    assert council.browser("lan").get(f"/m/{council.meeting}/papers/{paper}/file.pdf").status_code == 200
    assert found(asks(council, "lan", "ban chup"))


def test_a_paper_with_letters_of_its_own_is_no_scan() -> None:
    assert scan_of(Content(3, 2), can_read=True) is None
    assert scan_of(Content(0, -1), can_read=True) is None
    assert scan_of(Content(3, 0), can_read=True) == Scan(ScanState.READING, 0, 3)
    assert scan_of(Content(3, 1, 3), can_read=False) == Scan(ScanState.READ, 3, 3)


SECRET = "UBND XÃ MINH TÂN\n\nTUYỆT MẬT\n\nPhương án bảo vệ mục tiêu số bảy"


def reads(workshop: Workshop) -> None:
    """The worker reads what is scanned, to the end."""
    workshop.database.gate.submit(lambda db: jobs.enqueue(db, "search.read_scans", workshop.clock()))
    works(workshop)


@needs_tesseract
def test_a_mark_of_secrecy_that_only_a_machine_reads_hides_the_paper_until_the_secretary_has_decided(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    paper = hands_in(council, "Phương án", scan_with(SECRET, LAW))
    indexes()
    file, office = f"/m/{council.meeting}/papers/{paper}/file.pdf", f"/meetings/{council.meeting}/papers"
    assert council.browser("lan").get(file).status_code == 200
    assert "Phương án" in council.sees("member", "agenda")
    reads(workshop)
    statuses = {who: council.browser(who).get(file).status_code for who in ("lan", "an", "ha")}
    assert statuses == {"lan": 404, "an": 404, "ha": 200}, "neither members nor the chair; the secretary alone"
    assert "Phương án" not in council.sees("member", "agenda")
    ha = council.browser("ha")
    assert "đang tạm ẩn, chờ thư ký quyết định: Phương án" in " ".join(ha.get(office).text.split())
    for words in ("phuong an", "muc tieu so bay", "trach nhiem thi hanh"):
        assert not [each for each in found(asks(council, "an", words)) if "Phương án" in each]
    assert not waits(workshop), "it is not read on meanwhile"
    said = {"filename": "a.pdf", "media_type": "application/pdf", "sha256": "ab", "size": 1}
    other = ReplaceDocument(meeting_id=council.meeting, document_id=paper, **said)
    assert council.refuses("ha", other) == "documents.undecided"
    ha = Browser(council, "ha")
    assert ha.send(f"{office}/{paper}/secret", secret="no").status_code == 303
    assert council.browser("lan").get(file).status_code == 200
    reads(workshop)
    assert council.browser("lan").get(file).status_code == 200, "it is not suspected again"
    assert found(asks(council, "lan", "trach nhiem thi hanh"))
    council.retells()


@needs_tesseract
def test_a_scan_that_is_secret_indeed_is_wiped_when_the_secretary_says_so(
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


UNSEEN = "máy chưa xem được trang đầu; hãy tự xem trang ấy có dấu độ mật không"


@needs_tesseract
def test_what_was_not_looked_at_for_want_of_a_jail_is_looked_at_as_soon_as_there_is_one(
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


@needs_tesseract
def test_a_first_page_for_which_there_was_no_time_is_tried_again(
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
def test_of_a_first_page_that_could_not_be_looked_at_the_secretary_is_told_and_no_other_paper_waits_for_it(
    council: Council, indexes: Indexes, workshop: Workshop
) -> None:
    hands_in(council, "Quá lớn", scan_with(SECRET, LAW))
    indexes()
    with pytest.MonkeyPatch.context() as busy:
        busy.setattr("meeting.search.scans.PAGE_BOUNDS", Bounds(seconds=0))
        while waits(workshop):
            reads(workshop)
    assert told(council, "Quá lớn").endswith(UNSEEN)
    assert not waits(workshop)
    hands_in(council, "Đến sau", scan_with(LAW))
    indexes()
    reads(workshop)
    assert told(council, "Đến sau") == "bản quét: đã đọc được chữ (máy đọc, có thể sai)"


@needs_tesseract
def test_what_is_given_up_is_the_page_that_failed_and_no_other(
    council: Council, indexes: Indexes, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: Scanned("Điều 35"))
    indexes()
    reads(workshop)
    papers = {title: scan_with(words) for title, words in (("Lành", LAW), ("Hỏng", SECRET))}
    for title, content in papers.items():
        hands_in(council, title, content)
    indexes()
    index = index_of(workshop.database, workshop.settings.data)
    titles = {sha256(content).hexdigest(): title for title, content in papers.items()}
    earlier, later = sorted(titles)
    index.forget([earlier])
    tries = iter((1, 2, 3))

    def fails(*_: object, **__: object) -> Scanned:
        if next(tries) == 3:  # another paper comes while it fails for the last time
            index.write_content(earlier, [""])
        raise JailFailed

    monkeypatch.setattr("meeting.search.jobs.read_scan", fails)
    reads(workshop)
    assert told(council, titles[later]).endswith(UNSEEN)
    assert told(council, titles[earlier]) == "đang đọc chữ trong bản quét… 0/1 trang"


def in_place_of_tesseract(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> AskedScan:
    """A first page, and a program of this name that says what stands there."""
    stand_in = folder / "tesseract"
    stand_in.write_text(f"#!/bin/sh\n{program}\n")
    stand_in.chmod(0o755)
    paper = folder / "a.pdf"
    paper.write_bytes(pdf_of("Tờ trình"))
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return AskedScan(path=str(paper), page=1, judged=True)


def test_a_reading_that_broke_off_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = in_place_of_tesseract(tmp_path, monkeypatch, "echo Tờ trình\nexit 1")
    with pytest.raises(subprocess.CalledProcessError):
        read(asked)


def test_where_the_time_did_not_last_for_stamps_the_words_are_kept_and_the_secretary_looks(
    council: Council, indexes: Indexes, workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.search.scan_apart.SECONDS", 0.5)
    says = 'echo "Tờ trình đỏ"; case $6 in 1) ;; *) exec sleep 20 ;; esac'
    seen = read(in_place_of_tesseract(tmp_path, monkeypatch, says))
    monkeypatch.setattr("meeting.search.jobs.read_scan", lambda *_, **__: seen)
    hands_in(council, "Nhiều dấu đỏ", scan_with(""))
    indexes()
    reads(workshop)
    assert told(council, "Nhiều dấu đỏ").endswith(UNSEEN)
    assert [each for each in found(asks(council, "lan", "to trinh do")) if "Nhiều dấu đỏ" in each]
