"""Opened pages and their times: for the desk and the reader only; readers hear of newer versions."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from meeting.agenda.commands import AddItem
from meeting.documents.arranging import ChangeDocument, ChooseReaders, RemoveDocument, ReplaceDocument
from meeting.documents.commands import AddDocument, RecordRendition
from meeting.documents.on_paper import ClearSuspicion, SuspectSecret, WithdrawSecret
from meeting.documents.readers import Readers
from meeting.documents.tables import find_document
from meeting.journal import book as journal
from meeting.kernel.clock import stamp
from meeting.planning.commands import RemoveItem
from meeting.private import registry
from meeting.reading.rules import MOST_PAGES, noted, spans
from meeting.reading.tables import PageRead, PaperRead, read_of
from tests.council import Council
from tests.pages.client import Browser
from tests.papers import PDF, opens, replaced
from tests.seen import file_seen, paper_seen


def words(council: Council, who: str, path: str) -> str:
    """What somebody reads on a page."""
    return " ".join(Browser(council, who).get(path).text.split())


@pytest.fixture
def twelve(council: Council) -> Council:
    """The paper has twelve pages."""
    council.watching = False
    council.submits("system", _made(council, 12))
    return council


def _made(council: Council, pages: int) -> RecordRendition:
    with council.database.read() as db:
        of = find_document(db, 1, council.document).sha256
    return RecordRendition(meeting_id=1, document_id=council.document, pdf_sha256=of, pages=pages)


@pytest.mark.parametrize(
    ("said", "count", "kept"),
    [
        ([3, 1, 3, 2], 12, [1, 2, 3]),
        ([0, -1, 13, 12], 12, [12]),
        ([1], None, []),
        (range(1, 5_000), 5_000, list(range(1, MOST_PAGES + 1))),
    ],
)
def test_only_existing_pages_count_and_each_once(said: list[int], count: int | None, kept: list[int]) -> None:
    assert noted(said, count) == kept


def test_page_ranges_are_written_as_people_write_them() -> None:
    assert spans([7, 1, 2, 3, 9, 8]) == [(1, 3), (7, 9)]
    assert spans([]) == []


def test_the_secretary_sees_who_has_read_how_far_and_when(twelve: Council) -> None:
    assert opens(twelve, "lan", 1, 2, 3) == 200
    twelve.clock.advance(minutes=10)
    opens(twelve, "lan", 3, 7)
    opens(twelve, "nam", *range(1, 13))
    for who in ("ha", "an", "admin"):
        read = words(twelve, who, f"/meetings/1/papers/{twelve.document}/reading")
        assert "2/10 người đã mở bản đang dùng" in read
        assert "đã mở trang 1–3, 7" in read and "đã mở hết" in read and "chưa mở" in read
        assert "từ 08:00 24/09/2026 đến 08:10 24/09/2026" in read
        assert "Trang 3" not in read, "page by page only of whom one asks for"
        lan = words(twelve, who, f"/meetings/1/papers/{twelve.document}/reading?of={twelve.people['lan']}")
        assert "Trang 3: 08:00 24/09/2026, lần cuối 08:10 24/09/2026" in lan
        assert "Trang 12" not in lan, "of others nothing"


def test_no_reading_list_shows_the_chair_a_suspected_paper(twelve: Council) -> None:
    with twelve.database.read() as db:
        paper = find_document(db, 1, twelve.document)
    twelve.submits("system", SuspectSecret(meeting_id=1, document_id=paper.id, of=paper.sha256))
    page = f"/meetings/1/papers/{paper.id}/reading"
    chair = Browser(twelve, "an").get(page)
    assert chair.status_code == 404
    assert paper.title not in chair.text
    for who in ("ha", "admin"):
        assert paper.title in words(twelve, who, page)


def test_ninety_readers_of_three_hundred_pages_are_a_short_page_at_once(
    build: Callable[..., Council],
) -> None:
    full = build(preset="hdnd", voters=90, chair_title="Chủ tịch HĐND xã")
    full.watching = False
    full.submits("system", _made(full, 300))
    now = full.clock()
    which = [{"person_id": full.people[who], "document_id": full.document, "version": 1} for who in full.voters]
    said = {"first_at": now, "last_at": now}

    def put(db: Session) -> None:
        db.execute(insert(PaperRead), [each | said | {"pages": 299, "furthest": 300} for each in which])
        pages = [each | said | {"page": page} for each in which for page in range(1, 301) if page != 7]
        db.execute(insert(PageRead), pages)

    full.database.gate.submit(put)
    desk = Browser(full, "ha")
    desk.get("/sign-in")
    began = time.process_time()
    shown = desk.get(f"/meetings/1/papers/{full.document}/reading").text
    assert time.process_time() - began < 0.6
    assert " ".join(shown.split()).count("1–6, 8–300") == 90
    assert len(shown.encode()) < 200_000


def test_everybody_sees_their_own_reading_only_and_who_else_sees_it(twelve: Council) -> None:
    opens(twelve, "lan", 5)
    opens(twelve, "nam", 6)
    read = words(twelve, "lan", "/m/1/reading")
    assert "đã mở trang 5" in read and "trang 6" not in read
    assert "Thư ký và chủ trì của phiên họp này xem được; thành viên khác thì không" in read
    assert "Chưa mở tài liệu nào" in words(twelve, "khoa", "/m/1/reading")
    for who in ("lan", "nam", "guest", "outsider"):
        assert Browser(twelve, who).get(f"/meetings/1/papers/{twelve.document}/reading").status_code == 403
    assert "Có ghi lại trang đã mở" in words(twelve, "lan", "/m/1/papers/1"), "it is said where one reads"


def test_no_reading_is_in_a_journal(twelve: Council) -> None:
    before = twelve.seq()
    with twelve.database.read() as db:
        office = journal.head_seq(db, journal.OFFICE)
    opens(twelve, "lan", 1)
    assert twelve.seq() == before
    with twelve.database.read() as db:
        assert journal.head_seq(db, journal.OFFICE) == office


def test_no_reading_is_noted_for_a_paper_that_the_person_may_not_read(twelve: Council) -> None:
    hidden = AddDocument(
        meeting_id=1, item_id=None, title="Riêng", filename="r.pdf", media_type="application/pdf", sha256="r", size=1
    )
    number = twelve.submits("ha", hidden).made["document_id"]
    twelve.submits("ha", ChooseReaders(meeting_id=1, document_id=number, readers=Readers(members=False)))
    twelve.submits("system", RecordRendition(meeting_id=1, document_id=number, pdf_sha256="r", pages=3))
    for who, document in (("lan", number), ("guest", twelve.document), ("outsider", twelve.document), ("lan", 999)):
        assert opens(twelve, who, 1, document=document) == 200, "who may not read is told nothing by the answer either"
    assert opens(twelve, "lan", 1, version=7) == 200
    with twelve.database.read() as db:
        assert list(db.scalars(select(PaperRead))) == list(db.scalars(select(PageRead))) == []


def test_pages_beyond_the_paper_are_ignored_and_repeats_keep_one_row(twelve: Council) -> None:
    opens(twelve, "lan", 400, 0)
    opens(twelve, "lan", 1)
    opens(twelve, "lan", 1)
    with twelve.database.read() as db:
        assert len(list(db.scalars(select(PageRead)))) == 1
        assert [(row.pages, row.furthest) for row in read_of(db, twelve.document)] == [(1, 1)]


def test_only_a_person_who_opened_the_former_version_is_notified_of_the_new_one(twelve: Council) -> None:
    opens(twelve, "lan", 1)
    replaced(twelve)
    assert "Mở bản 2" in words(twelve, "lan", "/m/1/tablet")
    assert "Mở bản 2" in words(twelve, "lan", "/m/1/reading/news")
    assert "Mở bản 2" not in words(twelve, "nam", "/m/1/tablet"), "he opened none"
    opens(twelve, "lan", 1, version=2)
    assert "Mở bản 2" not in words(twelve, "lan", "/m/1/reading/news"), "gone when opened, on every device"


def test_devices_show_how_many_newer_versions_there_are(twelve: Council) -> None:
    opens(twelve, "lan", 1)
    replaced(twelve)
    with twelve.database.read() as db:
        assert registry.shown(db, twelve.people["lan"], "reading") == {"newer": 1}
        assert registry.shown(db, twelve.people["nam"], "reading") == {"newer": 0}


def test_changes_are_shown_to_readers_of_the_former_version(twelve: Council) -> None:
    opens(twelve, "lan", 1)
    replaced(twelve)
    assert "Bản 2 khác bản 1 ở đâu" in words(twelve, "lan", f"/m/1/papers/{twelve.document}/changes")
    assert Browser(twelve, "nam").get(f"/m/1/papers/{twelve.document}/changes").status_code == 404


def test_claiming_afterwards_to_have_opened_a_former_version_brings_no_notice(twelve: Council) -> None:
    opens(twelve, "lan", 1)
    replaced(twelve)
    assert opens(twelve, "nam", 1, version=1) == 200
    assert Browser(twelve, "nam").get(f"/m/1/papers/{twelve.document}/changes").status_code == 404
    assert opens(twelve, "lan", 2, version=1) == 200
    assert "đã mở trang 1–2" in words(twelve, "lan", "/m/1/reading"), "who had it open reads on"


def kept(council: Council) -> set[tuple[int, int, int]]:
    """Paper, version and page of everything that is stored about anybody's reading."""
    with council.database.read() as db:
        sums = {(row.document_id, row.version) for row in db.scalars(select(PaperRead))}
        pages = {(row.document_id, row.version, row.page) for row in db.scalars(select(PageRead))}
    assert sums == {each[:2] for each in pages}
    return pages


def another(council: Council, item: int | None = None) -> int:
    """A second paper of the meeting, ready to be read."""
    said = {"title": "Phụ lục", "filename": "r.pdf", "media_type": "application/pdf", "sha256": "r", "size": 1}
    number = council.submits("system", AddDocument(meeting_id=1, item_id=item, **said)).made["document_id"]
    council.submits("system", RecordRendition(meeting_id=1, document_id=number, pdf_sha256="r", pages=3))
    return int(number)


def test_readers_of_a_paper_are_still_notified_when_it_is_removed(twelve: Council) -> None:
    alone, under = another(twelve), another(twelve, twelve.items[2])
    for document in (alone, under):
        opens(twelve, "lan", 1, document=document)
    assert "Đã bỏ khỏi chương trình" not in words(twelve, "ha", "/meetings/1/papers")
    twelve.submits("ha", RemoveDocument(meeting_id=1, document_id=alone))
    twelve.submits("ha", RemoveItem(meeting_id=1, item_id=twelve.items[2]))
    twelve.tells()
    assert kept(twelve) == {(alone, 1, 1), (under, 1, 1)}
    papers = words(twelve, "ha", "/meetings/1/papers")
    for document in (alone, under):
        assert f'href="/meetings/1/papers/{document}/reading"' in papers
        for who in ("ha", "an"):
            read = words(twelve, who, f"/meetings/1/papers/{document}/reading")
            assert "Phụ lục" in read and "Trần Thị Lan" in read and "đã mở trang 1" in read
            assert "Đã bỏ khỏi chương trình lúc 08:00 24/09/2026" in read
        for who in ("lan", "guest"):
            assert Browser(twelve, who).get(f"/meetings/1/papers/{document}/reading").status_code == 403
    own = words(twelve, "lan", "/m/1/reading")
    assert own.count("đã bỏ khỏi chương trình") == 2 and own.count("đã mở trang 1") == 2
    assert "Phụ lục" not in words(twelve, "nam", "/m/1/reading"), "who had opened none"


def test_reading_a_removed_paper_that_readers_still_know_is_noted(twelve: Council) -> None:
    twelve.submits("ha", RemoveDocument(meeting_id=1, document_id=twelve.document))
    assert opens(twelve, "lan", 3) == 200
    assert kept(twelve) == {(twelve.document, 1, 3)}
    twelve.tells()
    opens(twelve, "lan", 4)
    assert kept(twelve) == {(twelve.document, 1, 3)}, "it can be read no more"


def test_neither_name_nor_readers_are_kept_of_a_removed_paper_found_secret(twelve: Council) -> None:
    opens(twelve, "lan", 1)
    with twelve.database.read() as db:
        paper = find_document(db, 1, twelve.document)
    twelve.submits("ha", RemoveDocument(meeting_id=1, document_id=paper.id))
    twelve.submits("system", WithdrawSecret(meeting_id=1, document_id=paper.id, of=paper.sha256))
    twelve.tells()
    assert kept(twelve) == set()
    assert paper.title not in words(twelve, "ha", f"/meetings/1/papers/{paper.id}/reading")


def suspects(council: Council, document: int, of: str) -> None:
    """A machine reads a mark of secrecy in a content."""
    council.submits("system", SuspectSecret(meeting_id=1, document_id=document, of=of))


def test_an_item_with_a_suspected_paper_is_removed_after_somebody_has_decided(twelve: Council) -> None:
    document, item = another(twelve, twelve.items[2]), twelve.items[2]
    opens(twelve, "lan", 1, document=document)
    suspects(twelve, document, "r")
    remove = RemoveItem(meeting_id=1, item_id=item)
    assert twelve.refuses("ha", remove) == "documents.undecided_paper"
    answer = Browser(twelve, "ha").send(f"/meetings/1/agenda/{item}/remove")
    assert answer.status_code == 409 and "Tài liệu “Phụ lục” đang tạm ẩn" in answer.text
    twelve.submits("ha", ClearSuspicion(meeting_id=1, document_id=document))
    twelve.submits("ha", remove)


def test_a_paper_with_a_suspected_announced_version_is_removed_after_somebody_has_decided(twelve: Council) -> None:
    with twelve.database.read() as db:
        first = find_document(db, 1, twelve.document).sha256
    new = twelve.house.site.blobs.put(PDF + b"%new")
    said = {"filename": "b.pdf", "media_type": "application/pdf", "sha256": new, "size": 9}
    seen = file_seen(twelve.database, twelve.document)
    twelve.submits("ha", ReplaceDocument(meeting_id=1, document_id=twelve.document, seen=seen, **said))
    suspects(twelve, twelve.document, first)
    remove = RemoveDocument(meeting_id=1, document_id=twelve.document)
    assert twelve.refuses("ha", remove) == "documents.undecided_paper"
    twelve.submits("ha", ClearSuspicion(meeting_id=1, document_id=twelve.document, of=first))
    twelve.submits("ha", remove)


def test_only_the_secretary_reads_the_name_of_a_removed_suspected_paper(twelve: Council) -> None:
    document = another(twelve)
    opens(twelve, "lan", 1, document=document)
    twelve.submits("ha", RemoveDocument(meeting_id=1, document_id=document))
    suspects(twelve, document, "r")
    twelve.tells()
    path = f"/meetings/1/papers/{document}/reading"
    assert Browser(twelve, "an").get(path).status_code == 404
    assert "Phụ lục" not in words(twelve, "lan", "/m/1/reading")
    assert "Phụ lục" in words(twelve, "ha", path)


@pytest.mark.parametrize("internal", [False, True])
def test_the_name_of_a_removed_paper_is_shown_to_its_readers_until_then(twelve: Council, *, internal: bool) -> None:
    document = another(twelve)
    to_guests = ChooseReaders(meeting_id=1, document_id=document, readers=Readers(guests=True))
    twelve.submits("ha", to_guests)
    for who in ("lan", "guest"):
        assert opens(twelve, who, 1, document=document) == 200
    inside = twelve.submits("ha", AddItem(meeting_id=1, title="Việc nội bộ", internal=internal)).made["item_id"]
    renamed = {"title": "Tên mới", "item_id": inside, "seen": paper_seen(twelve.database, document)}
    twelve.submits("ha", ChangeDocument(meeting_id=1, document_id=document, **renamed))
    if not internal:
        twelve.submits("ha", ChooseReaders(meeting_id=1, document_id=document, readers=Readers()))
    twelve.tells()
    assert "Tên mới" not in words(twelve, "guest", "/m/1/reading")
    twelve.submits("ha", RemoveItem(meeting_id=1, item_id=inside))
    twelve.tells()
    assert "Tên mới" in words(twelve, "lan", "/m/1/reading"), "who has read it"
    assert "Tên mới" not in words(twelve, "guest", "/m/1/reading")


def test_people_who_could_read_a_removed_paper_still_read_that_it_is_gone(twelve: Council) -> None:
    document = another(twelve)
    readers = Readers(members=False, guests=True, closes_at=stamp(twelve.clock() + timedelta(minutes=30)))
    twelve.submits("ha", ChooseReaders(meeting_id=1, document_id=document, readers=readers))
    assert opens(twelve, "guest", 1, document=document) == 200
    twelve.submits("ha", RemoveDocument(meeting_id=1, document_id=document))
    twelve.tells()
    twelve.clock.advance(minutes=60)
    assert "Phụ lục" in words(twelve, "guest", "/m/1/reading")


def test_nobody_stores_who_opened_a_secret_paper(twelve: Council) -> None:
    opens(twelve, "lan", 1)
    replaced(twelve)
    opens(twelve, "lan", 2, version=2)
    with twelve.database.read() as db:
        of = find_document(db, 1, twelve.document).sha256
    twelve.submits("system", WithdrawSecret(meeting_id=1, document_id=twelve.document, of=of))
    assert kept(twelve) == {(twelve.document, 1, 1)}, "the former version was another content"


def test_deleting_a_secret_former_version_deletes_its_readings(twelve: Council) -> None:
    with twelve.database.read() as db:
        first = find_document(db, 1, twelve.document).sha256
    opens(twelve, "lan", 1)
    replaced(twelve)
    opens(twelve, "lan", 2, version=2)
    said = {"title": "Bản sao", "filename": "r.pdf", "media_type": "application/pdf", "sha256": first, "size": 1}
    copy = twelve.submits("system", AddDocument(meeting_id=1, item_id=None, **said)).made["document_id"]
    twelve.submits("system", WithdrawSecret(meeting_id=1, document_id=copy, of=first))
    assert kept(twelve) == {(twelve.document, 2, 2)}


def test_changes_are_announced_without_looking_at_other_peoples_reading(twelve: Council) -> None:
    for who in ("lan", "nam", "khoa"):
        opens(twelve, who, 1)
    replaced(twelve)
    loaded: list[int] = []

    def notes(row: PaperRead, _: object) -> None:
        loaded.append(row.person_id)

    event.listen(PaperRead, "load", notes)
    try:
        assert "Bản 2 khác bản 1" in words(twelve, "lan", f"/m/1/papers/{twelve.document}/changes")
    finally:
        event.remove(PaperRead, "load", notes)
    assert set(loaded) <= {twelve.people["lan"]}


def test_people_who_lost_the_right_to_read_get_no_notice_of_a_version(twelve: Council) -> None:
    opens(twelve, "lan", 1)
    replaced(twelve)
    twelve.submits("ha", ChooseReaders(meeting_id=1, document_id=twelve.document, readers=Readers(members=False)))
    assert "Mở bản 2" not in words(twelve, "lan", "/m/1/reading/news")
    assert Browser(twelve, "lan").get(f"/m/1/papers/{twelve.document}/changes").status_code == 404


def test_a_later_meeting_is_read_ahead_and_noted_by_its_day(twelve: Council) -> None:
    twelve.clock.advance(hours=2)
    opens(twelve, "lan", 2)
    with twelve.database.read() as db:
        assert read_of(db, twelve.document)[0].first_at == twelve.clock()
