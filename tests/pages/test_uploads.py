"""Papers of a plan are sent in slices: continued after a break, checked, put under an item, replaced."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import asdict

from meeting.agenda.tables import find_meeting, items_of
from meeting.documents.arranging import MoveDocument
from meeting.documents.commands import RecordRendition
from meeting.documents.converters import PARTS
from meeting.documents.order import papers_beside
from meeting.documents.receiving import SLICE, Receiving
from meeting.documents.tables import documents_of
from meeting.kernel.refusals import Refused
from meeting.office.allotting import Named, item_named, plain_name, title_of
from meeting.packs.folder.model import PackPaper
from meeting.packs.folder.read import read
from meeting.packs.load import same
from meeting.packs.unload import pack_of
from meeting.people.tables import person_of_account
from meeting.worker import create_workshop
from tests.cast import MORNING
from tests.cast import PDF as BARE
from tests.council import Council
from tests.forms import hands_in, plans, typed_in, types
from tests.pages.client import Browser
from tests.papers import PDF, puts, sends
from tests.seen import file_seen, paper_seen
from tests.server import ROOT


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def listed(council: Council, meeting: int) -> list[tuple[str, str, int | None]]:
    """Title, file name and item of every paper."""
    with council.database.read() as db:
        return [(row.title, row.filename, row.item_id) for row in documents_of(db, meeting)]


def test_a_paper_is_sent_in_slices_and_put_where_its_name_says(council: Council, admin: Browser) -> None:
    large = BARE[:-6] + b"%" * 700_000 + b"\nstartxref\n9\n%%EOF\n"
    assert sends(admin, 1, "02_Tờ trình số 5.pdf", large, item="name").json == {"ok": True}
    assert listed(council, 1)[-1] == ("Tờ trình số 5", "02_Tờ trình số 5.pdf", council.items[1])
    with council.database.read() as db:
        paper = documents_of(db, 1)[-1]
    assert council.house.site.blobs.read(paper.sha256) == large
    assert admin.get(f"/meetings/1/papers/{paper.id}/original").data == large
    assert "Đang chuyển sang PDF" in admin.get("/meetings/1/papers").text
    assert list((council.house.site.settings.data / "uploads").iterdir()) == []


def test_an_interrupted_upload_continues_where_it_stopped(council: Council, admin: Browser) -> None:
    size = len(PDF)
    assert puts(admin, 1, "a.pdf", PDF[:100], of=size) == {"ok": True, "received": 100}
    assert puts(admin, 1, "a.pdf", PDF[:100], of=size)["received"] == 100, "sent twice it is there once"
    assert puts(admin, 1, "a.pdf", b"", of=size)["received"] == 100, "a page may ask how far it came"
    assert puts(admin, 1, "a.pdf", PDF[150:], at=150, of=size)["code"] == "documents.out_of_step"
    early = admin.send("/meetings/1/papers", upload="k", name="a.pdf", size=str(size), item="meeting")
    assert early.json["code"] == "documents.not_whole"
    assert puts(admin, 1, "a.pdf", PDF[100:], at=100, of=size)["received"] == size
    assert admin.send("/meetings/1/papers", upload="k", name="a.pdf", size=str(size), item="meeting").json["ok"]
    assert listed(council, 1)[-1] == ("a", "a.pdf", None)


def test_a_form_whose_answer_was_lost_adds_nothing_twice(council: Council, admin: Browser) -> None:
    assert sends(admin, 1, "a.pdf", PDF, key="k1", item="meeting").json["ok"]
    papers = listed(council, 1)
    said = {"upload": "k1", "key": "k1", "name": "a.pdf", "size": str(len(PDF)), "item": "meeting"}
    assert hands_in(admin, "/meetings/1/papers", **said).json["ok"], "the page learns that it was taken"
    assert listed(council, 1) == papers


def test_a_slice_sent_twice_at_once_is_stored_once(tmp_path: Path) -> None:
    """A page that received no answer sends again while the first request is still being written."""
    pieces = [bytes([number]) * SLICE for number in range(8)]
    coming = Receiving(tmp_path, 1, "k", "a.pdf")
    for number, piece in enumerate(pieces):
        together = threading.Barrier(4)

        def bring(at: int = number * SLICE, piece: bytes = piece, together: threading.Barrier = together) -> None:
            together.wait()
            with contextlib.suppress(Refused):
                coming.put(at, piece, len(pieces) * SLICE)

        with ThreadPoolExecutor(4) as pool:
            for _ in range(4):
                pool.submit(bring)
    assert coming.path.read_bytes() == b"".join(pieces)


def test_nobody_continues_another_persons_upload(council: Council, admin: Browser) -> None:
    puts(admin, 1, "a.pdf", PDF[:100], of=len(PDF))
    assert puts(Browser(council, "ha"), 1, "a.pdf", b"", of=len(PDF))["received"] == 0
    for who in ("lan", "an", "guest", "outsider"):
        assert puts(Browser(council, who), 1, "a.pdf", PDF, of=len(PDF))["code"] == "access.not_allowed"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ", "documents.content_type_refused"),
        ("a.docm", b"PK", "documents.content_macro"),
        ("A.XLSM", b"PK", "documents.content_macro"),
        ("a.pdf", b"", "documents.content_empty"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "documents.content_mismatch"),
        ("a.docx", b"PK\x03\x04", "documents.content_damaged"),
        ("a.pdf", b"%PDF-1.4 cut off", "documents.content_damaged"),
    ],
)
def test_an_unknown_format_is_refused_in_words_and_deleted(
    council: Council, admin: Browser, name: str, content: bytes, code: str
) -> None:
    before = listed(council, 1)
    said = sends(admin, 1, name, content, item="meeting")
    assert said.json["code"] == code
    assert name in said.json["message"]
    assert listed(council, 1) == before
    uploads = council.house.site.settings.data / "uploads"
    assert not uploads.exists() or list(uploads.iterdir()) == []


def test_formats_that_this_server_cannot_convert_are_named_before_an_upload(
    council: Council, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.office.incoming.lacking", list)
    assert "chưa chuyển được" not in admin.get("/meetings/1/papers").text
    monkeypatch.setattr("meeting.office.incoming.lacking", lambda: [PARTS[1]])
    said = admin.get("/meetings/1/papers").text
    assert "chưa chuyển được ODS, XLS, XLSX sang PDF" in said and "libreoffice-calc-nogui" in said
    to_secretary = council.browser("ha").get("/meetings/1/papers").text
    assert "nhờ người giữ máy chủ cài thêm" in to_secretary and "libreoffice" not in to_secretary


def test_a_paper_may_have_two_hundred_megabytes_and_not_one_byte_more(admin: Browser) -> None:
    said = puts(admin, 1, "a.pdf", b"x", of=200 * 2**20 + 1)
    assert said["code"] == "documents.content_too_large"
    assert puts(admin, 1, "a.pdf", b"x" * 600_000, of=700_000)["code"] == "commands.malformed"
    assert puts(admin, 1, "a.pdf", b"xyz", at=0, of=2)["code"] == "documents.content_too_large"


def test_a_paper_is_renamed_moved_replaced_and_removed(council: Council, admin: Browser) -> None:
    paper = f"/meetings/1/papers/{council.document}"
    seen = paper_seen(council.database, council.document)
    types(admin, paper, title="Tờ trình mới", item=str(council.items[2]), seen=seen)
    blind = sends(admin, 1, "ban-mot.pdf", PDF + b"%", key="blind", replaces=str(council.document))
    assert blind.json["code"] == "agenda.changed_meanwhile", "whoever saw nothing replaces nothing"
    was = file_seen(council.database, council.document)
    other = PDF + b"\n"
    assert sends(admin, 1, "ban-moi.pdf", other, replaces=str(council.document), seen=was).json["ok"]
    council.retells()
    assert listed(council, 1) == [("Tờ trình mới", "ban-moi.pdf", council.items[2])]
    late = RecordRendition(meeting_id=1, document_id=council.document, pdf_sha256="0" * 64, pages=1, of="1" * 64)
    council.submits("system", late)
    with council.database.read() as db:
        assert documents_of(db, 1)[0].state == "converting", "what was made of the former file is not its PDF"
    types(admin, f"{paper}/remove")
    assert listed(council, 1) == []
    council.retells()
    worker = create_workshop(council.house.site.settings, clock=council.clock)
    while worker.work_once():  # a job for a removed paper does no harm
        pass
    worker.database.close()


@pytest.mark.parametrize(
    ("name", "place", "title"),
    [
        ("03_To trinh.pdf", 3, "To trinh"),
        ("Mục 2 - Báo cáo.docx", 2, "Báo cáo"),
        ("1. Dự thảo.pdf", 1, "Dự thảo"),
        ("12_Phụ lục.pdf", None, "12 Phụ lục"),
        ("125-TTr-UBND.pdf", None, "125-TTr-UBND"),
        ("Tờ trình.pdf", None, "Tờ trình"),
        ("2026.pdf", None, "2026"),
        ("1.pdf", 1, "1"),
    ],
)
def test_a_file_name_says_where_its_paper_goes_and_its_title(name: str, place: int | None, title: str) -> None:
    items = [Named(number, title) for number, title in enumerate(("Một", "Hai", "Ba"), start=1)]
    assert item_named(name, items) == place
    assert title_of(name, 3) == title


ITEMS = [Named(11, "Khai mạc"), Named(12, "Dự toán ngân sách năm 2027"), Named(13, "Ngân sách"), Named(14, "Kết luận")]


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("2. Khai mạc.pdf", 12),
        ("Khai mac.docx", 11),
        ("Tờ trình_KHAI_MẠC.pdf", 11),
        ("To trinh-ngan-sach.pdf", 13),
        ("Tờ trình dự toán ngân sách năm 2027.pdf", None),
        ("Báo cáo khai mạc và kết luận.pdf", None),
        ("Khai mạch.pdf", None),
        ("Báo cáo.pdf", None),
        ("9. Kết luận.pdf", 14),
    ],
)
def test_a_paper_goes_where_its_file_name_says(name: str, item: int | None) -> None:
    assert item_named(name, ITEMS) == item


def test_a_name_of_three_hundred_letters_with_slashes_keeps_its_ending() -> None:
    name = plain_name("..\\C:/x/" + "ễ" * 300 + ".pdf")
    assert (len(name), name[-4:]) == (255, ".pdf")
    assert "/" not in name


@pytest.mark.parametrize("folder", ["ubnd-mau", "hdnd-mau", "board-sample"])
def test_a_meeting_typed_in_with_papers_equals_the_imported_one(council: Council, admin: Browser, folder: str) -> None:
    pack = read(ROOT / "agendas" / folder, now=MORNING)
    council.watching = False
    meeting = typed_in(council, admin, pack)
    with council.database.read() as db:
        items = [item.id for item in items_of(db, meeting)]
    for item, papers in ((None, pack.papers), *zip(items, (each.papers for each in pack.items), strict=True)):
        for paper in papers:
            _uploads(council, admin, meeting, item, paper)
    with council.database.read() as db:
        made = pack_of(db, find_meeting(db, meeting), council.house.site.blobs)
    assert same(pack, made)


def _uploads(council: Council, admin: Browser, meeting: int, item: int | None, paper: PackPaper) -> None:
    council.house.site.pace.forget(f"person-{council.people['admin']}")  # it types faster than any person
    key = f"{item}-{len(listed(council, meeting))}"
    said = sends(admin, meeting, paper.filename, Path(paper.path).read_bytes(), key=key, item=str(item or "meeting"))
    assert said.json["ok"], (said.json, asdict(paper))
    with council.database.read() as db:
        made = max(each.id for each in documents_of(db, meeting))
    seen = paper_seen(council.database, made)
    types(admin, f"/meetings/{meeting}/papers/{made}", title=paper.title, item=str(item or ""), seen=seen)
    types(admin, f"/meetings/{meeting}/papers/{made}/kind", kind=paper.kind)
    with council.database.read() as db:
        beside = [each.id for each in papers_beside(db, meeting, item)]
    council.submits("admin", MoveDocument(meeting_id=meeting, document_id=made, position=len(beside)))
    with council.database.read() as db:
        named = [person_of_account(db, account) for account in paper.readers.accounts]
    roles = {role: "yes" for role in ("members", "guests") if getattr(paper.readers, role)}
    people = [str(person.id) for person in named if person is not None]
    types(admin, f"/meetings/{meeting}/papers/{made}/readers", person=people, **roles)


def test_a_copied_draft_has_no_papers(admin: Browser) -> None:
    meeting = plans(admin)
    assert "0 tài liệu" in admin.get(f"/meetings/{meeting}/papers").text
