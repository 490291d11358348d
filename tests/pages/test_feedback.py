"""Feedback: everybody who is signed in can say what is hard to use; only administrators read it."""

import html

import pytest

from meeting.feedback.commands import MarkRead, SendRemark
from meeting.feedback.rules import MOST_UNREAD
from meeting.feedback.tables import Remark
from meeting.kernel.refusals import declared
from tests.council import Council
from tests.pages.client import Browser


def test_the_administrator_reads_remarks_from_the_page_of_help(council: Council) -> None:
    lan, admin = Browser(council, "lan"), Browser(council, "admin")
    assert "Góp ý của mọi người" in admin.get("/overview").text
    assert lan.send("/help/vote", words="Chữ trên phiếu <b>nhỏ quá</b>").headers["Location"] == "/help/vote#feedback"
    assert "Đã gửi. Cảm ơn góp ý của bạn." in lan.get("/help/vote").text
    assert "1 góp ý mới" in admin.get("/overview").text
    page = html.unescape(admin.get("/feedback").text)
    assert "Chữ trên phiếu <b>nhỏ quá</b>" in page
    assert "<b>nhỏ quá</b>" not in admin.get("/feedback").text, "words are words"
    assert "Biểu quyết" in page
    assert admin.send("/feedback/1").status_code == 303
    assert "góp ý mới" not in admin.get("/overview").text
    assert "Gửi góp ý" in admin.get("/log").text


def test_an_empty_remark_is_refused_and_nobody_fills_the_list_alone(council: Council) -> None:
    lan = Browser(council, "lan")
    empty = lan.send("/help/vote", words="   ")
    assert (empty.status_code, declared()["feedback.no_words"][1] in html.unescape(empty.text)) == (400, True)
    for n in range(MOST_UNREAD):
        council.submits("lan", SendRemark(topic="vote", words=f"lần {n}"))
    refused = lan.send("/help/vote", words="lần nữa")
    assert refused.status_code == 409
    assert "chưa được đọc" in refused.text
    assert "lần nữa" in refused.text, "what was typed is not lost"
    assert council.refuses("lan", SendRemark(topic="vote", words="x")) == "feedback.too_many"
    council.submits("admin", MarkRead(remark_id=1))
    assert lan.send("/help/vote", words="lần nữa").status_code == 303


def test_the_longest_remark_is_accepted_and_a_longer_one_refused(council: Council) -> None:
    lan = Browser(council, "lan")
    assert lan.send("/help/vote", words="ư" * 1000).status_code == 303
    assert lan.send("/help/vote", words="ư" * 1001).status_code == 400
    assert lan.send("/help/nowhere", words="x").status_code == 404


@pytest.mark.parametrize("who", ["an", "ha", "lan", "guest", "screen"])
def test_only_an_administrator_reads_remarks(council: Council, who: str) -> None:
    council.submits("nam", SendRemark(topic="vote", words="của riêng tôi"))
    browser = Browser(council, who)
    assert browser.get("/feedback").status_code == 403
    assert browser.send("/feedback/1").status_code == 403
    assert "của riêng tôi" not in browser.get("/help/vote").text


def test_a_person_who_is_not_signed_in_reads_help_and_sends_no_remark(council: Council) -> None:
    stranger = Browser(council)
    assert "Gửi góp ý" not in stranger.get("/help/vote").text
    assert stranger.send("/help/vote", words="x").status_code == 401
    assert Browser(council, "screen").send("/help/vote", words="x").status_code == 403


@pytest.mark.parametrize("topic", ["<img src=x onerror=alert(1)>", "100%", "%(name)s", "", "nowhere"])
def test_an_unknown_subject_of_help_is_refused_and_an_old_one_shown_as_text(council: Council, topic: str) -> None:
    """A script may send it without the page; and a subject may leave the help after somebody wrote about it."""
    refused = Browser(council, "lan").submits("feedback.send", {"topic": topic, "words": "x"})
    assert refused.status_code == 404
    row = {"person_id": council.people["lan"], "words": "chữ nhỏ", "sent_at": council.clock(), "read_at": None}
    council.database.gate.submit(lambda db: db.add(Remark(topic=topic, **row)))
    shown = Browser(council, "admin").get("/feedback")
    assert (shown.status_code, "chữ nhỏ" in shown.text, "<img" in shown.text) == (200, True, False)
