"""The makers of a meeting see which papers each item still lacks, by its kind of decision; it hinders nobody."""

from meeting.documents.arranging import ChooseKind
from meeting.documents.on_paper import AddOnPaper
from tests.council import Council
from tests.pages.client import Browser, Tags


def told(page: str) -> list[str]:
    """What is said of each item's dossier."""
    return [
        " ".join(Tags(each.partition("</ul>")[0]).text.split()) for each in page.split('data-testid="dossier">')[1:]
    ]


def test_an_item_with_a_vote_says_which_papers_are_missing(council: Council) -> None:
    ha, item = Browser(council, "ha"), council.items[1]
    council.submits("ha", ChooseKind(meeting_id=1, document_id=council.document, kind=""))
    assert told(ha.get("/meetings/1/papers").text) == ["Hồ sơ: Thiếu Tờ trình Thiếu Dự thảo quyết định"]
    assert "1 nội dung còn thiếu tài liệu trong hồ sơ" in ha.get("/meetings/1").text
    ha.send(f"/meetings/1/papers/{council.document}/kind", kind="Tờ trình")
    assert told(ha.get("/meetings/1/papers").text) == ["Hồ sơ: Có Tờ trình Thiếu Dự thảo quyết định"]
    council.submits("ha", AddOnPaper(meeting_id=1, item_id=item, title="Dự thảo Quyết định phát tại phòng"))
    assert told(ha.get(f"/meetings/1/agenda?item={item}").text) == ["Hồ sơ: Có Tờ trình Có Dự thảo quyết định"]
    assert "còn thiếu tài liệu trong hồ sơ" not in ha.get("/meetings/1").text


def test_items_decided_in_other_ways_need_no_papers(council: Council) -> None:
    council.prepares("Thông qua chương trình", item=2, decision="procedural")
    assert told(Browser(council, "ha").get("/meetings/1/papers").text) == []
