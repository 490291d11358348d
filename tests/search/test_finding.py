"""Search as people use it: from a paper that is handed in to the page that opens, and only for those who may read
it."""

import re

import pytest
from sqlalchemy import event

from meeting.agenda.commands import AddItem, AddSeat
from meeting.conduct.commands import RecordConclusion
from meeting.documents.arranging import ChooseReaders, RemoveDocument
from meeting.documents.on_paper import AddOnPaper
from meeting.documents.readers import Readers
from meeting.kernel.refusals import declared
from meeting.kernel.roles import Role
from meeting.search import reading
from meeting.search.indexes import index_of
from meeting.store.engine import is_sqlite
from tests.cast import SECOND_MEETING
from tests.council import Council
from tests.forms import HEADING, types
from tests.heard import Statements
from tests.pages.client import Browser
from tests.presiding import give, presidium
from tests.search.conftest import Indexes, adds, asks, found


def plans(council: Council, title: str, count: int) -> None:
    """Add this many items to the agenda."""
    with council.unwatched():
        for number in range(count):
            item = AddItem(meeting_id=council.meeting, position=0, title=f"{title} {number}", form="other", minutes=5)
            council.submits("system", item)


def test_a_page_of_a_paper_is_found_without_accents_and_opens_there(council: Council, indexes: Indexes) -> None:
    paper = adds(council, "Quy chế", "Chương I", "Theo Điều 35 của Luật Tổ chức", item=council.items[1])
    indexes()
    page = asks(council, "lan", "dieu 35")
    assert "<mark>Điều</mark>" in page
    assert found(page) == [
        "Tài liệu Phiên họp thường kỳ tháng 9, 24/09/2026 Quy chế Trang 2 Theo Điều 35 của Luật Tổ chức"
    ]
    address = re.search(r'class="found-page figures" href="([^"]+)"', page)
    assert address is not None
    assert address[1] == f"/m/{council.meeting}/papers/{paper}#page=2&amp;words=%C4%90i%E1%BB%81u%2035"


def test_nobody_finds_a_text_that_they_may_not_see(council: Council, indexes: Indexes) -> None:
    """No result, no count and no word of it: not for somebody without a seat, and not from a meeting that is still a
    draft."""
    adds(council, "Mật ngữ", "hoa phượng đỏ")
    indexes()
    for who in ("an", "ha", "lan", "admin"):
        assert len(found(asks(council, who, "hoa phuong"))) == 1, who
    for who in ("guest", "outsider"):
        assert found(asks(council, who, "hoa phuong")) == []
    assert "Không tìm thấy" in asks(council, "outsider", "hoa phuong")
    admin = Browser(council, "admin")
    draft = int(types(admin, "/meetings/new", **HEADING).rpartition("/")[2])
    for who, role in (("lan", Role.MEMBER), ("ha", Role.CLERK)):
        seat = AddSeat(meeting_id=draft, person_id=council.people[who], role=role, votes=False, label="", head=False)
        council.submits("admin", seat)
    adds(council, "Bản nháp", "bằng lăng tím", meeting=draft)
    indexes()
    assert found(asks(council, "lan", "bang lang")) == []
    assert found(asks(council, "lan", "thang 10")) == []
    assert len(found(asks(council, "ha", "bang lang"))) == 1
    assert f"/meetings/{draft}/papers/" in asks(council, "ha", "bang lang"), "its secretary has no page of the room yet"


def test_conclusions_decisions_titles_and_people_are_found(council: Council, indexes: Indexes) -> None:
    with council.unwatched():
        for account in council.voters:
            council.arrives(account)
        council.starts()
        motion = council.opens_motion("Thông qua kế hoạch đầu tư")
        conclusion = RecordConclusion(
            meeting_id=council.meeting, item_id=council.items[1], text="Giao Phòng Kinh tế rà soát", version=0
        )
        council.submits("ha", conclusion)
        council.splits(motion, 9, 0)
        council.closes(motion)
        council.announces(motion)
        council.ends()
    indexes()
    assert found(asks(council, "lan", "ra soat"))[0].startswith("Kết luận Phiên họp thường kỳ tháng 9")
    assert any(each.startswith("Kết quả biểu quyết") for each in found(asks(council, "guest", "dau tu")))
    assert any(each.startswith("Nội dung") for each in found(asks(council, "lan", "dau tu cong")))
    assert found(asks(council, "ha", "ho anh dao"))[0].startswith("Người dự")
    assert found(asks(council, "lan", "ho anh dao")) == []
    assert any(each.startswith("Biên bản") for each in found(asks(council, "ha", "rà soát"))), (
        "the draft, to who signs it"
    )
    assert not any(each.startswith("Biên bản") for each in found(asks(council, "lan", "rà soát")))


def test_a_scanned_paper_is_reported_to_have_no_text(
    council: Council, indexes: Indexes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meeting.documents.jobs.can_read_scans", lambda: True)
    adds(council, "Bản chụp", "", "")  # the cast's own paper is a picture too
    indexes()
    assert "2 tài liệu là ảnh chụp" in asks(council, "lan", "")
    assert found(asks(council, "lan", "ban chup")), "its title is found all the same"
    assert "ảnh chụp" not in asks(council, "outsider", "x")


def test_papers_are_converted_while_the_index_cannot_be_read(council: Council, indexes: Indexes) -> None:
    """As on a full disk, on which SQLite cannot even read."""
    indexes()
    file = council.house.site.settings.data / "search.db"
    if not file.exists():
        pytest.skip("PostgreSQL keeps the index itself")
    file.write_bytes(b"no database " * 1000)
    ha = council.browser("ha")
    assert ha.get(f"/meetings/{council.meeting}/papers").status_code == 200
    answer = ha.get("/search?q=ngan+sach")
    assert answer.status_code == 503 and declared()["search.out_of_reach"][1] in answer.text


def test_a_removed_paper_is_not_found(council: Council, indexes: Indexes) -> None:
    paper = adds(council, "Thừa", "xoài cát Hòa Lộc")
    indexes()
    assert found(asks(council, "lan", "xoai cat"))
    council.submits("system", RemoveDocument(meeting_id=council.meeting, document_id=paper))
    assert found(asks(council, "lan", "xoai cat")) == [], "at once, before the worker has looked"
    indexes()
    site = council.house.site
    with council.database.read() as db:
        assert index_of(site.database, site.settings.data).contents() == set(reading.contents(db))


def test_a_paper_handed_out_in_the_room_leads_to_the_place_where_it_is_listed(
    council: Council, indexes: Indexes
) -> None:
    council.submits("system", AddOnPaper(meeting_id=council.meeting, item_id=None, title="Tài liệu nhân sự quý bốn"))
    indexes()
    for who, address in (("admin", f"/meetings/{council.meeting}/papers"), ("lan", f"/m/{council.meeting}/tablet")):
        page = asks(council, who, "nhân sự quý bốn")
        links = re.findall(r'href="(/m(?:eetings)?/1/[^"]+)"', page.partition('data-testid="results"')[2])
        assert links[0] == address
        assert council.browser(who).get(address).status_code == 200


def test_the_same_paper_in_two_meetings_is_one_result(council: Council, indexes: Indexes) -> None:
    second = council.submits("admin", SECOND_MEETING).made["meeting_id"]
    seat = AddSeat(meeting_id=second, person_id=council.people["lan"], role="member", votes=True, label="", head=False)
    council.submits("admin", seat)
    adds(council, "Nghị định", "Nghị định 30 về công tác văn thư")
    adds(council, "Nghị định", "Nghị định 30 về công tác văn thư", meeting=second)
    indexes()
    pages = [each for each in found(asks(council, "lan", "van thu")) if "Trang 1" in each]
    assert len(pages) == 1
    assert "Cũng ở" in pages[0]
    assert "Cũng ở" not in asks(council, "guest", "van thu"), "the other meeting is not theirs"


def test_many_results_come_page_by_page_and_a_senseless_address_is_answered(council: Council, indexes: Indexes) -> None:
    plans(council, "Số liệu lúa gạo", 12)
    indexes()
    page = asks(council, "lan", "lua gao")
    assert "12 kết quả" in page
    assert len(found(page)) == 10
    second = council.browser("lan").get("/search?words=lua+gao&page=2").text
    assert len(found(second)) == 2
    for mad in ("page=999999", "page=-1", "page=x", "words=%00", "words=%22", "words=" + "a" * 5000):
        assert council.browser("lan").get(f"/search?words=lua&{mad}").status_code == 200
    assert council.browser("lan").get("/search?words=<script>alert(1)</script>").text.count("<script>alert") == 0


def test_a_search_runs_as_many_statements_however_much_there_is(council: Council, indexes: Indexes) -> None:
    if not is_sqlite(council.database.url):
        return
    counts = []
    for more in (2, 8):
        plans(council, "Mùa màng", more)
        indexes()
        said = Statements()
        engine = council.database._reading
        event.listen(engine, "before_cursor_execute", said)
        asks(council, "lan", "mua mang")
        event.remove(engine, "before_cursor_execute", said)
        counts.append(said.count)
    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_a_guest_finds_only_papers_meant_for_guests(council: Council, indexes: Indexes) -> None:
    for_all = adds(council, "Công khai", "sen hồng Đồng Tháp")
    adds(council, "Nội bộ", "sen hồng nội bộ")
    readers = Readers(guests=True)
    council.submits("ha", ChooseReaders(meeting_id=council.meeting, document_id=for_all, readers=readers))
    indexes()
    assert len(found(asks(council, "lan", "sen hong"))) == 2
    assert [each for each in found(asks(council, "guest", "sen hong")) if "Nội bộ" in each] == []
    assert len(found(asks(council, "guest", "sen hong"))) == 1
    assert found(asks(council, "guest", "noi bo")) == [], "nor by its name"


def test_a_guest_finds_nothing_of_an_internal_item(council: Council, indexes: Indexes) -> None:
    command = AddItem(meeting_id=council.meeting, title="Công tác cán bộ", internal=True)
    item = council.submits("system", command).made["item_id"]
    paper = adds(council, "Danh sách nhân sự", "Đề nghị bổ nhiệm", item=item)
    readers = Readers(guests=True)
    council.submits("ha", ChooseReaders(meeting_id=council.meeting, document_id=paper, readers=readers))
    indexes()
    for words in ("can bo", "nhan su", "bo nhiem"):
        assert found(asks(council, "lan", words)), words
        assert found(asks(council, "guest", words)) == [], words


def test_only_the_presiding_one_of_two_planned_chairs_finds_a_restricted_paper(
    council: Council, indexes: Indexes
) -> None:
    """As the paper itself opens: for the person who presides, and for its readers."""
    presidium(council)
    paper = adds(council, "Riêng", "thu vàng lá rụng")
    readers = Readers(members=False, people=(council.people["khoa"],))
    council.submits("ha", ChooseReaders(meeting_id=council.meeting, document_id=paper, readers=readers))
    indexes()
    assert [len(found(asks(council, who, "la rung"))) for who in ("an", "lan", "khoa", "nam")] == [1, 0, 1, 0]
    council.submits("ha", give(council, "lan"))
    assert [len(found(asks(council, who, "la rung"))) for who in ("an", "lan", "khoa", "nam")] == [0, 1, 1, 0]
