"""Papers of units: requested, handed in, read by nobody else, accepted or returned with words; late papers say why."""

from typing import Any

import pytest

from meeting.agenda.commands import WithdrawMeeting
from meeting.agenda.tables import items_of
from meeting.contributions.commands import Accept, AllotItem, Contribute, Recall, ReturnPaper
from meeting.contributions.events import ContributionReturned
from meeting.contributions.tables import allotments_of
from meeting.deadlines.tables import reasons_of
from meeting.documents.arranging import RemoveDocument
from meeting.documents.commands import RecordRendition
from meeting.documents.on_paper import WithdrawSecret
from meeting.documents.rules import DocumentState
from meeting.documents.tables import documents_of
from meeting.people.units import DissolveUnit, MakeUnit, SetUnitAdmin
from meeting.planning.commands import RemoveItem
from tests.council import Council
from tests.forms import plans, sentence_of, types
from tests.pages.client import Browser
from tests.pages.contributing import REPORT, Office
from tests.papers import a_pdf

NOT_ALLOWED = "access.not_allowed"


@pytest.fixture
def office(council: Council) -> Office:
    return Office(council)


def page_of(council: Council, who: str) -> str:
    """What somebody reads about their unit's work."""
    return " ".join(Browser(council, who).get("/unit-work").text.split())


def test_the_comment_of_a_refused_return_is_kept_in_the_form(office: Office) -> None:
    office.sends("khoa")
    answer = office.answers("return", words="Thiếu số liệu. " * 200)
    assert answer.status_code == 400
    assert ">" + "Thiếu số liệu. " * 199 in answer.text


def test_a_unit_sees_its_items_and_their_last_day(council: Council, office: Office) -> None:
    read = page_of(council, "khoa")
    assert "Dự toán ngân sách" in read and "Phiên họp thường kỳ tháng 10" in read
    assert "Hạn 29/09/2026, còn 3 ngày làm việc" in read
    assert "Thiếu" in read, "the checklist of the item is there"
    assert "Thành viên chỉ thấy tài liệu sau khi thư ký duyệt" in read
    assert "Khai mạc" not in read
    assert "Việc của đơn vị tôi" in Browser(council, "khoa").get("/").text
    assert "Dự toán" not in page_of(council, "dao")
    assert "/unit-work" not in Browser(council, "dao").get("/").text
    assert "Chưa được xếp vào đơn vị" in page_of(council, "lan")


def test_a_units_paper_joins_the_meeting_only_once_it_is_accepted(council: Council, office: Office) -> None:
    assert office.sends("khoa") == {"ok": True}
    assert office.papers() == []
    assert "Chờ duyệt" in page_of(council, "outsider"), "the whole unit sees where it stands"
    waiting = office.admin.get(f"/meetings/{office.meeting}/contributions").text
    assert "Báo cáo thẩm tra" in waiting and "Phòng Kinh tế" in waiting
    assert "1 tài liệu chờ duyệt" in " ".join(office.admin.get(f"/meetings/{office.meeting}/papers").text.split())
    number = office.rows()[0].id
    assert office.admin.get(f"/meetings/{office.meeting}/contributions/{number}/file").data == REPORT
    assert office.answers("accept").status_code == 303
    assert office.papers() == [("Báo cáo thẩm tra", 1, DocumentState.CONVERTING)]
    assert "Đã duyệt" in page_of(council, "khoa")


def test_the_secretary_sees_new_papers_of_units_on_todays_page(council: Council, office: Office) -> None:
    office.publishes()
    office.sends("khoa")
    assert "1 tài liệu chờ duyệt" in " ".join(Browser(council, "ha").get("/").text.split())
    assert "chờ duyệt" not in Browser(council, "lan").get("/").text


def test_a_returned_paper_says_why_and_is_sent_again(council: Council, office: Office) -> None:
    office.sends("khoa")
    assert office.answers("return", " ").status_code == 400
    assert sentence_of("contributions.no_words") in office.answers("return").text
    assert office.answers("return", "Thiếu số liệu quý III").status_code == 303
    assert "Thiếu số liệu quý III" in page_of(council, "outsider")
    assert "1 tài liệu bị trả lại" in " ".join(Browser(council, "khoa").get("/").text.split())
    assert office.papers() == []
    assert office.sends("outsider", a_pdf("Báo cáo thẩm tra, bản sửa")) == {"ok": True}
    assert "bị trả lại" not in Browser(council, "khoa").get("/").text, "it was sent again"
    office.answers("accept")
    assert [title for title, _, _ in office.papers()] == ["Báo cáo thẩm tra"]


@pytest.mark.parametrize("who", ["dao", "lan", "an", "ha", "guest", "screen"])
def test_other_units_and_invited_people_have_no_access_to_a_units_papers(
    council: Council, office: Office, who: str
) -> None:
    office.publishes()
    office.sends("khoa")
    number, own = office.rows()[0].id, Browser(council, who)
    refused = office.sends(who, name="Khác.pdf")
    assert refused["code"] == NOT_ALLOWED
    place = f"/unit-work/{office.meeting}/contributions/{number}"
    assert own.get(f"{place}/file").status_code == 403
    assert own.send(f"{place}/recall").status_code == 403
    if who != "ha":  # she is the meeting's secretary, and reads it there
        for path in ("", f"/{number}/file"):
            assert own.get(f"/meetings/{office.meeting}/contributions{path}").status_code == 403
        assert own.send(f"/meetings/{office.meeting}/contributions/{number}", act="accept").status_code == 403
    assert "Báo cáo thẩm tra" not in own.get(f"/m/{office.meeting}").text
    assert office.rows()[0].state == "waiting"


def test_a_refusal_does_not_reveal_which_items_exist(council: Council, office: Office) -> None:
    said = {"title": "x", "filename": "x.pdf", "media_type": "application/pdf", "sha256": "a" * 64, "size": 1}
    for meeting, item in ((office.meeting, office.item), (office.meeting, 999), (999, office.item), (999, 999)):
        assert council.refuses("dao", Contribute(meeting_id=meeting, item_id=item, **said)) == NOT_ALLOWED
    assert council.refuses("khoa", Contribute(meeting_id=1, item_id=office.item, **said)) == NOT_ALLOWED
    assert council.refuses("dao", Recall(meeting_id=office.meeting, contribution_id=1)) == NOT_ALLOWED


def test_a_script_cannot_hand_in_an_unchecked_file(council: Council, office: Office) -> None:
    said = {"title": "x", "filename": "x.pdf", "media_type": "application/pdf", "sha256": "a" * 64, "size": 1}
    command = {"meeting_id": office.meeting, "item_id": office.item} | said
    assert Browser(council, "khoa").submits("contributions.contribute", command).status_code == 404


def test_secret_files_and_unknown_formats_are_refused_from_units_too(council: Council, office: Office) -> None:
    assert office.sends("khoa", a_pdf("TUYỆT MẬT", "Phương án số 7"))["code"] == "documents.content_secret"
    assert office.sends("khoa", b"MZ", name="a.exe")["code"] == "documents.content_type_refused"
    assert office.rows() == []


def test_a_paper_after_the_last_day_says_why_it_is_late(council: Council, office: Office) -> None:
    assert office.allots(office.economy, due="2026-09-23").status_code == 303
    assert "Hạn 23/09/2026, quá 1 ngày làm việc" in page_of(council, "khoa")
    before = office.files("blobs")
    assert office.sends("khoa")["code"] == "contributions.no_reason"
    assert office.files("blobs") == before, "nothing of it is kept"
    assert office.sends("khoa", reason="Chờ ý kiến Sở Tài chính") == {"ok": True}
    waiting = office.admin.get(f"/meetings/{office.meeting}/contributions").text
    assert "Gửi muộn" in waiting and "Chờ ý kiến Sở Tài chính" in waiting
    told = [event for event in _events(council, office) if event.kind == "contributions.paper_contributed"]
    assert [(each.due, each.reason) for each in told] == [("2026-09-23", "Chờ ý kiến Sở Tài chính")]


def test_a_last_day_later_than_the_laws_does_not_make_papers_punctual(council: Council, office: Office) -> None:
    """By law the last day is before the meeting of 5 October: an earlier day may be named, no later one."""
    assert office.allots(office.economy, due="2026-10-05").status_code == 303
    council.comes_back(days=7)
    refused = office.sends("khoa")
    assert refused["code"] == "contributions.no_reason"


def test_a_punctual_paper_asks_for_no_reason_and_stores_none(council: Council, office: Office) -> None:
    office.sends("khoa", reason="không cần")
    assert (office.rows()[0].due, office.rows()[0].reason) == ("", "")


def test_the_reason_for_a_late_paper_goes_with_it_into_the_meeting(council: Council, office: Office) -> None:
    """Five days before the meeting the law's three working days are over."""
    office.publishes()
    council.comes_back(days=7)
    office.admin = Browser(council, "admin")
    office.sends("khoa", reason="Bão số 9")
    office.answers("accept")
    with council.database.read() as db:
        assert list(reasons_of(db, office.meeting).values()) == ["Bão số 9"]
    assert "Bão số 9" in office.admin.get(f"/meetings/{office.meeting}/papers").text


@pytest.mark.parametrize("due", ["2026-10-06", "hôm qua", "2026-13-01"])
def test_the_last_day_is_before_the_meeting(council: Council, office: Office, due: str) -> None:
    answer = office.allots(office.economy, due=due)
    assert answer.status_code == 400
    assert "Hạn gửi phải là một ngày" in answer.text
    command = AllotItem(meeting_id=office.meeting, item_id=office.item, unit_id=office.economy, due=due[:10])
    assert council.refuses("admin", command) == "contributions.bad_due"


def test_a_year_without_its_notice_accepts_a_named_last_day(council: Council, office: Office) -> None:
    later = plans(office.admin, day="2031-03-05", slug="sau-nay")
    types(office.admin, f"/meetings/{later}/agenda", title="Quy hoạch", minutes="10", form="vote")
    with council.database.read() as db:
        item = items_of(db, later)[0].id
    council.submits("admin", AllotItem(meeting_id=later, item_id=item, unit_id=office.economy))
    assert "Chưa có lịch nghỉ năm 2031" in page_of(council, "khoa")
    council.submits("admin", AllotItem(meeting_id=later, item_id=item, unit_id=office.economy, due="2031-02-25"))
    assert "Hạn 25/02/2031, còn 1615 ngày" in page_of(council, "khoa")


def test_a_new_version_after_publication_is_marked_as_one(council: Council, office: Office) -> None:
    office.sends("khoa")
    office.answers("accept")
    office.publishes()
    with council.database.read() as db:
        paper = documents_of(db, office.meeting)[0]
    council.submits(
        "system", RecordRendition(meeting_id=office.meeting, document_id=paper.id, pdf_sha256=paper.sha256, pages=1)
    )
    assert "Bản mới của Báo cáo thẩm tra" in page_of(council, "khoa")
    assert office.sends("khoa", a_pdf("Bản thứ hai"), replaces=str(paper.id)) == {"ok": True}
    assert "thay cho Báo cáo thẩm tra" in " ".join(
        office.admin.get(f"/meetings/{office.meeting}/contributions").text.split()
    )
    assert office.papers()[0][1] == 1, "those invited read the first one until the new one is accepted"
    office.answers("accept")
    assert office.papers() == [("Báo cáo thẩm tra", 2, DocumentState.CONVERTING)]
    untold = " ".join(office.admin.get(f"/meetings/{office.meeting}").text.split())
    assert "Báo cáo thẩm tra" in untold, "what was changed is told like any change"


def test_the_accepting_secretary_reads_when_invited_people_will_see_the_paper(council: Council, office: Office) -> None:
    again = "phát hành lại thì người dự mới thấy tài liệu này"
    office.sends("khoa")
    office.answers("accept")
    page = f"/meetings/{office.meeting}/contributions"
    assert again not in office.admin.get(page).text, "a draft"
    office.publishes()
    office.sends("khoa", a_pdf("Bản thứ hai"), name="Tờ trình.pdf")
    office.answers("accept")
    assert again in office.admin.get(page).text


def test_a_new_version_of_a_removed_paper_is_accepted_as_a_paper(council: Council, office: Office) -> None:
    office.sends("khoa")
    office.answers("accept")
    with council.database.read() as db:
        paper = documents_of(db, office.meeting)[0].id
    office.sends("khoa", a_pdf("Bản thứ hai"), replaces=str(paper))
    council.submits("admin", RemoveDocument(meeting_id=office.meeting, document_id=paper))
    office.answers("accept")
    assert office.papers() == [("Báo cáo thẩm tra", 1, DocumentState.CONVERTING)]


def test_a_unit_cannot_replace_another_units_paper(council: Council, office: Office) -> None:
    before = office.files("blobs")
    answer = office.sends("khoa", replaces=str(council.document))
    assert answer["code"] == "kernel.not_found"
    assert office.rows() == []
    assert office.files("blobs") == before, "nothing of it is kept"


def test_a_recalled_paper_cannot_be_answered(council: Council, office: Office) -> None:
    office.sends("khoa")
    number = office.rows()[0].id
    Browser(council, "outsider").send(f"/unit-work/{office.meeting}/contributions/{number}/recall")
    assert "Báo cáo thẩm tra" not in page_of(council, "khoa")
    for command in (
        Accept(meeting_id=office.meeting, contribution_id=number),
        ReturnPaper(meeting_id=office.meeting, contribution_id=number, words="x"),
    ):
        assert council.refuses("admin", command) == "contributions.not_waiting"
    assert (
        Browser(council, "khoa").send(f"/unit-work/{office.meeting}/contributions/{number}/recall").status_code == 409
    )


def test_a_unit_that_sends_too_much_is_asked_to_contact_the_office(council: Council, office: Office) -> None:
    with pytest.MonkeyPatch.context() as less:
        less.setattr("meeting.contributions.rules.MOST", 2)
        for _ in range(2):
            assert office.sends("khoa")["ok"]
        before = office.files("blobs")
        refused = office.sends("khoa", a_pdf("Một tệp nữa"))
        slices = office.files("uploads")
    assert not refused["ok"]
    assert refused["code"] == "contributions.too_many"
    assert "đã gửi 2 tệp" in refused["message"]
    assert len(office.rows()) == 2
    assert (slices, office.files("blobs")) == (set(), before), "not even a first slice of it was taken"


def test_a_file_sent_after_papers_are_closed_is_not_stored(council: Council, office: Office) -> None:
    """The last slice came in time; the request that completes the file did not."""
    khoa, before = Browser(council, "khoa"), office.files("blobs")
    assert office.puts(khoa, REPORT, "k", "a.pdf")["ok"]
    council.submits("admin", WithdrawMeeting(meeting_id=office.meeting))
    answer = office.ends(khoa, REPORT, "k", "a.pdf")
    assert answer["code"] == "contributions.closed"
    assert office.files("blobs") == before


def test_a_paper_is_answered_once(council: Council, office: Office) -> None:
    office.sends("khoa")
    office.answers("accept")
    assert "không còn chờ duyệt" in office.answers("accept").text
    assert len(office.papers()) == 1


def test_a_unit_may_send_while_the_chair_reads_and_is_answered_afterwards(council: Council, office: Office) -> None:
    for who, role in (("an", "chair"), ("ha", "clerk")):
        types(office.admin, f"/meetings/{office.meeting}/people", person=str(council.people[who]), role=role)
    types(office.admin, f"/meetings/{office.meeting}/submit")
    assert office.sends("khoa") == {"ok": True}
    assert office.answers("accept").status_code == 409
    assert office.papers() == []
    types(office.admin, f"/meetings/{office.meeting}/recall", submission="1")
    assert office.answers("accept").status_code == 303


def test_no_papers_are_accepted_after_the_meeting(sitting: Council) -> None:
    with sitting.unwatched():
        unit = sitting.submits("admin", MakeUnit(title="Phòng Kinh tế")).made["unit_id"]
        command = SetUnitAdmin(person_id=sitting.people["outsider"], unit_id=unit)
        sitting.submits("admin", command)
        sitting.submits("ha", AllotItem(meeting_id=1, item_id=sitting.items[1], unit_id=unit))
        said = {"title": "x", "filename": "x.pdf", "media_type": "application/pdf", "sha256": "a" * 64, "size": 1}
        early = Contribute(meeting_id=1, item_id=sitting.items[1], reason="x", **said)
        waits = sitting.submits("outsider", early).made["contribution_id"]
        sitting.ends()
    assert sitting.refuses("outsider", Recall(meeting_id=1, contribution_id=waits)) == "contributions.closed"
    said = {"title": "x", "filename": "x.pdf", "media_type": "application/pdf", "sha256": "a" * 64, "size": 1}
    late = Contribute(meeting_id=1, item_id=sitting.items[1], reason="x", **said)
    assert sitting.refuses("outsider", late) == "contributions.closed"
    assert "Chưa có nội dung nào được giao" in page_of(sitting, "outsider")


def test_a_unit_administrator_sends_for_the_units_below_too(council: Council, office: Office) -> None:
    council.submits("admin", SetUnitAdmin(person_id=council.people["nam"], unit_id=office.economy))
    assert office.sends("nam") == {"ok": True}
    office.puts_into("khoa", office.culture)
    assert office.sends("khoa", name="b.pdf")["code"] == NOT_ALLOWED, "who has left the unit sends no more"


def test_a_dissolved_unit_prepares_nothing_and_its_number_opens_nothing(council: Council, office: Office) -> None:
    office.allots(office.culture)
    office.sends("dao")
    office.answers("accept")
    office.sends("dao", name="Phụ lục.pdf")
    (accepted, waiting), paper = office.rows(), office.paper()
    office.puts_into("dao", office.economy)
    council.submits("admin", DissolveUnit(unit_id=office.culture))
    with council.database.read() as db:
        assert allotments_of(db, office.meeting) == {}
    later = council.submits("admin", MakeUnit(title="Phòng Tư pháp")).made["unit_id"]
    office.puts_into("khoa", later)
    office.allots(later)
    assert 'data-testid="sent"' not in page_of(council, "khoa")
    for each in (accepted, waiting):
        place = f"/unit-work/{office.meeting}/contributions/{each.id}"
        assert Browser(council, "khoa").get(f"{place}/file").status_code == 403
    assert council.refuses("khoa", Recall(meeting_id=office.meeting, contribution_id=waiting.id)) == NOT_ALLOWED
    assert office.sends("khoa", replaces=str(paper.id))["code"] == "kernel.not_found"
    kept = office.admin.get(f"/meetings/{office.meeting}/contributions/{waiting.id}/file")
    assert kept.data == REPORT, "the meeting keeps what was sent"


def test_a_request_to_a_unit_is_removed_with_its_item(council: Council, office: Office) -> None:
    office.sends("khoa")
    council.submits("admin", RemoveItem(meeting_id=office.meeting, item_id=office.item))
    assert office.rows() == []
    assert "Dự toán" not in page_of(council, "khoa")


def test_an_item_is_taken_back_from_a_unit(council: Council, office: Office) -> None:
    assert office.allots(None).status_code == 303
    assert office.allots(None).status_code == 303, "said again it is said once"
    assert "Dự toán" not in page_of(council, "khoa")


def test_nobody_reads_a_paper_whose_pdf_shows_a_mark_of_secrecy(council: Council, office: Office) -> None:
    """The same bytes, sent again, waited for an answer when the accepted paper turned out to be secret."""
    office.sends("khoa")
    office.answers("accept")
    office.sends("khoa", name="Bản sao.pdf")
    with council.database.read() as db:
        paper = documents_of(db, office.meeting)[0]
    council.submits("system", WithdrawSecret(meeting_id=office.meeting, document_id=paper.id, of=paper.sha256))
    place, last = f"/meetings/{office.meeting}/contributions", office.rows()[-1]
    assert (last.state, last.sha256, last.title) == ("returned", "", "")
    assert last.answered_at == council.clock(), "the log says when it came back, as of any other"
    assert _events(council, office)[-1] == ContributionReturned(contribution_id=last.id)
    wiped = office.admin.get(f"{place}/{last.id}/file", Accept="application/json")
    assert (wiped.status_code, wiped.json["code"]) == (410, "contributions.gone")
    assert "dấu hiệu là tài liệu mật" in page_of(council, "khoa")


def test_the_title_of_a_returned_paper_is_in_no_journal(council: Council, office: Office) -> None:
    office.sends("khoa")
    office.answers("return", "Thiếu số liệu quý III")
    told = "".join(str(event) for event in _events(council, office))
    assert "thẩm tra" not in told and "quý III" not in told


def test_a_copied_meeting_gives_its_items_to_the_same_units(council: Council, office: Office) -> None:
    made = plans(office.admin, **{"from": str(office.meeting), "day": "2026-11-05"})
    with council.database.read() as db:
        copied = allotments_of(db, made)
        assert [(each.unit_id, each.due) for each in copied.values()] == [(office.economy, "")]


def _events(council: Council, office: Office) -> list[Any]:
    from meeting.journal import book as journal

    with council.database.read() as db:
        return [event for _, event in journal.since(db, journal.book_of(office.meeting), 0)]
