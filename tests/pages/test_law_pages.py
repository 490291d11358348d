"""Rules on screen: shown in words, compared, and an office's own edition made for a reason."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from meeting.journal import book as journal
from meeting.law import editions
from meeting.law.calendar import reading
from meeting.law.edition import Edition
from meeting.law.own import RuleChange, derive, free_id, really_changed
from meeting.law.spoken import decision_spoken, quorum_spoken
from meeting.law.terms import Base, Tie
from meeting.lawbook.events import EditionMade
from meeting.lawbook.files import put_down
from meeting.room.readiness import check_ready
from tests.cast import EDITION
from tests.council import Council
from tests.forms import plans
from tests.own_editions import NEW, REASON, form
from tests.pages.client import Browser
from tests.pages.listed import deadline, log

OWN = "rieng-2026-10-01-01"


@pytest.fixture
def admin(council: Council) -> Iterator[Browser]:
    council.watching = False
    yield Browser(council, "admin")
    editions.keep_office(council.house.site.settings.data / "none")


def base() -> Edition:
    return editions.edition(EDITION)


def test_every_edition_is_shown_in_words_with_its_articles(admin: Browser) -> None:
    assert "Quy định áp dụng từ ngày 01/7/2025" in admin.get("/law").text
    assert "Đang áp dụng" in admin.get("/law").text
    page = admin.get(f"/law/{EDITION}").text
    for words in (
        "Quá nửa (hơn 1/2) tổng số đại biểu tán thành",
        "Ít nhất 2/3 tổng số đại biểu có mặt",
        "ngang nhau thì theo phía người đứng đầu",
        "khoản 3 Điều 40 Luật số 72/2025/QH15",
        "cần xác nhận",
        "Dự từ xa tại điểm cầu",
        "Có mặt và biểu quyết như ở phòng họp",
        "Ít nhất 5 ngày trước ngày họp",
        "Ít nhất 3 ngày làm việc trước ngày họp",
        "Trong 5 ngày làm việc sau ngày bế mạc",
    ):
        assert words in page
    assert "{'" not in page


def test_an_edition_made_on_screen_applies_to_plans_from_its_day(council: Council, admin: Browser) -> None:
    answer = admin.send(NEW, **form(admin) | {"quorum-numerator": "3", "quorum-denominator": "4"})
    assert answer.status_code == 303
    assert editions.edition_on(date(2026, 9, 30)).id == EDITION
    assert editions.edition_on(date(2026, 10, 1)).id == OWN
    mine = editions.preset(OWN, "ubnd")
    assert (mine.quorum.numerator, mine.quorum.denominator, mine.quorum.source) == (3, 4, REASON)
    assert mine.quorum.confirm, "the chair confirms what the program has not read"
    assert mine.decisions == base().preset("ubnd").decisions
    assert editions.preset(OWN, "hdnd") == base().preset("hdnd")
    assert REASON in admin.get("/law").text
    assert "Lập bộ quy định riêng · Quy chế 2026" in log(admin)[0]


def test_the_journal_has_the_same_text_as_the_file(council: Council, admin: Browser) -> None:
    admin.send(NEW, **form(admin) | {"committee_decision-numerator": "2", "committee_decision-denominator": "3",
                                     "committee_decision-tie": "none"})  # fmt: skip
    with council.database.read() as db:
        made = journal.latest_of(db, journal.OFFICE, EditionMade)
    assert made is not None
    file = council.house.site.settings.law / f"{OWN}.yaml"
    assert file.read_text("utf-8") == made.text
    assert yaml.safe_load(made.text)["presets"]["ubnd"]["decisions"]["committee_decision"]["numerator"] == 2


def test_two_editions_are_shown_side_by_side_with_differences_marked(admin: Browser) -> None:
    admin.send(NEW, **form(admin) | {"quorum-numerator": "3", "quorum-denominator": "4"})
    page = admin.get(f"/law/{OWN}?beside={EDITION}").text
    assert page.count('class="law-differs"') == 1
    assert "Ít nhất 3/4 tổng số thành viên có mặt" in page
    assert "Ít nhất 2/3 tổng số thành viên có mặt" in page
    assert admin.get(f"/law/{OWN}?beside=nowhere").status_code == 404


@pytest.mark.parametrize(
    ("rights", "words"),
    [
        ("no_vote", "Được tính có mặt, không biểu quyết; tổng số không đổi"),
        ("not_present", "Chỉ theo dõi: không tính có mặt, không biểu quyết; tổng số không đổi"),
    ],
)
def test_an_office_gives_remote_members_other_rights_and_compares_the_two_editions(
    council: Council, admin: Browser, rights: str, words: str
) -> None:
    assert admin.send(NEW, **form(admin) | {"remote-rights": rights}).status_code == 303
    mine = editions.preset(OWN, "ubnd")
    assert (mine.remote.rights, mine.remote.source, mine.remote.confirm) == (rights, REASON, True)
    assert (mine.quorum, mine.exclusions) == (base().preset("ubnd").quorum, base().preset("ubnd").exclusions)
    page = admin.get(f"/law/{OWN}?beside={EDITION}").text
    assert page.count('class="law-differs"') == 1
    assert words in page
    typed = form(admin)
    typed["article"][-1] = ""
    answer = admin.send(NEW, **typed | {"remote-rights": rights})
    assert (answer.status_code, "phải ghi điều, khoản" in answer.text) == (400, True)
    assert f'value="{rights}" selected' in answer.text, "what was chosen is still chosen"


def test_an_office_makes_its_own_deadline_and_plans_by_it(council: Council, admin: Browser) -> None:
    changed = {"deadlines.papers-amount": "2", "deadlines.papers-unit": "days"}
    assert admin.send(NEW, **form(admin) | changed).status_code == 303
    mine = editions.preset(OWN, "ubnd").deadlines
    assert mine.papers is not None
    assert (mine.papers.amount, mine.papers.unit, mine.papers.source, mine.papers.confirm) == (2, "days", REASON, True)
    assert mine.conclusion == base().preset("ubnd").deadlines.conclusion
    page = admin.get(f"/law/{OWN}?beside={EDITION}").text
    assert page.count('class="law-differs"') == 1
    assert "Ít nhất 2 ngày trước ngày họp" in page
    assert deadline(admin, plans(admin, day="2026-10-05")) == ["Hạn 02/10/2026, còn 8 ngày"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"quorum-numerator": "5"}, "Số thành viên tối thiểu phải có mặt: không thể đạt được tỷ lệ 5/3."),
        ({"quorum-numerator": "0"}, "Chưa lưu gì. Số thành viên tối thiểu phải có mặt: giá trị không hợp lệ: 0."),
        ({"quorum-denominator": "abc"}, "Chưa lưu gì"),
        (
            {"procedural-tie": "chair", "procedural-how": "least"},
            "ngang nhau mà theo phía người đứng đầu thì mức phải là hơn 1/2.",
        ),
        ({"deadlines.papers-amount": "400"}, "Gửi giấy mời và tài liệu họp thường kỳ: giá trị không hợp lệ: 400."),
        ({"committee_decision-base": "present"}, "phải tính trên tổng số: không ai ghi loại quyết định"),
        ({}, "Chưa đổi mức nào"),
        ({"quorum-numerator": "1", "quorum-article": ""}, "phải ghi điều, khoản"),
        ({"quorum-numerator": "1", "quorum-article": "x" * 301}, "phải ghi điều, khoản"),
        ({"quorum-numerator": "1", "in_force": "2026-09-23"}, "từ hôm nay trở đi"),
        ({"quorum-numerator": "1", "in_force": "mai"}, "Chọn ngày"),
        ({"quorum-numerator": "1", "reason": ""}, "Ghi lý do"),
        ({"quorum-numerator": "1", "title": " "}, "Đặt tên"),
    ],
)
def test_a_wrong_value_is_refused_in_words_and_nothing_is_lost(
    council: Council, admin: Browser, wrong: dict[str, str], words: str
) -> None:
    typed = form(admin) | wrong
    typed["article"][0] = wrong.get("quorum-article", typed["article"][0])
    answer = admin.send(NEW, **typed)
    assert answer.status_code == 400
    assert words in answer.text
    assert not re.search("strict:|base:|“chair”", answer.text), "words of a file that nobody at a screen has seen"
    assert 'value="2026-10-01"' in answer.text or "in_force" in wrong
    assert not council.house.site.settings.law.exists()


def test_a_wrong_value_is_explained_in_the_readers_language_with_the_title_of_its_rule(admin: Browser) -> None:
    wrong = {"procedural-tie": "chair", "procedural-numerator": "2", "procedural-denominator": "3"}
    with admin.client.session_transaction() as session:
        session["language"] = "en"
    title = base().preset("ubnd").decisions["procedural"].title.en
    page = admin.send(NEW, **form(admin) | wrong).text
    assert f"{title}: equal votes go to the side of the head only where the majority is more than 1/2." in page


def test_a_script_gets_the_reason_as_a_code(admin: Browser) -> None:
    good = {
        "base": EDITION,
        "preset": "ubnd",
        "title": "A",
        "in_force": "2026-10-01",
        "reason": "B",
        "changes": [{"rule": "quorum", "numerator": 1, "denominator": 2, "strict": True, "article": "C"}],
    }

    def code(**fields: object) -> str:
        return str(admin.submits("lawbook.make_edition", good | fields).get_json().get("code"))

    changed = good["changes"][0]  # type: ignore[index]
    assert code(title="") == "lawbook.no_title"
    assert code(reason="") == "lawbook.no_reason"
    assert code(in_force="1") == "lawbook.no_day"
    assert code(in_force="2020-01-01") == "lawbook.past"
    assert code(changes=[]) == "lawbook.nothing_changed"
    assert code(changes=[changed | {"article": ""}]) == "lawbook.no_article"  # type: ignore[operator]
    assert code(changes=[changed | {"numerator": 3}]) == "lawbook.wrong_value"  # type: ignore[operator]
    assert code(base="nowhere") == code(preset="x") == "kernel.not_found"
    assert code(changes=[changed | {"rule": "x"}]) == "kernel.not_found"  # type: ignore[operator]


def test_the_later_made_of_two_editions_for_one_day_applies(admin: Browser) -> None:
    for part in ("3", "4"):
        admin.send(NEW, **form(admin) | {"quorum-numerator": part, "quorum-denominator": "5"})
    assert editions.edition_on(date(2026, 10, 1)).id == "rieng-2026-10-01-02"
    assert free_id(date(2026, 10, 1), ["rieng-2026-10-01-02"]) == "rieng-2026-10-01-03"


def test_an_edition_lost_in_a_power_cut_is_restored_at_the_next_start(council: Council, admin: Browser) -> None:
    admin.send(NEW, **form(admin) | {"quorum-numerator": "3", "quorum-denominator": "4"})
    settings = council.house.site.settings
    (settings.law / f"{OWN}.yaml").unlink()
    check_ready(council.database, settings)
    assert editions.edition(OWN).preset("ubnd").quorum.denominator == 4
    with council.database.read() as db:
        put_down(db, settings.law)
    assert [path.name for path in settings.law.iterdir()] == [f"{OWN}.yaml"]


@pytest.fixture
def spoilt(council: Council, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of the office's days off with a mistake, as a process that starts finds it."""
    monkeypatch.setattr(reading, "_usable", {})
    file = council.house.site.settings.law / reading.FOLDER / "2027.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("years: [", "utf-8")
    return file


@pytest.mark.usefixtures("admin", "spoilt")
def test_a_server_starts_with_a_broken_calendar_file_and_names_it(
    council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    check_ready(council.database, council.house.site.settings)
    assert "2027.yaml, years: không đọc được" in caplog.text
    assert 2026 in reading.calendar()
    assert 2027 not in reading.calendar()


@pytest.mark.usefixtures("spoilt")
def test_an_edition_can_be_made_despite_a_broken_calendar_file(admin: Browser) -> None:
    assert admin.send(NEW, **form(admin) | {"quorum-numerator": "3", "quorum-denominator": "4"}).status_code == 303
    assert editions.edition_on(date(2026, 10, 1)).id == OWN


def test_another_process_finds_an_edition_made_after_its_start(tmp_path: Path) -> None:
    editions.keep_office(tmp_path)
    text = derive(
        base(), edition_id="rieng-x", title="A", in_force=date(2027, 1, 1), preset="ubnd",
        changes=[RuleChange("quorum", 1, 2, True, "C")], reason="B",
    )  # fmt: skip
    (tmp_path / "rieng-x.yaml").write_text(text, "utf-8")
    try:
        assert editions.edition("rieng-x").preset("ubnd").quorum.strict
    finally:
        editions.keep_office(tmp_path / "none")


def test_an_unchanged_value_is_not_a_change_and_texts_follow_the_values() -> None:
    body = base().preset("ubnd")
    stands = body.terms("committee_decision")
    same = RuleChange("committee_decision", 1, 2, True, stands.article, Base.TOTAL, Tie.CHAIR)
    assert really_changed(base(), "ubnd", [same]) == []
    assert decision_spoken(body.decisions["procedural"], body).en == (
        "More than half (1/2) of the members present in favour"
    )
    assert quorum_spoken(body.quorum, body).en == "At least 2/3 of all members present"
