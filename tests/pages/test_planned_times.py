"""An item may say when it is to begin: typed on screen, read by everybody, printed, kept in folders; never required."""

import re

import pytest

from meeting.agenda.tables import find_item, items_of
from meeting.office.splitting import split
from tests.bound import Reader, words
from tests.council import Council
from tests.forms import plans, sentence_of, types
from tests.pages.client import Browser
from tests.workshops import working


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


def said(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_everybody_reads_a_typed_time_and_it_is_printed(council: Council, admin: Browser) -> None:
    item = council.items[1]
    types(
        admin, f"/meetings/1/agenda/{item}", title="Kế hoạch", minutes="20", form="vote", level="0", start="8h30",
        version="1",
    )  # fmt: skip
    assert 'name="start" type="time" value="08:30"' in admin.get(f"/meetings/1/agenda?item={item}").text
    council.tells()
    for who, page in (("binh", "/m/1"), ("ha", "/m/1/console"), ("an", "/m/1/chair")):
        assert "08:30 · 20 phút" in said(Browser(council, who).get(page).text), who
    with working(council) as workshop:
        binder = Reader(council, workshop, "binh")
        binder.submits()
        assert "Kế hoạch (08:30 · 20 phút)" in " ".join(words(binder.fetches()))


def test_the_printed_agenda_says_which_sitting_begins_where(council: Council, admin: Browser) -> None:
    types(admin, "/meetings/1/sittings", title="", day="2026-09-24", begins="13:30", ends="17:00")
    form = {"title": "Kế hoạch", "minutes": "20", "form": "vote", "level": "0", "version": "1"}
    types(admin, f"/meetings/1/agenda/{council.items[1]}", **form, sitting="1")
    council.tells()
    with working(council) as workshop:
        binder = Reader(council, workshop, "binh")
        binder.submits()
        printed = " ".join(words(binder.fetches()))
    assert "Buổi chiều 24/9 (dự kiến 13:30–17:00) 2. Kế hoạch (20 phút)" in printed


def test_no_time_is_required_and_an_invalid_one_is_refused_and_kept_in_the_form(
    council: Council, admin: Browser
) -> None:
    meeting = plans(admin)
    types(admin, f"/meetings/{meeting}/agenda", title="Không ghi giờ", form="other")
    refused = admin.send(f"/meetings/{meeting}/agenda", title="Chiều", form="other", start="chiều")
    assert refused.status_code == 400
    assert sentence_of("agenda.bad_start", text="chiều") in refused.text
    assert 'value="Chiều"' in refused.text, "nothing typed is lost"
    with council.database.read() as db:
        assert [(row.title, row.start) for row in items_of(db, meeting)] == [("Không ghi giờ", "")]


def test_the_second_of_two_who_set_a_time_sees_the_first_ones(council: Council, admin: Browser) -> None:
    path = f"/meetings/1/agenda/{council.items[1]}"
    form = {"title": "Kế hoạch", "minutes": "20", "form": "vote", "level": "0", "version": "1"}
    types(Browser(council, "ha"), path, **form, start="09:00")
    answer = admin.send(path, **form, start="10:00")
    assert answer.status_code == 409
    assert 'name="start" type="time" value="10:00"' in answer.text
    assert "<b>09:00</b>" in answer.text


def test_a_time_out_of_order_is_reported_and_saved(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    for title, start in (("Đầu", "09:00"), ("Lùi", "08:30"), ("Tối", "20:00")):
        types(admin, f"/meetings/{meeting}/agenda", title=title, form="other", start=start, minutes="0")
    page = said(admin.get(f"/meetings/{meeting}/agenda").text)
    assert "“Lùi” ghi bắt đầu lúc 08:30, trước giờ của nội dung đứng trên nó (09:00)." in page
    assert "“Tối” ghi bắt đầu lúc 20:00, ngoài giờ họp (08:00–11:30)." in page
    english = said(admin.get(f"/meetings/{meeting}/agenda", **{"Accept-Language": "en"}).text)
    assert "20:00" in english
    with council.database.read() as db:
        assert [row.start for row in items_of(db, meeting)] == ["09:00", "08:30", "20:00"]


def test_moving_an_item_in_or_out_keeps_its_time(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    for title in ("Một", "Hai"):
        types(admin, f"/meetings/{meeting}/agenda", title=title, form="other", start="08:15")
    with council.database.read() as db:
        second = items_of(db, meeting)[1].id
    types(admin, f"/meetings/{meeting}/agenda/order", deeper=str(second))
    with council.database.read() as db:
        item = find_item(db, meeting, second)
        assert (item.level, item.start) == (1, "08:15")


def test_a_time_changed_after_publication_is_announced_and_its_chair_reads_it(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["an"]), role="chair", votes="yes")
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["ha"]), role="clerk")
    types(admin, f"/meetings/{meeting}/agenda", title="Khai mạc", form="ceremony", start="08:00")
    types(admin, f"/meetings/{meeting}/publish")
    with council.database.read() as db:
        item = items_of(db, meeting)[0].id
    form = {"title": "Khai mạc", "minutes": "0", "form": "ceremony", "level": "0", "version": "1"}
    types(admin, f"/meetings/{meeting}/agenda/{item}", **form, start="08:30")
    assert "Sửa nội dung: Khai mạc" in admin.get(f"/meetings/{meeting}").text
    closely = said(admin.get(f"/meetings/{meeting}/approval/changes").text)
    assert "Khai mạc – Giờ bắt đầu: 08:00 → 08:30" in closely


def test_a_pasted_agenda_with_times_keeps_them(council: Council, admin: Browser) -> None:
    meeting = plans(admin)
    pasted = "1\tKhai mạc\t08:00 - 08:10\n2\tBáo cáo\t8h10 – 9h\n3\tKết luận"
    types(admin, f"/meetings/{meeting}/agenda/split", pasted=pasted, add="yes")
    with council.database.read() as db:
        found = [(row.title, row.start, row.minutes) for row in items_of(db, meeting)]
    assert found == [("Khai mạc", "08:00", 10), ("Báo cáo", "08:10", 50), ("Kết luận", "", 0)]


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("8h00: Khai mạc\n8h15: Báo cáo", [("Khai mạc", "08:00"), ("Báo cáo", "08:15")]),
        ("1\t08:00\tKhai mạc\tVăn phòng", [("Khai mạc", "08:00")]),
        ("1. Khai mạc\n2. 25h00: Việc lạ", [("Khai mạc", ""), ("25h00: Việc lạ", "")]),
        ("1. 10 giờ làm việc với Sở", [("10 giờ làm việc với Sở", "")]),
        ("5: Việc năm", [("Việc năm", "")]),
    ],
)
def test_a_bare_time_is_understood_only_where_nothing_else_is_possible(
    pasted: str, found: list[tuple[str, str]]
) -> None:
    assert [(each.title, each.start) for each in split(pasted)] == found


Row = tuple[str, str, str, int]
"""Title, who presents, when it begins, minutes."""


@pytest.mark.parametrize(
    ("pasted", "row"),
    [
        ("1\t8 giờ 30 phút\tKhai mạc\tVăn phòng", ("Khai mạc", "Văn phòng", "08:30", 0)),
        ("8 giờ 30 phút\tKhai mạc\tVăn phòng", ("Khai mạc", "Văn phòng", "08:30", 0)),
        ("1\t7h30'\tĐón tiếp đại biểu\tVăn phòng", ("Đón tiếp đại biểu", "Văn phòng", "07:30", 0)),
        ("1\tTừ 8 giờ 00 phút đến 8 giờ 15 phút\tKhai mạc\tSở A", ("Khai mạc", "Sở A", "08:00", 15)),
        ("13 giờ 30 phút – 14 giờ 00 phút: Thảo luận", ("Thảo luận", "", "13:30", 30)),
        ("1. 8h00\tKhai mạc", ("Khai mạc", "", "08:00", 0)),
        ("Thời gian: 8 giờ 30 phút\tKhai mạc", ("Khai mạc", "", "08:30", 0)),
        ("1.\t8 giờ 30 phút\t2. Tờ trình\tSở B", ("Tờ trình", "Sở B", "08:30", 0)),
        ("1\t08:00\t10 phút\tKhai mạc\tSở A", ("Khai mạc", "Sở A", "08:00", 10)),
        ("1\tThảo luận\t1 giờ 30 phút", ("Thảo luận", "", "", 90)),
        ("1. Thảo luận (1 giờ 30 phút)", ("Thảo luận", "", "", 90)),
        ("1. Họp lại lúc 10 giờ 30 phút", ("Họp lại lúc 10 giờ 30 phút", "", "", 0)),
    ],
)
def test_hours_and_minutes_in_words_are_a_time_and_not_a_length(pasted: str, row: Row) -> None:
    assert [(each.title, each.presenter, each.start, each.minutes) for each in split(pasted)] == [row]


@pytest.mark.parametrize(
    ("pasted", "row"),
    [
        ("1\t25h00\tViệc lạ\tSở A", ("25h00: Việc lạ", "Sở A", "", 0)),
        ("1\t22h00 - 1h00\tTrực đêm\tSở A", ("22h00 - 1h00: Trực đêm", "Sở A", "", 0)),
        ("1\t10 phút\tTrình bày: Sở A", ("Sở A", "", "", 10)),
    ],
)
def test_no_row_of_a_table_is_lost_and_a_bare_time_is_not_a_title(pasted: str, row: Row) -> None:
    assert [(each.title, each.presenter, each.start, each.minutes) for each in split(pasted)] == [row]


@pytest.mark.parametrize(
    ("pasted", "rows"),
    [
        ("8:00 Chào cờ\n8:15 Báo cáo", [("Chào cờ", "08:00", 0), ("Báo cáo", "08:15", 0)]),
        ("8h00 Khai mạc\n8h30 phát biểu", [("Khai mạc", "08:00", 0), ("phát biểu", "08:30", 0)]),
        ("8:00\tKhai mạc\tSở A\n9 giờ\tBáo cáo", [("Khai mạc", "08:00", 0), ("Báo cáo", "09:00", 0)]),
        ("24/9: Khai mạc\n25/9: Bế mạc", [("24/9: Khai mạc", "", 0), ("25/9: Bế mạc", "", 0)]),
        ("1/ Một\n2: Hai", [("Một", "", 0), ("Hai", "", 0)]),
        ("8h - 14 gói thầu", [("14 gói thầu", "08:00", 0)]),
        (
            "I. Nghi lễ\n8:00 Chào cờ\nII. Nội dung\n8 giờ 30 phút: Báo cáo\nNgười trình bày: Ông A",
            [("Nghi lễ", "", 0), ("Chào cờ", "08:00", 1), ("Nội dung", "", 0), ("Báo cáo", "08:30", 1)],
        ),
    ],
)
def test_a_time_or_a_day_before_a_title_is_not_its_number(pasted: str, rows: list[tuple[str, str, int]]) -> None:
    assert [(each.title, each.start, each.level) for each in split(pasted)] == rows


def test_hours_and_minutes_in_words_are_understood_where_they_are_typed(council: Council, admin: Browser) -> None:
    item = council.items[1]
    types(
        admin, f"/meetings/1/agenda/{item}", title="Kế hoạch", minutes="20", form="vote", level="0",
        start="8 giờ 30 phút", version="1",
    )  # fmt: skip
    assert 'name="start" type="time" value="08:30"' in admin.get(f"/meetings/1/agenda?item={item}").text


def test_the_next_meeting_copies_the_times(council: Council, admin: Browser) -> None:
    types(admin, "/meetings/1/agenda", title="Kết thúc", form="other", start="11:00", minutes="15")
    meeting = plans(admin, **{"from": "1"})
    with council.database.read() as db:
        assert [row.start for row in items_of(db, meeting)] == ["", "", "", "11:00"]
