"""The life of a plan: submitted to its chair, approved or returned, published, changed, and published again."""

from collections.abc import Iterator

import pytest

from meeting.agenda.approving import (
    ApproveMeeting,
    RecallSubmission,
    RequireApproval,
    ReturnMeeting,
    SubmitMeeting,
)
from meeting.agenda.commands import AddItem, ChangeMeeting
from meeting.agenda.ordering import ChangeItem, MoveItem
from meeting.agenda.publishing import PublishMeeting, SeeChanges
from meeting.agenda.tables import Publication, find_meeting
from meeting.documents.commands import AddDocument
from meeting.documents.on_paper import AddOnPaper, SuspectSecret
from meeting.documents.readers import Readers
from meeting.people.commands import SetPlanner
from meeting.planning.approving import ApproveChanges, ReturnChanges, SubmitChanges
from meeting.planning.changes import untold
from meeting.planning.commands import PublishAgain, RemoveItem
from meeting.planning.rules import Change, ChangeKind
from meeting.voting.commands.motions import PrepareMotion
from tests.council import Council
from tests.pages.client import Browser
from tests.planned import Draft, a_meeting


@pytest.fixture
def draft(council: Council) -> Iterator[Draft]:
    """A complete draft: an presides, ha writes, lan is invited."""
    with council.unwatched():
        draft = Draft(council)
        draft.invites("an", "chair", votes=True)
        draft.invites("ha", "clerk")
        draft.invites("lan", "member", votes=True)
        draft.item = draft.adds("Khai mạc")  # type: ignore[attr-defined]
        yield draft


def submits(draft: Draft) -> None:
    draft.council.submits("ha", SubmitMeeting(meeting_id=draft.meeting))


def changes(council: Council) -> list[tuple[ChangeKind, str, str]]:
    """The changes that are not published yet."""
    with council.database.read() as db:
        return [(each.kind, each.name, each.was) for each in untold(db, council.meeting)]


def test_only_its_chair_sees_and_publishes_a_submitted_draft(draft: Draft) -> None:
    council, page = draft.council, f"/meetings/{draft.meeting}/approval"
    assert council.browser("an").get(page).status_code == 403
    submits(draft)
    assert "Khai mạc" in council.browser("an").get(page).text
    assert 'data-testid="to-approval"' in council.browser("an").get("/").text
    assert "tháng 10" in council.browser("an").get("/meetings").text
    for who in ("lan", "guest", "outsider"):
        assert council.browser(who).get(page).status_code == 403
        assert council.browser(who).get(f"/m/{draft.meeting}").status_code == 403
        assert "tháng 10" not in council.browser(who).get("/meetings").text
        assert council.refuses(who, ApproveMeeting(meeting_id=draft.meeting, submission=1)) == "access.not_allowed"
    assert council.browser("an").get(f"/m/{draft.meeting}").status_code == 403
    council.submits("an", ApproveMeeting(meeting_id=draft.meeting, submission=1))
    assert council.browser("lan").get(f"/m/{draft.meeting}").status_code == 200
    council.retells()
    kinds = [event.kind for event in council.events()][-2:]
    assert kinds == ["agenda.meeting_approved", "agenda.meeting_published"]


def test_the_chair_reads_no_name_of_a_suspected_paper_and_opens_none_that_is_on_paper(
    draft: Draft,
) -> None:
    council, meeting = draft.council, draft.meeting
    item = draft.adds("Phương án")
    said = {"filename": "a.pdf", "media_type": "application/pdf", "sha256": "ab" * 32, "size": 9}
    for title in ("Phương án bảy", "Tờ trình"):
        made = council.submits("ha", AddDocument(meeting_id=meeting, item_id=item, title=title, **said)).made
        said["sha256"] = "cd" * 32
        if title == "Phương án bảy":
            held = made["document_id"]
    council.submits("system", SuspectSecret(meeting_id=meeting, document_id=held, of="ab" * 32))
    lies = council.submits("ha", AddOnPaper(meeting_id=meeting, item_id=item, title="Tài liệu nhân sự")).made
    council.submits("ha", SubmitMeeting(meeting_id=meeting))
    page = council.browser("an").get(f"/meetings/{meeting}/approval").text
    assert "Phương án bảy" not in page and "Tạm ẩn: nghi là tài liệu mật" in page
    assert "Tài liệu nhân sự" in page and "Phát giấy tại phòng" in page
    assert [f"papers/{each}.pdf" in page for each in (held, held + 1, lies["document_id"])] == [False, True, False]


def test_a_draft_with_two_chairs_is_sent_to_the_one_who_can_approve_it(draft: Draft) -> None:
    """No page shows a link that would answer with a refusal."""
    council, page = draft.council, f"/meetings/{draft.meeting}/approval"
    draft.invites("nam", "chair", votes=True)
    council.submits("admin", SetPlanner(person_id=council.people["nam"], planner=True))
    submits(draft)
    for who, waits in (("an", True), ("nam", False)):
        browser = council.browser(who)
        assert (browser.get(page).status_code == 200) is waits
        assert ('data-testid="to-approval"' in browser.get("/").text) is waits
        assert (page in browser.get("/meetings").text) is waits


def test_a_submitted_draft_is_frozen_until_it_is_answered_or_taken_back(draft: Draft) -> None:
    council, meeting = draft.council, draft.meeting
    submits(draft)
    paper = {"title": "Tờ trình", "filename": "a.pdf", "media_type": "application/pdf", "sha256": "ab" * 32, "size": 9}
    for command in (
        AddItem(meeting_id=meeting, title="Thêm"),
        ChangeItem(meeting_id=meeting, item_id=draft.item, version=1, title="Khác"),  # type: ignore[attr-defined]
        RemoveItem(meeting_id=meeting, item_id=draft.item),  # type: ignore[attr-defined]
        AddDocument(meeting_id=meeting, item_id=None, **paper),
        PrepareMotion(meeting_id=meeting, item_id=draft.item, title="Thông qua"),  # type: ignore[attr-defined]
    ):
        assert council.refuses("ha", command) == "agenda.submitted"
    assert council.refuses("ha", SubmitMeeting(meeting_id=meeting)) == "agenda.submitted"
    assert council.refuses("ha", PublishMeeting(meeting_id=meeting)) == "agenda.submitted"
    council.submits("ha", RecallSubmission(meeting_id=meeting, submission=1))
    assert council.refuses("an", ApproveMeeting(meeting_id=meeting, submission=1)) == "access.not_allowed"
    council.submits("ha", AddItem(meeting_id=meeting, title="Thêm"))
    submits(draft)
    assert council.refuses("an", ApproveMeeting(meeting_id=meeting, submission=1)) == "agenda.submitted_anew"
    council.submits("an", ApproveMeeting(meeting_id=meeting, submission=2))
    assert council.refuses("ha", RecallSubmission(meeting_id=meeting, submission=2)) == "agenda.not_submitted"
    council.retells()


def test_the_chair_returns_a_draft_with_words_that_its_secretary_reads(draft: Draft) -> None:
    council, back = draft.council, {"meeting_id": draft.meeting, "submission": 1}
    submits(draft)
    assert council.refuses("an", ReturnMeeting(**back, words="")) == "agenda.no_words"
    council.submits("an", ReturnMeeting(**back, words="Thêm phần ngân sách"))
    assert "Thêm phần ngân sách" in council.browser("ha").get(f"/meetings/{draft.meeting}").text
    assert "tháng 10" not in council.browser("an").get("/").text
    submits(draft)
    with council.database.read() as db:
        assert find_meeting(db, draft.meeting).returned == "", "they were answered"
    council.retells()


def test_in_an_office_that_requires_the_chairs_approval_nobody_publishes_without_it(draft: Draft) -> None:
    council, publish = draft.council, PublishMeeting(meeting_id=draft.meeting)
    council.submits("admin", RequireApproval(required=True))
    for who in ("ha", "admin"):
        assert council.refuses(who, publish) == "agenda.needs_approval"
    assert 'data-testid="publish"' not in council.browser("ha").get(f"/meetings/{draft.meeting}").text
    assert council.refuses("admin", a_meeting(slug="qua-mat", draft=False)) == "agenda.draft_first"
    council.submits("admin", RequireApproval(required=False))
    council.submits("ha", publish)


def test_an_incomplete_draft_is_not_submitted(council: Council) -> None:
    with council.unwatched():
        draft = Draft(council)
    assert council.refuses("admin", SubmitMeeting(meeting_id=draft.meeting)) == "agenda.no_chair"


def test_everybody_is_notified_of_changes_after_publication_and_the_secretary_sees_who_read_them(
    council: Council,
) -> None:
    again = PublishAgain(meeting_id=council.meeting)
    assert council.refuses("ha", again) == "agenda.nothing_changed"
    with council.database.read() as db:
        was = find_meeting(db, council.meeting)
    names = {name: getattr(was, name) for name in ("title", "body", "parent_body", "body_code")}
    times = {"starts_at": "2026-09-24T07:00:00.000Z", "ends_at": "2026-09-24T09:00:00.000Z"}
    council.submits("ha", ChangeMeeting(meeting_id=council.meeting, version=1, place="Hội trường", **names, **times))
    council.submits("ha", AddItem(meeting_id=council.meeting, title="Việc gấp"))
    assert "chưa báo" in council.browser("ha").get("/meetings/1").text
    assert "Việc gấp" not in council.browser("lan").get("/m/1/changes").text
    council.submits("ha", again)
    for who in ("an", "lan", "guest"):
        assert 'data-testid="news"' in council.browser(who).get("/").text, who
        told = council.browser(who).get("/m/1/changes").text
        assert "từ 08:00–11:00 24/09/2026 sang 14:00–16:00 24/09/2026" in told
        assert "từ “Phòng họp tầng 2” sang “Hội trường”" in told
        assert "Thêm nội dung: Việc gấp" in told
        assert "Lê Thu Hà" in told, "who told it"
    assert "Xem 3 thay đổi" in council.sees("member", "news")
    assert 'data-testid="news"' not in council.browser("ha").get("/").text, "who told it knows it"
    assert "10 người chưa xem" in council.browser("ha").get("/meetings/1").text
    council.submits("lan", SeeChanges(meeting_id=council.meeting, number=1))
    assert council.submits("lan", SeeChanges(meeting_id=council.meeting, number=1)).code == "", "said once"
    assert 'data-testid="news"' not in council.browser("lan").get("/").text
    page = council.browser("ha").get("/meetings/1").text
    assert "9 người chưa xem" in page
    assert "1 người đã xem" in page
    assert council.refuses("ha", again) == "agenda.nothing_changed"


def test_after_the_meeting_nobody_has_to_say_that_they_have_seen_the_changes(council: Council) -> None:
    council.submits("ha", AddItem(meeting_id=council.meeting, title="Việc gấp"))
    council.tells()
    council.sits()
    asked = council.browser("lan").get("/m/1/changes").text
    assert 'data-testid="see-changes"' in asked
    council.ends()
    before = council.seq()
    assert council.submits("guest", SeeChanges(meeting_id=council.meeting, number=1)).code == ""
    late = Browser(council, "lan")
    assert 'data-testid="see-changes"' not in late.get("/m/1/changes").text
    assert late.send("/m/1/changes", number="1").headers["Location"] == "/m/1/changes", "a page that was open"
    assert "không cần xác nhận đã xem nữa" in late.get("/m/1/changes").text
    assert council.seq() == before


def test_changes_are_announced_once_and_later_changes_again(council: Council) -> None:
    council.submits("ha", AddItem(meeting_id=council.meeting, title="Việc gấp"))
    council.submits("ha", PublishAgain(meeting_id=council.meeting))
    council.submits("lan", SeeChanges(meeting_id=council.meeting, number=1))
    council.submits("ha", MoveItem(meeting_id=council.meeting, item_id=council.items[2], position=1))
    council.submits("ha", PublishAgain(meeting_id=council.meeting))
    assert council.refuses("lan", SeeChanges(meeting_id=council.meeting, number=1)) == "agenda.no_such_change"
    assert 'data-testid="news"' in council.browser("lan").get("/").text
    with council.database.read() as db:
        told = [db.get_one(Publication, (council.meeting, number)).changes for number in (1, 2)]
    assert [[(each["kind"], each["name"]) for each in changes] for changes in told] == [
        [("item_added", "Việc gấp")],
        [("item_moved", "Kết luận")],
    ]


def test_a_change_that_was_undone_is_not_announced(council: Council) -> None:
    item, added = council.items[1], council.submits("ha", AddItem(meeting_id=council.meeting, title="Thừa"))
    council.submits("ha", RemoveItem(meeting_id=council.meeting, item_id=added.made["item_id"]))
    council.submits("ha", MoveItem(meeting_id=council.meeting, item_id=item, position=1))
    council.submits("ha", MoveItem(meeting_id=council.meeting, item_id=item, position=2))
    said = {"meeting_id": council.meeting, "item_id": item, "minutes": 20, "form": "vote"}
    council.submits("ha", ChangeItem(**said, version=1, title="Tên khác"))
    assert changes(council) == [(ChangeKind.ITEM_RENAMED, "Tên khác", "Kế hoạch đầu tư công năm 2027")]
    council.submits("ha", ChangeItem(**said, version=2, title="Kế hoạch đầu tư công năm 2027"))
    assert changes(council) == []


def test_no_changes_are_announced_for_a_draft_or_a_running_meeting(draft: Draft) -> None:
    council, again = draft.council, PublishAgain(meeting_id=draft.meeting)
    assert council.refuses("ha", again) == "agenda.not_published"
    council.submits("ha", PublishMeeting(meeting_id=draft.meeting))
    council.submits("ha", AddItem(meeting_id=draft.meeting, title="Việc gấp"))
    assert changes(council) == [(ChangeKind.ITEM_ADDED, "Việc gấp", "")]
    council.starts("an")
    assert council.refuses("ha", again) == "agenda.not_planned"


def test_every_kind_of_change_has_a_sentence() -> None:
    from meeting.office.changes import WORDS, in_words

    times = "2026-09-24T01:00:00.000Z/2026-09-25T04:00:00.000Z"
    for kind in ChangeKind:
        name, was = (times, times) if kind == ChangeKind.TIME else ("A", "B")
        assert kind in WORDS
        assert in_words([Change(kind=kind, name=name, was=was)], "vi")[0]
    assert in_words([Change(kind=ChangeKind.TIME, name=times, was=times)], "vi") == [
        "Đổi giờ họp: từ 08:00 24/09/2026–11:00 25/09/2026 sang 08:00 24/09/2026–11:00 25/09/2026"
    ]


def test_a_new_paper_is_announced_only_when_everybody_may_read_it(council: Council) -> None:
    """Even its name may say what the others must not know."""
    said = {"filename": "a.pdf", "media_type": "application/pdf", "sha256": "ab" * 32, "size": 9}
    for title, readers in (
        ("Của tất cả", Readers(guests=True)),
        ("Của thành viên", Readers()),
        ("Của một người", Readers(members=False, people=(council.people["nam"],))),
    ):
        paper = AddDocument(meeting_id=council.meeting, item_id=None, title=title, readers=readers, **said)
        council.submits("ha", paper)
    council.submits("ha", PublishAgain(meeting_id=council.meeting))
    told = {
        who: [
            title in council.browser(who).get("/m/1/changes").text
            for title in ("Của tất cả", "Của thành viên", "Của một người")
        ]
        for who in ("guest", "lan", "an", "ha")
    }
    assert told == {
        "guest": [True, False, False],
        "lan": [True, True, False],
        "an": [True, True, True],
        "ha": [True, True, True],
    }
    assert "Xem 1 thay đổi" in council.sees("guest", "news")
    assert "Xem 2 thay đổi" in council.sees("member", "news")


# changes after publication


def changed_plan(council: Council) -> PublishAgain:
    """The office requires approval. An item was added, another got more time. Return the secretary's publishing
    command."""
    council.submits("admin", RequireApproval(required=True))
    council.submits("ha", AddItem(meeting_id=council.meeting, title="Việc gấp"))
    said = {"title": "Kế hoạch đầu tư công năm 2027", "minutes": 45, "form": "vote", "presenter": "Bà Nguyễn Thị Mới"}
    council.submits("ha", ChangeItem(meeting_id=council.meeting, item_id=council.items[1], version=1, **said))
    return PublishAgain(meeting_id=council.meeting)


def posts(council: Council, who: str, path: str, **fields: str) -> str:
    """The page to which the form leads."""
    browser = Browser(council, who)
    answer = browser.send(path, **fields)
    return str(browser.get(answer.headers["Location"]).text if answer.status_code in (302, 303) else answer.text)


def test_changes_are_announced_after_the_chair_has_read_exactly_these(council: Council) -> None:
    again, page = changed_plan(council), "/meetings/1/approval/changes"
    for who in ("ha", "admin"):
        assert council.refuses(who, again) == "agenda.needs_approval"
    plan = council.browser("ha").get("/meetings/1").text
    assert 'data-testid="publish-again"' not in plan
    assert 'data-testid="to-approve-changes"' not in council.browser("an").get("/").text
    assert "Đã trình." in posts(council, "ha", "/meetings/1/changes/submit")
    assert 'data-testid="changes-wait"' in council.browser("ha").get("/meetings/1").text
    assert "đang chờ chủ trì duyệt" in posts(council, "ha", "/meetings/1/changes/submit")
    assert council.refuses("ha", SubmitChanges(meeting_id=1)) == "planning.waiting_already"
    assert 'data-testid="to-approve-changes"' in council.browser("an").get("/").text
    assert 'data-testid="to-approve-changes"' not in council.browser("lan").get("/").text
    read = council.browser("an").get(page).text
    assert "Thêm nội dung: Việc gấp" in read
    assert "20 →" in read.replace("\n", " ")
    assert "Bà Nguyễn Thị Mới" in read
    assert 'data-testid="approve"' not in council.browser("ha").get(page).text, "who submits does not approve"
    assert "Việc gấp" not in council.browser("lan").get("/m/1/changes").text
    assert "Mọi người dự được báo" in posts(council, "an", page, act="approve", submission="1")
    assert "Thêm nội dung: Việc gấp" in council.browser("lan").get("/m/1/changes").text
    assert "Lê Thu Hà" in council.browser("lan").get("/m/1/changes").text, "who tells it"
    for who in ("an", "ha"):
        assert 'data-testid="news"' not in council.browser(who).get("/").text, "they know it"
    assert 'data-testid="to-approve-changes"' not in council.browser("an").get("/").text
    assert council.refuses("an", ApproveChanges(meeting_id=1, submission=1)) == "planning.not_waiting"
    kinds = [event.kind for event in council.events()][-3:]
    assert kinds == ["agenda.changes_approved", "agenda.meeting_republished", "agenda.changes_seen"]
    log = council.browser("admin").get("/log").text
    assert "Duyệt thay đổi" in log
    assert "Trình duyệt thay đổi" in log
    council.retells()


def test_an_approval_does_not_cover_changes_made_after_submission(council: Council) -> None:
    changed_plan(council)
    council.submits("ha", SubmitChanges(meeting_id=1))
    said = {"title": "Kế hoạch đầu tư công năm 2027", "minutes": 60, "form": "vote", "presenter": "Bà Nguyễn Thị Mới"}
    council.submits("ha", ChangeItem(meeting_id=1, item_id=council.items[1], version=2, **said))
    assert council.refuses("an", ApproveChanges(meeting_id=1, submission=1)) == "planning.changed_since"
    page = council.browser("an").get("/meetings/1/approval/changes").text
    assert 'data-testid="changed-since"' in page
    assert 'data-testid="approve"' not in page
    assert 'data-testid="changed-since"' in council.browser("ha").get("/meetings/1").text
    council.submits("ha", SubmitChanges(meeting_id=1))
    assert council.refuses("an", ApproveChanges(meeting_id=1, submission=1)) == "planning.changes_anew"
    council.submits("an", ApproveChanges(meeting_id=1, submission=2))
    assert "Thêm nội dung: Việc gấp" in council.browser("lan").get("/m/1/changes").text


def test_the_chair_returns_changes_with_a_comment_and_nothing_was_announced(council: Council) -> None:
    changed_plan(council)
    council.submits("ha", SubmitChanges(meeting_id=1))
    assert council.refuses("an", ReturnChanges(meeting_id=1, submission=1, words="")) == "agenda.no_words"
    path = "/meetings/1/approval/changes"
    assert "Đã trả lại" in posts(council, "an", path, act="return", submission="1", words="Bớt thời gian")
    assert "Bớt thời gian" in council.browser("ha").get("/meetings/1").text
    assert "Việc gấp" not in council.browser("lan").get("/m/1/changes").text
    assert council.refuses("ha", PublishAgain(meeting_id=1)) == "agenda.needs_approval"
    council.submits("ha", SubmitChanges(meeting_id=1))
    assert "Bớt thời gian" not in council.browser("ha").get("/meetings/1").text, "they were answered"


def test_waiting_changes_are_announced_without_the_chair_once_the_office_drops_the_rule(council: Council) -> None:
    again = changed_plan(council)
    council.submits("ha", SubmitChanges(meeting_id=1))
    council.submits("admin", RequireApproval(required=False))
    council.submits("ha", again)
    assert 'data-testid="to-approve-changes"' not in council.browser("an").get("/").text
    assert council.refuses("an", ApproveChanges(meeting_id=1, submission=1)) == "planning.not_waiting"
    assert council.refuses("ha", SubmitChanges(meeting_id=1)) == "agenda.nothing_changed"


def test_changes_still_waiting_when_the_meeting_begins_are_not_announced_later(council: Council) -> None:
    changed_plan(council)
    council.submits("ha", SubmitChanges(meeting_id=1))
    council.starts("an")
    assert council.refuses("an", ApproveChanges(meeting_id=1, submission=1)) == "agenda.not_planned"
    assert 'data-testid="to-approve-changes"' not in council.browser("an").get("/").text
    page = council.browser("an").get("/meetings/1/approval/changes").text
    assert 'data-testid="approve"' not in page
