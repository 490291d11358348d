"""A paper has a kind, taken from its name until somebody chooses another; papers are ordered by kind, and by hand."""

from meeting.agenda.tables import find_meeting
from meeting.documents.arranging import ChooseKind, MoveDocument
from meeting.documents.on_paper import AddOnPaper
from meeting.documents.tables import documents_of
from meeting.packs.folder.paper_kinds import kind_entry, kind_named, kind_said
from meeting.packs.unload import pack_of
from tests.council import Council
from tests.pages.client import Browser
from tests.papers import PDF, sends


def listed(council: Council, item: int | None = None) -> list[tuple[str, str]]:
    """Title and kind of each paper under an item, in their order."""
    with council.database.read() as db:
        return [(each.title, each.kind) for each in documents_of(db, 1) if each.item_id == item]


def uploads(council: Council, *names: str) -> None:
    item = str(council.items[2])
    for number, name in enumerate(names):
        key, content = f"k{number}", PDF + str(number).encode()
        assert sends(Browser(council, "ha"), 1, name, content, key=key, item=item).json["ok"]


NAMES = ("Báo cáo thẩm tra.pdf", "so-lieu.pdf", "du-thao-nghi-quyet.pdf", "To_trinh-125.pdf")


def test_papers_are_sorted_by_the_kinds_in_their_names_in_any_order_of_arrival(council: Council) -> None:
    uploads(council, *NAMES)
    assert listed(council, council.items[2]) == [
        ("To trinh-125", "Tờ trình"),
        ("Báo cáo thẩm tra", "Báo cáo thẩm tra"),
        ("du-thao-nghi-quyet", "Dự thảo nghị quyết"),
        ("so-lieu", ""),
    ]
    council.tells()
    shown = council.sees("member", "agenda")
    assert '<b class="tag">Dự thảo nghị quyết</b>' in shown
    assert '<b class="tag">Báo cáo thẩm tra</b>' in shown
    council.retells()


def test_one_press_chooses_a_kind_and_moves_the_paper_among_its_kind(council: Council) -> None:
    uploads(council, *NAMES)
    with council.database.read() as db:
        paper = documents_of(db, 1)[-1]
    assert paper.title == "so-lieu"
    page = Browser(council, "ha").get("/meetings/1/papers").text
    assert f'action="/meetings/1/papers/{paper.id}/kind"' in page
    assert '<button class="button" name="kind" value="Tờ trình"' in page
    Browser(council, "ha").send(f"/meetings/1/papers/{paper.id}/kind", kind="Tờ trình")
    assert [title for title, _ in listed(council, council.items[2])][:2] == ["To trinh-125", "so-lieu"]
    council.retells()
    secret = ChooseKind(meeting_id=1, document_id=paper.id, kind="TUYỆT MẬT")
    assert council.refuses("ha", secret) == "documents.bad_kind"


def test_the_secretary_reorders_papers_by_buttons(council: Council) -> None:
    uploads(council, *NAMES)
    with council.database.read() as db:
        papers = {each.title: each.id for each in documents_of(db, 1)}
    browser = Browser(council, "ha")
    browser.send(f"/meetings/1/papers/{papers['so-lieu']}/move", step="up")
    browser.send(f"/meetings/1/papers/{papers['so-lieu']}/move", step="up")
    command = [title for title, _ in listed(council, council.items[2])]
    assert command == ["To trinh-125", "so-lieu", "Báo cáo thẩm tra", "du-thao-nghi-quyet"]
    last = MoveDocument(meeting_id=1, document_id=papers["To trinh-125"], position=4)
    council.submits("ha", last)
    command = [title for title, _ in listed(council, council.items[2])]
    assert command == ["so-lieu", "Báo cáo thẩm tra", "du-thao-nghi-quyet", "To trinh-125"]
    beyond = MoveDocument(meeting_id=1, document_id=papers["so-lieu"], position=5)
    assert council.refuses("ha", beyond) == "agenda.bad_place"
    council.retells()
    council.tells()
    told = browser.get("/meetings/1").text
    assert "Thêm tài liệu: so-lieu" in told


def test_a_new_kind_or_order_is_announced_to_people_who_know_the_papers(council: Council) -> None:
    uploads(council, *NAMES)
    council.tells()
    with council.database.read() as db:
        papers = {each.title: each.id for each in documents_of(db, 1)}
    council.submits("ha", MoveDocument(meeting_id=1, document_id=papers["To trinh-125"], position=2))
    council.submits("ha", ChooseKind(meeting_id=1, document_id=papers["so-lieu"], kind="Phụ lục"))
    page = Browser(council, "ha").get("/meetings/1").text
    assert "Xếp lại tài liệu: " in page
    assert "Đổi loại tài liệu: so-lieu" in page
    assert "Phụ lục" not in council.sees("member", "agenda")


def test_the_checklist_of_an_item_counts_the_kind_and_not_the_name(council: Council) -> None:
    browser, item = Browser(council, "ha"), council.items[1]
    council.submits("ha", AddOnPaper(meeting_id=1, item_id=item, title="Văn bản số 12", kind="Dự thảo quyết định"))
    page = browser.get(f"/meetings/1/agenda?item={item}").text
    assert "Thiếu" not in page.partition('data-testid="dossier"')[2].partition("</ul>")[0]


def test_a_folder_states_a_kind_only_where_names_do_not_tell_it(council: Council) -> None:
    assert kind_named("Tờ trình số 12", "a.pdf") == "Tờ trình"
    assert kind_entry("Tờ trình", "Tờ trình số 12", "a.pdf") == {}
    assert kind_entry("", "Tờ trình số 12", "a.pdf") == {"kind": "khác"}
    assert kind_said("Khác") == ""
    uploads(council, *NAMES)
    with council.database.read() as db:
        pack = pack_of(db, find_meeting(db, 1), council.house.site.blobs)
    assert [(each.title, each.kind) for each in pack.items[2].papers] == listed(council, council.items[2])
