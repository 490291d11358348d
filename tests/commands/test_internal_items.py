"""Internal items: guests and the hall see no title, paper, vote or speaker of them, by any door."""

import pytest

from meeting.agenda.ordering import ChangeItem
from meeting.documents.arranging import ChooseReaders
from meeting.documents.commands import AddDocument, RecordRendition
from meeting.documents.readers import Readers
from meeting.planning.commands import PublishAgain
from meeting.speaking.commands import EnterSpeaker, GiveFloor
from meeting.voting.rules import MotionForm
from tests.cast import PDF
from tests.council import FOR, Council

SECRET = "Công tác cán bộ"
QUESTION = "Thông qua nhân sự"


@pytest.fixture
def closed(council: Council) -> Council:
    """The second item is not for guests, with a paper and a question under it."""
    with council.unwatched():
        paper = {"meeting_id": council.meeting, "document_id": council.document}
        council.submits("ha", ChooseReaders(**paper, readers=Readers(guests=True)))
        assert council.browser("guest").get(f"/m/1/papers/{council.document}").status_code == 200
        said = {"meeting_id": council.meeting, "item_id": council.items[1], "version": 1, "title": SECRET}
        council.submits("system", ChangeItem(**said, form="vote", presenter="Ban Tổ chức", internal=True))
        council.prepares(QUESTION, item=2)
    return council


def everything(council: Council, view: str) -> str:
    """Everything that a view is shown."""
    names = ("now", "stage") if view == "screen" else ("now", "floor", "motion", "papers", "agenda", "news", "minutes")
    return " ".join(council.sees(view, name) for name in names)


def test_a_guest_and_the_hall_see_nothing_of_an_internal_item_before_and_during_it(closed: Council) -> None:
    assert SECRET in everything(closed, "member")
    with closed.unwatched():
        closed.sits()
    assert SECRET not in everything(closed, "screen"), "not as the next one either"
    closed.turns_to(2)
    speech = closed.submits("ha", EnterSpeaker(meeting_id=closed.meeting, seat_id=closed.seats["lan"]))
    closed.submits("ha", GiveFloor(meeting_id=closed.meeting, speech_id=speech.made["speech_id"], minutes=3))
    assert "Trần Thị Lan" in everything(closed, "member")
    for view in ("guest", "screen"):
        shown = everything(closed, view)
        for word in (SECRET, QUESTION, "Ban Tổ chức", "Tờ trình", "Trần Thị Lan"):
            assert word not in shown, (view, word)
        assert "Đang họp nội bộ" in shown
    page = closed.browser("guest").get("/m/1").text
    assert SECRET not in page
    assert "Tờ trình" not in page
    assert SECRET not in closed.browser("guest").get("/").text


def test_guests_never_learn_of_a_vote_under_an_internal_item_even_when_it_is_announced(closed: Council) -> None:
    with closed.unwatched():
        closed.sits()
        closed.turns_to(2)
        motion = closed.prepares("Bầu ủy viên", item=2, form=MotionForm.OPEN)
    closed.opens(motion)
    for view in ("guest", "screen"):
        assert "Bầu ủy viên" not in everything(closed, view)
    closed.splits(motion, 9, 0)
    closed.closes(motion)
    closed.announces(motion)
    for view in ("guest", "screen"):
        assert "Bầu ủy viên" not in everything(closed, view)
        assert "Tán thành" not in everything(closed, view)
    assert closed.box(motion) == {FOR: 9}


@pytest.mark.parametrize("path", ["", "/file.pdf", "/original"])
def test_a_paper_of_an_internal_item_is_missing_for_a_guest_by_plain_http(closed: Council, path: str) -> None:
    for who, status in (("lan", 200), ("guest", 404), ("screen", 404)):
        answer = closed.browser(who).get(f"/m/1/papers/{closed.document}{path}")
        assert answer.status_code == status, who
        answer.close()


def test_guests_never_see_a_paper_added_under_an_internal_item(closed: Council) -> None:
    blob = closed.house.site.blobs.put(PDF)
    readers = Readers(guests=True, people=(closed.people["guest"],))
    said = {"item_id": closed.items[1], "title": "Danh sách nhân sự", "filename": "a.pdf", "readers": readers}
    content = {"media_type": "application/pdf", "sha256": blob, "size": len(PDF)}
    added = closed.submits("system", AddDocument(meeting_id=closed.meeting, **said, **content)).made["document_id"]
    command = RecordRendition(meeting_id=closed.meeting, document_id=added, pdf_sha256=blob, pages=1)
    closed.submits("system", command)
    closed.submits("ha", PublishAgain(meeting_id=closed.meeting))
    assert "Danh sách nhân sự" in closed.sees("member", "agenda")
    assert "Danh sách nhân sự" not in closed.sees("guest", "agenda")
    assert "Danh sách nhân sự" not in closed.browser("guest").get("/m/1/papers/own").text
    assert closed.browser("guest").get(f"/m/1/papers/{added}").status_code == 404


def test_changes_of_an_internal_item_are_announced_to_everybody_except_guests(closed: Council) -> None:
    with closed.unwatched():
        closed.submits("ha", PublishAgain(meeting_id=closed.meeting))
    told = closed.browser("guest").get("/m/1/changes").text
    assert "Sửa nội dung: Kế hoạch đầu tư công" in told, "it was theirs until now"
    assert SECRET not in told
    said = {"meeting_id": closed.meeting, "item_id": closed.items[1], "version": 2}
    closed.submits("ha", ChangeItem(**said, title="Công tác cán bộ quý IV", internal=True))
    closed.submits("ha", PublishAgain(meeting_id=closed.meeting))
    assert "quý IV" in closed.browser("lan").get("/m/1/changes").text
    assert "quý IV" not in closed.browser("guest").get("/m/1/changes").text
    assert 'data-testid="news"' not in closed.sees("guest", "news")
    assert 'data-testid="news"' in closed.sees("member", "news")


def test_an_item_added_during_the_meeting_may_be_internal_too(sitting: Council) -> None:
    sitting.changes_agenda({"kind": "add", "title": "Việc nội bộ", "internal": True})
    assert "Việc nội bộ" in sitting.sees("member", "agenda")
    for panel in ("agenda", "motion"):
        assert "Việc nội bộ" not in sitting.sees("guest", panel)
    sitting.turns_to(4)
    assert "Việc nội bộ" not in everything(sitting, "screen")
