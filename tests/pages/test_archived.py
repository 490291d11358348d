"""After a meeting: archived once its minutes are locked, and the notice of conclusions that follows it."""

import re
from collections.abc import Iterator

import pytest

from meeting.deadlines.events import ConclusionIssued
from meeting.documents.commands import AddDocument
from meeting.documents.on_paper import WithdrawSecret
from meeting.journal import book as journal
from tests.cast import PDF as BARE
from tests.council import Council
from tests.minutes import locks
from tests.pages.client import Browser
from tests.pages.listed import deadline
from tests.papers import PAPER, a_docx, puts
from tests.search.conftest import pdf_of


@pytest.fixture
def over(sitting: Council) -> Iterator[Council]:
    """A meeting that is over, and not signed."""
    sitting.watching = False
    sitting.ends()
    yield sitting


def issues(browser: Browser, content: bytes = PAPER, name: str = "tb.pdf", **form: str) -> str:
    """The secretary hands the notice in; return the refusal's code."""
    said = {"number": "15/TB-UBND", "dated": "2026-09-24"} | form
    address, size = "/meetings/1/notice", str(len(content))
    puts(browser, 1, name, content, of=len(content))
    answer = browser.send(address, upload="k", name=name, size=size, **said)
    return "" if answer.json["ok"] else str(answer.json["code"])


def state_said(council: Council, who: str, path: str) -> list[str]:
    """How a page names the state of meetings."""
    page = Browser(council, who).get(path).text
    return [" ".join(each.split()) for each in re.findall(r'data-testid="meeting-state">(.*?)</b>', page, re.DOTALL)]


def test_a_meeting_is_archived_once_its_minutes_are_locked_and_every_page_says_so(over: Council) -> None:
    pages = ("/meetings?past=1", "/calendar?view=day&on=2026-09-24", "/meetings/1")
    assert [state_said(over, "ha", each) for each in pages] == [["Đã kết thúc"]] * 3
    assert state_said(over, "ha", "/meetings?past=1&archived=1") == []
    locks(over)
    assert [state_said(over, "ha", each) for each in pages] == [["Đã lưu trữ"]] * 3
    assert state_said(over, "lan", "/meetings?past=1&archived=1") == ["Đã lưu trữ"]
    assert "Đã lưu trữ" in over.browser("lan").get("/").text
    for view in ("member", "chair", "clerk", "guest"):
        assert "Đã lưu trữ" in over.sees(view, "minutes")


def test_an_archived_meeting_can_be_read_and_not_changed(over: Council) -> None:
    assert " readonly" not in Browser(over, "admin").get("/meetings/new").text
    locks(over)
    answer = Browser(over, "ha").send("/meetings/1", title="Khác", version="1")
    assert answer.status_code in (400, 409)
    page = Browser(over, "ha").get("/meetings/1").text
    assert page.count(" readonly") == 9, "every field of its heading"
    assert 'data-testid="save"' not in page
    assert 'data-testid="publish"' not in page


def test_everybody_who_may_read_the_minutes_reads_a_notice_issued_after_the_signature(over: Council) -> None:
    locks(over)
    assert deadline(Browser(over, "ha"), 1)[-1] == "Hạn 01/10/2026, còn 5 ngày làm việc"
    over.comes_back(days=12)
    ha, before = Browser(over, "ha"), over.seq()
    assert "quá 3 ngày làm việc" in deadline(ha, 1)[-1]
    assert issues(ha, dated="2026-09-30") == ""
    assert deadline(ha, 1)[-1] == "Đã ra đúng hạn 01/10/2026"
    assert "Số 15/TB-UBND ngày 30/09/2026" in " ".join(ha.get("/meetings/1").text.split())
    for who in ("an", "ha", "lan", "guest", "admin"):
        answer = Browser(over, who).get("/m/1/notice.pdf")
        assert (answer.status_code, answer.data) == (200, PAPER), who
    assert Browser(over, "outsider").get("/m/1/notice.pdf").status_code == 403
    assert "/meetings/1#notice" in ha.get("/meetings?past=1").text, "the way to its form"
    assert "/meetings/1#notice" not in Browser(over, "lan").get("/meetings?past=1").text
    assert "/m/1/notice.pdf" in Browser(over, "lan").get("/").text
    assert "/m/1/notice.pdf" in Browser(over, "lan").get("/meetings?past=1").text
    assert over.seq() == before, "the meeting's own book is closed"
    with over.database.read() as db:
        last = list(journal.entries(db, journal.OFFICE))[-1]
    assert last.kind == ConclusionIssued.kind
    assert "Ra thông báo kết luận" in Browser(over, "admin").get("/log").text


def test_a_notice_whose_file_turns_out_to_be_secret_is_hidden(sitting: Council) -> None:
    sitting.watching = False
    same = sitting.house.site.blobs.put(PAPER)
    fields = {"item_id": None, "media_type": "application/pdf", "sha256": same, "size": len(PAPER)}
    paper = AddDocument(meeting_id=sitting.meeting, title="Thông báo", filename="tb.pdf", **fields)
    number = sitting.submits("ha", paper).made["document_id"]
    sitting.ends()
    assert issues(Browser(sitting, "ha")) == ""
    assert Browser(sitting, "lan").get("/m/1/notice.pdf").status_code == 200
    sitting.submits("system", WithdrawSecret(meeting_id=sitting.meeting, document_id=number, of=same))
    assert Browser(sitting, "lan").get("/m/1/notice.pdf").status_code == 404
    assert "/m/1/notice.pdf" not in Browser(sitting, "lan").get("/").text


def test_a_late_notice_is_marked_as_late(over: Council) -> None:
    over.comes_back(days=12)
    assert issues(Browser(over, "ha"), dated="2026-10-05") == ""
    assert deadline(Browser(over, "ha"), 1)[-1] == "Đã ra muộn, hạn 01/10/2026"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"number": "  "}, "deadlines.no_number"),
        ({"dated": ""}, "deadlines.no_day"),
        ({"dated": "2026-02-30"}, "deadlines.no_day"),
        ({"dated": "2026-09-23"}, "deadlines.bad_day"),
        ({"dated": "2026-09-25"}, "deadlines.bad_day"),
        ({"number": "x" * 101}, "commands.too_long"),
    ],
)
def test_a_notice_without_its_number_and_day_is_refused(over: Council, form: dict[str, str], code: str) -> None:
    ha = Browser(over, "ha")
    assert issues(ha, **form) == code
    assert ha.get("/m/1/notice.pdf").status_code == 404


def test_only_people_who_prepare_a_meeting_issue_its_notice_and_after_its_end(over: Council) -> None:
    for who in ("an", "lan", "guest", "outsider"):
        assert puts(Browser(over, who), 1, "tb.pdf", PAPER, of=len(PAPER))["code"] == "access.not_allowed"
        answer = Browser(over, who).send("/meetings/1/notice", number="1", dated="2026-09-24")
        assert answer.status_code == 403
    assert issues(Browser(over, "admin")) == ""


def test_a_notice_comes_after_the_end_and_is_a_pdf(council: Council) -> None:
    council.watching = False
    assert issues(Browser(council, "ha")) == "agenda.not_ended"
    with council.unwatched():
        council.sits()
        council.ends()
    assert issues(Browser(council, "ha"), a_docx("UBND xã Minh Tân"), "tb.docx") == "deadlines.not_pdf"
    assert issues(Browser(council, "ha"), BARE[:-6] + b"startxref\n9\n%%EOF\n") == ""


def test_a_notice_recorded_by_mistake_is_replaced(over: Council) -> None:
    ha = Browser(over, "ha")
    assert issues(ha, number="14/TB-UBND") == ""
    assert issues(ha, pdf_of("Bản đúng"), number="15/TB-UBND") == ""
    page = ha.get("/meetings/1").text
    assert "15/TB-UBND" in page
    assert "14/TB-UBND" not in page
    assert ha.get("/m/1/notice.pdf").data == pdf_of("Bản đúng")
