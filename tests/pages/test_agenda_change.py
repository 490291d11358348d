"""The secretary proposes a change of the agenda on a page, and the console puts it to the vote."""

from meeting.kernel.refusals import declared
from tests.council import Council
from tests.pages.client import Browser

ADDS = {"title": "Vốn khắc phục bão", "place": "3", "item_form": "vote"}
WITHDRAWS = {"do-2": "withdraw", **ADDS, "form": "hands"}


def test_a_change_of_the_agenda_is_filled_in_voted_on_and_taken_back(sitting: Council) -> None:
    sitting.prepares("Thông qua kế hoạch", item=2)
    ha = Browser(sitting, "ha")
    assert "/meetings/1/agenda/change" in sitting.sees("clerk", "motions")
    page = ha.get("/meetings/1/agenda/change").text
    assert "Nếu rút, biểu quyết đã chuẩn bị “Thông qua kế hoạch” không tiến hành." in page
    assert 'name="do-1"' not in page, "the meeting is at the first item"
    sent = ha.send("/meetings/1/agenda/change", **WITHDRAWS)
    assert (sent.status_code, sent.location) == (303, "/m/1/console")
    question = (
        "Điều chỉnh chương trình phiên họp: rút nội dung 2 “Kế hoạch đầu tư công năm 2027”; "
        "bổ sung nội dung “Vốn khắc phục bão” trước nội dung 3 “Kết luận”"
    )
    assert question in sitting.sees("clerk", "motions")
    assert "Biểu quyết về thủ tục" in ha.get("/meetings/1/agenda/change").text
    assert "Rút đề nghị" in sitting.sees("clerk", "motions")
    assert "Rút đề nghị" not in sitting.sees("chair", "motion")


def test_an_administrator_who_proposes_a_change_returns_to_their_own_page(sitting: Council) -> None:
    admin = Browser(sitting, "admin")
    sent = admin.send("/meetings/1/agenda/change", **WITHDRAWS)
    assert (sent.status_code, sent.location) == (303, "/meetings/1/agenda")
    assert admin.get(sent.location).status_code == 200
    assert 'href="/meetings/1/agenda"' in admin.get("/meetings/1/agenda/change").text


def test_nothing_waits_to_be_published_again_during_the_meeting(sitting: Council) -> None:
    """A proposed change is a new question; everybody sees it, and no plan can be published any more."""
    ha = Browser(sitting, "ha")
    ha.send("/meetings/1/agenda/change", **WITHDRAWS)
    for page in ("agenda", "papers"):
        assert "phát hành lại" not in ha.get(f"/meetings/1/{page}").text


def test_a_refused_proposal_is_shown_again_as_it_was_filled_in(sitting: Council) -> None:
    ha = Browser(sitting, "ha")
    sent = ha.send("/meetings/1/agenda/change", **WITHDRAWS | {"place": "99"})
    assert sent.status_code == 400
    assert declared()["office.no_such_number"][1].format(number=99) in sent.text
    assert 'value="Vốn khắc phục bão"' in sent.text
    assert '<option value="withdraw" selected>' in sent.text
    assert "chưa nêu thay đổi nào" in ha.send("/meetings/1/agenda/change", form="open").text


def test_only_people_who_prepare_the_meeting_propose_changes_and_only_during_it(
    sitting: Council, council: Council
) -> None:
    assert Browser(sitting, "lan").get("/meetings/1/agenda/change").status_code == 403
    assert Browser(council, "ha").get("/meetings/1/agenda/change").status_code == 409
