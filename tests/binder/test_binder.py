"""The binder: one file with agenda and papers of a meeting, as each reader may read them."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from meeting.agenda.commands import AddItem
from meeting.binder import binding
from meeting.binder.binding import BindingPlan
from meeting.binder.shelf import BinderShelf
from meeting.documents.arranging import ChooseReaders, RemoveDocument
from meeting.documents.commands import AddDocument, RecordRendition
from meeting.documents.on_paper import ClearSuspicion
from meeting.documents.readers import Readers
from meeting.documents.tables import documents_of
from meeting.work.jail import Bounds, JailFailed
from meeting.work.workshop import Workshop
from tests.bound import Reader, words
from tests.council import Council
from tests.pages.client import Browser
from tests.search.conftest import adds, pdf_of
from tests.workshops import working


@pytest.fixture
def workshop(council: Council) -> Iterator[Workshop]:
    """The worker."""
    with working(council) as made:
        yield made


def bookmarks(file: bytes) -> list[tuple[str, int]]:
    """Names and pages (from 1) of the bookmarks, as a reader's program shows them."""
    document = pypdfium2.PdfDocument(file)
    return [(mark.get_title(), mark.get_dest().get_index() + 1) for mark in document.get_toc()]


def test_every_paper_is_in_one_file_numbered_and_marked(council: Council, workshop: Workshop) -> None:
    adds(
        council,
        "Báo cáo kinh tế",
        "Trang đầu báo cáo",
        "Trang hai báo cáo",
        item=council.items[1],
    )
    adds(council, "Giấy mời", "Kính mời dự họp")
    lan = Reader(council, workshop, "lan")
    assert "3 tài liệu trong một tệp" in lan.page()
    assert lan.has_none()
    lan.submits()
    assert "Tải về" in lan.page()
    pages = words(lan.fetches())
    assert "TRỌN BỘ TÀI LIỆU" in pages[0]
    assert "Phiên họp thường kỳ tháng 9" in pages[0]
    assert "Tài liệu 3: Báo cáo kinh tế" in pages[0]
    assert [page.rpartition(" ")[0].rpartition(" ")[0].split()[-1] for page in pages] == ["1", "2", "3", "4", "5"]
    assert all(page.endswith("/ 5") for page in pages)
    assert "Kính mời dự họp" in pages[1]
    assert bookmarks(lan.fetches()) == [
        ("Chương trình và mục lục", 1),
        ("Tài liệu chung", 2),
        ("1. Giấy mời", 2),
        ("2. Kế hoạch đầu tư công năm 2027", 3),
        ("2. Tờ trình", 3),
        ("3. Báo cáo kinh tế", 4),
    ]


def test_a_guest_gets_only_papers_meant_for_guests(council: Council, workshop: Workshop) -> None:
    """A paper for some readers only has its reader's name on every page."""
    shown = adds(council, "Công khai", "sen hồng công khai")
    adds(council, "Nội bộ", "sen hồng nội bộ")
    readers = ChooseReaders(meeting_id=council.meeting, document_id=shown, readers=Readers(guests=True))
    council.submits("ha", readers)
    internal = AddItem(
        meeting_id=council.meeting, position=0, title="Công tác cán bộ", form="other", minutes=5, internal=True
    )
    with council.unwatched():
        council.submits("system", internal)
    guest = Reader(council, workshop, "guest")
    guest.submits()
    pages = words(guest.fetches())
    assert "sen hồng công khai" in " ".join(pages)
    assert "nội bộ" not in " ".join(pages).lower()
    assert "Công tác cán bộ" not in " ".join(pages)
    assert all("Bản của bà Ngô Thị Yến" in page for page in pages)
    lan = Reader(council, workshop, "lan")
    assert lan.has_none(), "another reader's copy is none of theirs"
    lan.submits()
    assert all("Bản của bà Trần Thị Lan" in page for page in words(lan.fetches()))
    assert "Công tác cán bộ" in " ".join(words(lan.fetches()))


def test_equal_copies_are_made_once_and_again_after_a_change(council: Council, workshop: Workshop) -> None:
    lan, nam = Reader(council, workshop, "lan"), Reader(council, workshop, "nam")
    lan.submits()
    assert nam.fetches() == lan.fetches()
    with council.unwatched():
        item = AddItem(
            meeting_id=council.meeting,
            position=0,
            title="Việc khác",
            form="other",
            minutes=5,
        )
        council.submits("system", item)
    assert lan.has_none()
    lan.submits()
    assert "Việc khác" in words(lan.fetches())[0]
    council.submits("system", RemoveDocument(meeting_id=council.meeting, document_id=council.document))
    assert lan.has_none()
    assert "Chưa có tài liệu nào" in lan.page()
    lan.submits()
    assert len(words(lan.fetches())) == 1


def test_a_paper_that_cannot_be_read_says_so_on_its_sheet(council: Council, workshop: Workshop) -> None:
    broken = council.house.site.blobs.put(b"%PDF-1.4 broken")
    fields = {
        "item_id": None,
        "media_type": "application/pdf",
        "sha256": broken,
        "size": 15,
    }
    with council.unwatched():
        added = AddDocument(
            meeting_id=council.meeting,
            title="Phụ lục hỏng",
            filename="hong.pdf",
            **fields,
        )
        number = council.submits("system", added).made["document_id"]
        made = RecordRendition(meeting_id=council.meeting, document_id=number, pdf_sha256=broken, pages=3)
    while workshop.work_once():
        pass
    council.submits("ha", ClearSuspicion(meeting_id=council.meeting, document_id=number))  # nobody could look into it
    while workshop.work_once():
        pass
    lan = Reader(council, workshop, "lan")
    lan.submits()
    assert "Tài liệu 1: Phụ lục hỏng" in words(lan.fetches())[1]
    council.submits("system", made)  # said to be readable, and is not
    lan.submits()
    pages = words(lan.fetches())
    assert "không ghép vào tập này được" in pages[1]
    assert len(pages) == 3


def test_only_people_with_a_seat_have_a_binder(council: Council) -> None:
    for who in ("outsider", "admin", "screen"):
        for path in ("/binder", "/binder/file.pdf"):
            assert council.browser(who).get(f"/m/{council.meeting}{path}").status_code == 403
    assert Browser(council, "outsider").send(f"/m/{council.meeting}/binder").status_code == 403


def test_pages_that_are_turned_or_begin_elsewhere_are_numbered_where_they_are_read(
    tmp_path: Path,
) -> None:
    source, result = tmp_path / "a.pdf", tmp_path / "out.pdf"
    with pikepdf.open(io.BytesIO(pdf_of("a", "b", "c", "d"))) as paper:
        for page, turned in zip(paper.pages, (0, 90, 180, 270), strict=True):
            page.obj["/Rotate"] = turned
            page.obj["/MediaBox"] = [100, 100, 695, 942]
        paper.save(source)
    plan = BindingPlan(files=[(str(source), -1)], marks=[], stamp="", result=str(result))
    assert binding.bind(plan, tmp_path, [source]) == 4
    for number, page in enumerate(pypdfium2.PdfDocument(result), start=1):
        text = page.get_textpage()
        place = text.get_text_range().index(f"{number} / 4")
        left, low, right, high = text.get_charbox(place)
        wide, tall = page.get_size()
        seen = {
            1: (left - 100, low - 100),
            2: (low - 100, 695 - right),
            3: (695 - right, 942 - high),
        }
        across, up = seen.get(number, (942 - high, left - 100))
        assert 0 < up < 40, number
        assert abs(across - wide / 2) < 40, number
        assert tall > 0


def test_memory_is_bounded_however_much_is_bound(tmp_path: Path) -> None:
    """Sixty megabytes of papers, in a jail with less memory than that beyond what the program itself takes."""
    paths = []
    for number in range(30):
        with pikepdf.new() as paper:
            paper.add_blank_page()
            paper.pages[0].obj["/Picture"] = paper.make_stream(os.urandom(2 << 20))
            path = tmp_path / f"{number}.pdf"
            paper.save(path)
            paths.append(path)
    plan = BindingPlan(
        files=[(str(path), -1) for path in paths],
        marks=[],
        stamp="",
        result=str(tmp_path / "out.pdf"),
    )
    assert binding.bind(plan, tmp_path, paths, Bounds(seconds=60, memory=400 << 20)) == 30
    assert (tmp_path / "out.pdf").stat().st_size > 60 << 20
    with pytest.raises(JailFailed):
        binding.bind(
            plan,
            tmp_path,
            paths,
            Bounds(seconds=60, memory=400 << 20, file_size=1 << 20),
        )


def test_the_shelf_keeps_files_that_are_fetched_and_deletes_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = BinderShelf(tmp_path)
    shelf.folder.mkdir()
    for key in ("old", "new"):
        (tmp_path / key).write_bytes(b"x" * 100)
        shelf.put(key, tmp_path / key)
    os.utime(shelf.folder / "old.pdf", (1, 1))
    shelf.tidy()
    assert shelf.find("old") is None
    assert shelf.find("new") is not None
    monkeypatch.setattr("meeting.binder.shelf.MOST_BYTES", 50)
    shelf.tidy()
    assert shelf.find("new") is None


def test_the_page_names_papers_that_do_not_fit_into_one_file(
    council: Council, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.binder.reading.MOST_PAPERS", 2)
    for number in range(4):
        adds(council, f"Báo cáo số {number}", "Nội dung")
    with council.database.read() as db:
        count = len(documents_of(db, 1))
    lan = Reader(council, workshop, "lan")
    assert f"Một tệp không chứa hết: còn {count - 2} tài liệu nữa" in lan.page()
    lan.submits()
    assert f"còn {count - 2} tài liệu nữa chỉ mở được trên máy" in words(lan.fetches())[0]
    monkeypatch.setattr("meeting.binder.reading.MOST_PAPERS", count)
    assert "không chứa hết" not in lan.page()
