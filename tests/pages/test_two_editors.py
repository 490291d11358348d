"""When two people change a paper, a seat or a question at once, the second is refused and reads both texts."""

import re

from meeting.documents.tables import find_document
from meeting.voting.tables import motions_of
from tests.council import Council
from tests.forms import types
from tests.pages.client import Browser


def seen(page: str, action: str) -> str:
    """The field `seen` of the form with this address: what the form showed."""
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    found = re.search(r'name="seen" value="([^"]+)"', form)
    assert found is not None, action
    return found[1]


def test_the_second_who_renames_a_paper_sees_what_the_first_wrote(council: Council) -> None:
    council.watching = False
    first, second = Browser(council, "ha"), Browser(council, "admin")
    paper = f"/meetings/1/papers/{council.document}"
    shown = seen(first.get("/meetings/1/papers").text, paper)
    says = {"item": str(council.items[1]), "seen": shown}
    assert first.send(paper, title="Tờ trình của Hà", **says).status_code == 303
    answer = second.send(paper, title="Tờ trình của quản trị", **says)
    assert (answer.status_code, "vừa được người khác sửa" in answer.text) == (409, True)
    form = answer.text.partition(f'action="{paper}"')[2].partition("</form>")[0]
    assert 'value="Tờ trình của quản trị"' in form and "<b>Tờ trình của Hà</b>" in form
    with council.database.read() as db:
        assert find_document(db, 1, council.document).title == "Tờ trình của Hà"
    again = says | {"seen": seen(answer.text, paper)}
    assert second.send(paper, title="Tờ trình của quản trị", **again).status_code == 303, "who has seen both decides"
    with council.database.read() as db:
        assert find_document(db, 1, council.document).title == "Tờ trình của quản trị"


def test_the_second_who_moves_a_paper_reads_where_the_first_put_it(council: Council) -> None:
    council.watching = False
    first, second = Browser(council, "ha"), Browser(council, "admin")
    paper = f"/meetings/1/papers/{council.document}"
    page = first.get("/meetings/1/papers").text
    with council.database.read() as db:
        title = find_document(db, 1, council.document).title
    says = {"title": title, "seen": seen(page, paper)}
    first.send(paper, item="meeting", **says)
    answer = second.send(paper, item=str(council.items[2]), **says)
    form = answer.text.partition(f'action="{paper}"')[2].partition("</form>")[0]
    assert "Hiện đang lưu:" in form and "<b>Chung cả phiên họp</b>" in form


def test_the_second_who_changes_a_seat_sees_what_the_first_wrote(council: Council) -> None:
    council.watching = False
    first, second = Browser(council, "ha"), Browser(council, "admin")
    seat = f"/meetings/1/people/{council.seats['lan']}"
    shown = seen(first.get("/meetings/1/people").text, seat)
    assert first.send(seat, role="member", votes="yes", label="Z1", seen=shown).status_code == 303
    answer = second.send(seat, role="guest", label="Z2", seen=shown)
    assert answer.status_code == 409
    form = answer.text.partition(f'action="{seat}"')[2].partition("</form>")[0]
    assert 'value="Z2"' in form and "<b>Z1</b>" in form and "<b>Thành viên</b>" in form and "<b>có</b>" in form
    page = first.get("/meetings/1/people").text
    assert "Ghế Z1" in page and "Ghế Z2" not in page


def test_the_way_of_voting_saved_by_somebody_else_is_shown(council: Council) -> None:
    council.watching = False
    admin, ha = Browser(council, "admin"), Browser(council, "ha")
    under = f"/meetings/1/agenda/{council.items[1]}/questions"
    said = {"title": "Thông qua kế hoạch", "form": "open", "decision": "committee_decision"}
    types(admin, under, **said)
    with council.database.read() as db:
        motion = motions_of(db, 1)[0].id
    types(ha, f"{under}/{motion}", **said | {"form": "hands"}, version="1")
    answer = admin.send(f"{under}/{motion}", **said | {"title": "Khác"}, version="1")
    part = answer.text.partition(f'id="question-form-{motion}"')[2].partition("</div>")[0]
    assert (answer.status_code, "<b>Giơ tay</b>" in part) == (409, True)


def test_text_typed_into_an_item_that_somebody_removed_is_kept(council: Council) -> None:
    council.watching = False
    item = council.items[1]
    assert Browser(council, "admin").send(f"/meetings/1/agenda/{item}/remove").status_code == 303
    typed = {"title": "Đầu tư công", "form": "vote", "text": "Viết cả <buổi> sáng"}
    answer = Browser(council, "ha").send(f"/meetings/1/agenda/{item}", version="1", **typed)
    assert answer.status_code == 404
    assert "Nội dung này vừa bị người khác bỏ" in answer.text
    assert "Đầu tư công" in answer.text and "Viết cả &lt;buổi&gt; sáng" in answer.text
