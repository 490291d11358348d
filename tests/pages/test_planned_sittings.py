"""Sittings planned on screen: entered, corrected, removed, copied, and shown on each of their days."""

import re

import pytest

from meeting.agenda.planned import planned_sittings
from meeting.agenda.tables import find_meeting, items_of
from meeting.kernel.clock import local
from tests.cast import MORNING
from tests.council import Council
from tests.forms import HEADING, hands_in, plans, sentence_of, types
from tests.pages.client import Browser
from tests.pages.listed import days

TWO_DAYS = (
    {"title": "", "day": "2026-10-05", "begins": "08:00", "ends": "11:30"},
    {"title": "Buổi thảo luận", "day": "2026-10-05", "begins": "13:30", "ends": "17:00"},
    {"title": "", "day": "2026-10-06", "begins": "08:00", "ends": "10:00"},
)


@pytest.fixture
def admin(council: Council) -> Browser:
    return Browser(council, "admin")


@pytest.fixture
def meeting(admin: Browser) -> int:
    """A draft with a morning, an afternoon and a second day, and an item in each of the first two."""
    made = plans(admin)
    for each in TWO_DAYS:
        types(admin, f"/meetings/{made}/sittings", **each)
    first, second, _ = numbers(admin, made)
    types(admin, f"/meetings/{made}/agenda", title="Khai mạc", form="ceremony", sitting=str(first))
    types(admin, f"/meetings/{made}/agenda", title="Thảo luận", form="discussion", sitting=str(second))
    types(admin, f"/meetings/{made}/agenda", title="Việc khác", form="other")
    return made


def numbers(browser: Browser, meeting: int) -> list[int]:
    page = browser.get(f"/meetings/{meeting}/agenda").text
    return [int(each) for each in re.findall(rf'action="/meetings/{meeting}/sittings/(\d+)"', page)]


def said(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def in_sittings(council: Council, meeting: int) -> list[tuple[str, str]]:
    """Each item, and the label of its sitting."""
    with council.database.read() as db:
        labels = {each.id: each.label for each in planned_sittings(db, meeting)}
        return [(item.title, labels.get(item.sitting_id or 0, "")) for item in items_of(db, meeting)]


def test_sittings_are_entered_with_their_items(council: Council, admin: Browser, meeting: int) -> None:
    page = said(admin.get(f"/meetings/{meeting}/agenda").text)
    for each in ("Buổi sáng 5/10 08:00–11:30 · 1 nội dung", "Buổi thảo luận 5/10 13:30–17:00 · 1 nội dung"):
        assert each in page
    assert "Buổi sáng 6/10 08:00–10:00 · 0 nội dung" in page, "one without an item stands there too"
    expected = [("Khai mạc", "Buổi sáng 5/10"), ("Thảo luận", "Buổi thảo luận 5/10"), ("Việc khác", "")]
    assert in_sittings(council, meeting) == expected


def test_the_next_sitting_is_proposed(admin: Browser) -> None:
    made = plans(admin)
    proposed = 'name="day" type="date" required value="{}"'
    for each, day, begins in zip(TWO_DAYS, ("05", "05", "06"), ("08:00", "13:30", "08:00"), strict=True):
        page = admin.get(f"/meetings/{made}/agenda").text
        form = page[page.index(f'action="/meetings/{made}/sittings"') :]
        assert proposed.format(f"2026-10-{day}") in form
        assert f'name="begins" type="time" required value="{begins}"' in form
        types(admin, f"/meetings/{made}/sittings", **each)


def test_an_invalid_time_is_refused_and_kept_in_the_form(admin: Browser, meeting: int) -> None:
    answer = hands_in(admin, f"/meetings/{meeting}/sittings", title="Buổi lạ", day="2026-02-31", begins="8", ends="")
    assert answer.status_code == 400
    assert sentence_of("office.no_time") in answer.text
    assert 'value="Buổi lạ"' in answer.text
    long = hands_in(admin, f"/meetings/{meeting}/sittings", **TWO_DAYS[0] | {"title": "x" * 101})
    assert long.status_code == 400


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2101-01-01"])
@pytest.mark.parametrize("ends", ["01:00", "23:59"])
def test_an_absurd_year_is_refused_and_kept_in_the_form(admin: Browser, meeting: int, day: str, ends: str) -> None:
    times = {"day": day, "begins": "02:00", "ends": ends}
    words = sentence_of("agenda.bad_year", first=1900, last=2100)
    for answer in (
        hands_in(admin, f"/meetings/{meeting}/sittings", title="Buổi lạ", **times),
        hands_in(admin, f"/meetings/{meeting}", **HEADING | times | {"version": "1"}),
        hands_in(admin, "/meetings/new", **HEADING | times),
    ):
        assert answer.status_code == 400
        assert words in answer.text and f'value="{day}"' in answer.text


def test_an_end_before_the_beginning_is_on_the_next_day(council: Council, admin: Browser) -> None:
    made = plans(admin)
    types(admin, f"/meetings/{made}/sittings", title="", day="2026-10-05", begins="22:00", ends="01:00")
    with council.database.read() as db:
        (night,) = planned_sittings(db, made)
        assert f"{local(night.ends_at):%d %H:%M}" == "06 01:00"
    assert "(hôm sau)" in said(admin.get(f"/meetings/{made}/agenda").text)


def test_a_sitting_outside_the_meeting_is_reported_and_the_meeting_takes_the_hours_of_its_sittings(
    council: Council, admin: Browser, meeting: int
) -> None:
    page = said(admin.get(f"/meetings/{meeting}/agenda").text)
    assert "Buổi thảo luận 5/10 nằm ngoài thời gian của phiên họp (08:00 05/10/2026 – 11:30 05/10/2026)." in page
    with council.database.read() as db:
        version = find_meeting(db, meeting).version
    types(admin, f"/meetings/{meeting}/sittings/fit", version=str(version))
    with council.database.read() as db:
        assert f"{local(find_meeting(db, meeting).ends_at):%d/%m %H:%M}" == "06/10 10:00"
    page = admin.get(f"/meetings/{meeting}/agenda").text
    assert "nằm ngoài" not in page and 'data-testid="fit"' not in page
    types(admin, f"/meetings/{meeting}/sittings", title="Trùng", day="2026-10-05", begins="11:00", ends="12:00")
    assert "Trùng 5/10 trùng giờ với Buổi sáng 5/10." in said(admin.get(f"/meetings/{meeting}/agenda").text)


def test_the_second_of_two_who_correct_a_sitting_sees_both_texts(
    council: Council, admin: Browser, meeting: int
) -> None:
    path, form = f"/meetings/{meeting}/sittings/{numbers(admin, meeting)[0]}", TWO_DAYS[0] | {"version": "1"}
    types(admin, path, **form | {"title": "Bản của một người"})
    answer = hands_in(admin, path, **form | {"title": "Bản của người kia"})
    assert answer.status_code == 409
    assert "<b>Bản của một người</b>" in answer.text
    assert 'value="Bản của người kia"' in answer.text


def test_items_of_a_removed_sitting_stay(council: Council, admin: Browser, meeting: int) -> None:
    types(admin, f"/meetings/{meeting}/sittings/{numbers(admin, meeting)[1]}/remove")
    assert in_sittings(council, meeting)[1] == ("Thảo luận", "")
    again = hands_in(admin, f"/meetings/{meeting}/sittings/9999/remove")
    assert again.status_code == 404


def test_an_item_changes_its_sitting_and_carries_its_sub_items(council: Council, admin: Browser, meeting: int) -> None:
    last = numbers(admin, meeting)[2]
    with council.database.read() as db:
        item = items_of(db, meeting)[1].id
    form = {"title": "Thảo luận", "minutes": "0", "form": "discussion", "level": "0", "version": "1"}
    types(admin, f"/meetings/{meeting}/agenda/{item}", **form, sitting=str(last))
    types(admin, f"/meetings/{meeting}/agenda/order", deeper=str(item))
    assert in_sittings(council, meeting)[1] == ("Thảo luận", "Buổi sáng 6/10")


def test_last_months_sittings_are_copied_to_the_new_days(council: Council, admin: Browser, meeting: int) -> None:
    made = plans(admin, **{"from": str(meeting), "day": "2026-11-09", "key": "k" * 32})
    expected = [("Khai mạc", "Buổi sáng 9/11"), ("Thảo luận", "Buổi thảo luận 9/11"), ("Việc khác", "")]
    assert in_sittings(council, made) == expected
    with council.database.read() as db:
        assert [each.label for each in planned_sittings(db, made)][-1] == "Buổi sáng 10/11"


def test_a_repeated_meeting_repeats_its_sittings(council: Council, admin: Browser, meeting: int) -> None:
    sent = {"rhythm": "weekly", "count": "1", "day": "2026-10-12"}
    types(admin, f"/meetings/{meeting}/again", **sent)
    assert in_sittings(council, meeting + 1)[0] == ("Khai mạc", "Buổi sáng 12/10")


def test_the_calendar_shows_a_meeting_on_each_day_on_which_it_sits(admin: Browser, meeting: int) -> None:
    shown = days(admin.get("/calendar?view=month&on=2026-10-05").text)
    assert list(shown) == ["2026-10-05", "2026-10-06"]
    assert shown["2026-10-05"].index("08:00") < shown["2026-10-05"].index("13:30")
    assert "Buổi thảo luận" in shown["2026-10-05"]
    assert "08:00 Phiên họp thường kỳ tháng 10 Buổi sáng" in shown["2026-10-06"], "beyond the hours of its heading"
    second = days(admin.get("/calendar?view=day&on=2026-10-06").text)
    assert list(second) == ["2026-10-06"]


def postpones(admin: Browser, meeting: int, **typed: str) -> None:
    """The heading says another day."""
    version = re.search(r'name="version" value="(\d+)"', admin.get(f"/meetings/{meeting}").text)
    assert version is not None
    types(admin, f"/meetings/{meeting}", **HEADING | {"version": version[1]} | typed)


def test_a_postponed_meeting_keeps_its_sittings_and_is_on_its_new_days(
    council: Council, admin: Browser, meeting: int
) -> None:
    assert "buổi họp dự kiến chuyển theo" in admin.get(f"/meetings/{meeting}").text
    postpones(admin, meeting, day="2026-10-12")
    expected = [("Khai mạc", "Buổi sáng 12/10"), ("Thảo luận", "Buổi thảo luận 12/10"), ("Việc khác", "")]
    assert in_sittings(council, meeting) == expected
    shown = days(admin.get("/calendar?view=month&on=2026-10-05").text)
    assert list(shown) == ["2026-10-12", "2026-10-13"]
    assert "08:00 Phiên họp thường kỳ tháng 10 Buổi sáng" in shown["2026-10-13"]
    postpones(admin, meeting, day="2026-10-05")
    assert in_sittings(council, meeting)[0] == ("Khai mạc", "Buổi sáng 5/10"), "and back"


def test_everybody_invited_is_notified_of_each_sitting_that_moves_along(
    admin: Browser, meeting: int, council: Council
) -> None:
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["an"]), role="chair", votes="yes")
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["ha"]), role="clerk")
    types(admin, f"/meetings/{meeting}/publish")
    postpones(admin, meeting, day="2026-10-12")
    page = admin.get(f"/meetings/{meeting}").text
    assert "Sửa buổi họp: từ Buổi sáng 5/10 (08:00–11:30) thành Buổi sáng 12/10 (08:00–11:30)" in page
    assert page.count("Sửa buổi họp:") == 3


def test_moving_the_heading_to_the_day_of_the_sittings_leaves_them_there(council: Council, admin: Browser) -> None:
    made = plans(admin, day="2026-10-05")
    types(admin, f"/meetings/{made}/sittings", title="", day="2026-10-06", begins="08:00", ends="11:30")
    assert "1 buổi họp dự kiến nằm ngoài thời gian của phiên họp" in admin.get(f"/meetings/{made}").text
    assert list(days(admin.get("/calendar?view=month&on=2026-10-05").text)) == ["2026-10-05", "2026-10-06"]
    postpones(admin, made, day="2026-10-06")
    assert "nằm ngoài thời gian" not in admin.get(f"/meetings/{made}").text
    assert list(days(admin.get("/calendar?view=month&on=2026-10-05").text)) == ["2026-10-06"]


def test_a_meeting_with_sittings_on_other_days_clashes_on_its_own_day_too(admin: Browser) -> None:
    day = local(MORNING).date().isoformat()
    made = plans(admin, day=day, place="phòng họp  tầng 2")
    types(admin, f"/meetings/{made}/sittings", title="", day="2026-10-20", begins="08:00", ends="11:00")
    assert "Cùng giờ, cùng địa điểm với: Phiên họp thường kỳ tháng 9" in admin.get(f"/meetings/{made}").text


def test_a_meeting_is_found_by_each_of_its_days(admin: Browser, meeting: int) -> None:
    for words, there in (("5/10", True), ("6/10/2026", True), ("10/2026", True), ("7/10", False), ("6/10/2025", False)):
        page = admin.get(f"/meetings?words={words}").text
        assert ("Phiên họp thường kỳ tháng 10" in page) == there, words


@pytest.mark.parametrize("found", ["5/10", "6/10", "7/10/2026"])
def test_a_meeting_of_three_days_without_sittings_is_found_by_each(admin: Browser, found: str) -> None:
    plans(admin, last_day="2026-10-07")
    assert "Phiên họp thường kỳ tháng 10" in admin.get(f"/meetings?words={found}").text
    assert "Phiên họp thường kỳ tháng 10" not in admin.get("/meetings?words=8/10").text


def test_a_sitting_past_midnight_is_found_by_both_days_and_one_until_midnight_by_one(admin: Browser) -> None:
    made = plans(admin, last_day="2026-10-09")
    types(admin, f"/meetings/{made}/sittings", title="Đêm", day="2026-10-05", begins="22:00", ends="01:00")
    types(admin, f"/meetings/{made}/sittings", title="Tối", day="2026-10-08", begins="20:00", ends="00:00")
    for words, there in (("5/10", True), ("6/10", True), ("7/10", False), ("8/10", True), ("9/10", False)):
        page = admin.get(f"/meetings?words={words}").text
        assert ("Phiên họp thường kỳ tháng 10" in page) == there, words


def test_a_sitting_past_midnight_is_on_both_days_and_one_until_midnight_on_one(admin: Browser) -> None:
    made = plans(admin)
    types(admin, f"/meetings/{made}/sittings", title="Đêm", day="2026-10-05", begins="22:00", ends="01:00")
    types(admin, f"/meetings/{made}/sittings", title="Tối", day="2026-10-08", begins="20:00", ends="00:00")
    shown = days(admin.get("/calendar?view=week&on=2026-10-05").text)
    assert list(shown) == ["2026-10-05", "2026-10-06", "2026-10-08"]
    assert "22:00" in shown["2026-10-05"] and "00:00" in shown["2026-10-06"]


def test_rooms_and_people_clash_by_sitting_and_not_between_sittings(council: Council, admin: Browser) -> None:
    start = local(MORNING)
    day, place = start.date().isoformat(), "phòng họp  tầng 2"
    made = plans(admin, day=day, last_day="2026-09-26", place=place)
    types(admin, f"/meetings/{made}/people", person=str(council.people["lan"]), role="member", votes="yes")
    other = "Phiên họp thường kỳ tháng 9"
    assert f"Cùng giờ, cùng địa điểm với: {other}" in admin.get(f"/meetings/{made}").text
    types(admin, f"/meetings/{made}/sittings", title="", day="2026-09-25", begins="08:00", ends="11:00")
    page = admin.get(f"/meetings/{made}").text
    assert "Cùng giờ, cùng địa điểm" not in page and "có ghế cùng giờ" not in page
    types(admin, f"/meetings/{made}/sittings", title="", day=day, begins="09:00", ends="10:00")
    page = admin.get(f"/meetings/{made}").text
    assert f"Cùng giờ, cùng địa điểm với: {other}" in page
    assert f"Trần Thị Lan có ghế cùng giờ ở: {other}" in page


def test_a_sitting_changed_after_publication_is_announced_and_its_chair_reads_it(
    council: Council, admin: Browser, meeting: int
) -> None:
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["an"]), role="chair", votes="yes")
    types(admin, f"/meetings/{meeting}/people", person=str(council.people["ha"]), role="clerk")
    types(admin, f"/meetings/{meeting}/publish")
    first, second, third = numbers(admin, meeting)
    types(admin, f"/meetings/{meeting}/sittings/{first}", **TWO_DAYS[0] | {"begins": "08:30", "version": "1"})
    types(admin, f"/meetings/{meeting}/sittings/{second}/remove")
    page = admin.get(f"/meetings/{meeting}").text
    assert "Sửa buổi họp: từ Buổi sáng 5/10 (08:00–11:30) thành Buổi sáng 5/10 (08:30–11:30)" in page
    assert "Bỏ buổi họp: Buổi thảo luận 5/10 (13:30–17:00)" in page
    with council.database.read() as db:
        item = items_of(db, meeting)[0]
    form = {"title": "Khai mạc", "minutes": "0", "form": "ceremony", "level": "0", "version": str(item.version)}
    types(admin, f"/meetings/{meeting}/agenda/{item.id}", **form, sitting=str(third))
    closely = said(admin.get(f"/meetings/{meeting}/approval/changes").text)
    assert "Khai mạc – Buổi họp: Buổi sáng 5/10 → Buổi sáng 6/10" in closely
    types(admin, f"/meetings/{meeting}/publish-again")
    for who, where in (("an", "chair"), ("ha", "console")):
        assert "Buổi sáng 6/10" in Browser(council, who).get(f"/m/{meeting}/{where}").text


def test_a_guest_sees_no_title_of_a_sitting_with_only_internal_items(
    council: Council, admin: Browser, meeting: int
) -> None:
    for who, role in (("an", "chair"), ("ha", "clerk"), ("lan", "member"), ("guest", "guest")):
        types(admin, f"/meetings/{meeting}/people", person=str(council.people[who]), role=role)
    types(admin, f"/meetings/{meeting}/publish")
    types(admin, f"/meetings/{meeting}/sittings", **TWO_DAYS[2] | {"title": "Kỷ luật ông X", "day": "2026-10-07"})
    last = numbers(admin, meeting)[-1]
    types(admin, f"/meetings/{meeting}/agenda", title="Việc kín", form="other", sitting=str(last))
    with council.database.read() as db:
        item = items_of(db, meeting)[-1]
    form = {"title": "Việc kín", "minutes": "0", "form": "other", "level": "0", "version": "1", "internal": "yes"}
    types(admin, f"/meetings/{meeting}/agenda/{item.id}", **form, sitting=str(last))
    types(admin, f"/meetings/{meeting}/sittings/{last}", **TWO_DAYS[2] | {"title": "Kỷ luật", "version": "1"})
    types(admin, f"/meetings/{meeting}/publish-again")
    for who, told in (("lan", True), ("guest", False)):
        for page in (f"/m/{meeting}/changes", "/calendar?view=month&on=2026-10-05", f"/m/{meeting}", "/"):
            shown = Browser(council, who).get(page)
            assert shown.status_code == 200, (who, page)
            assert told or "Kỷ luật" not in shown.text, (who, page)
    assert "Thêm buổi họp: Kỷ luật" in Browser(council, "lan").get(f"/m/{meeting}/changes").text
    assert "Kỷ luật" in days(Browser(council, "lan").get("/calendar?view=month&on=2026-10-05").text)["2026-10-06"]
    guests = days(Browser(council, "guest").get("/calendar?view=month&on=2026-10-05").text)
    assert "Buổi sáng" in guests["2026-10-06"]


def test_only_makers_plan_sittings(council: Council, admin: Browser, meeting: int) -> None:
    for path in ("", "/1", "/1/remove", "/fit"):
        for who in ("lan", "guest", "outsider"):
            answer = Browser(council, who).send(f"/meetings/{meeting}/sittings{path}", **TWO_DAYS[0])
            assert answer.status_code in (403, 404), (who, path)
    assert len(numbers(admin, meeting)) == 3
