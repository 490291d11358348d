"""A meeting that comes again: a draft for each ticked day, filled from the meeting before."""

import re

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting, items_of, seats_of
from meeting.kernel.refusals import declared
from tests.council import Council
from tests.forms import types
from tests.pages.client import Browser

ASKED = {"rhythm": "month_day", "count": "3"}


def test_each_ticked_day_becomes_a_draft_with_people_items_and_questions(council: Council) -> None:
    council.prepares("Thông qua kế hoạch", item=2)
    admin = Browser(council, "admin")
    page = admin.get("/meetings/1/again?rhythm=month_day&count=3").text
    assert re.findall(r'name="day" value="([^"]+)"( checked)?', page) == [
        ("2026-10-24", ""),  # a Saturday
        ("2026-11-24", ""),  # a public holiday
        ("2026-12-24", " checked"),
    ]
    assert "/meetings/1/again" in admin.get("/meetings/new?from=1").text
    sent = admin.client.post(
        "/meetings/1/again",
        data={"csrf_token": admin.csrf(), "key": "k" * 32, "day": ["2026-11-24", "2026-12-24"], **ASKED},
    )
    assert (sent.status_code, sent.location) == (303, "/meetings")
    with council.database.read() as db:
        made = [db.get_one(Meeting, number) for number in (2, 3)]
        assert [each.title for each in made] == [f"Phiên họp thường kỳ tháng {month}" for month in (11, 12)]
        assert {each.state for each in made} == {MeetingState.DRAFT}
        assert [each.starts_at.date().isoformat() for each in made] == ["2026-11-24", "2026-12-24"]
        for each in made:
            assert len(seats_of(db, each.id)) == len(seats_of(db, 1))
            assert [item.title for item in items_of(db, each.id)] == [item.title for item in items_of(db, 1)]
    assert (
        "Thông qua kế hoạch"
        in admin.get("/meetings/3/agenda?item=5").text + admin.get("/meetings/3/agenda?item=8").text
    )


def test_a_day_that_already_has_this_meeting_says_so_and_is_not_ticked(council: Council) -> None:
    admin = Browser(council, "admin")
    types(admin, "/meetings/1/again", day="2026-12-24", **ASKED)
    page = admin.get("/meetings/1/again?rhythm=month_day&count=3").text
    assert dict(re.findall(r'name="day" value="([^"]+)"( checked)?', page))["2026-12-24"] == ""
    assert page.count("đã có phiên họp này") == 1


def test_a_taken_code_leaves_no_half_made_draft(council: Council) -> None:
    """Somebody who ticks such a day in spite of it gets another meeting, as from the form of a new one."""
    admin = Browser(council, "admin")
    types(admin, "/meetings/1/again", day="2026-12-24", **ASKED)
    types(admin, "/meetings/1/again", day=["2026-11-24", "2026-12-24"], **ASKED)
    with council.database.read() as db:
        made = [db.get_one(Meeting, number) for number in (2, 3, 4)]
        assert [each.starts_at.date().isoformat()[5:] for each in made] == ["12-24", "11-24", "12-24"]
        assert len({each.slug for each in made}) == 3
        assert {len(seats_of(db, each.id)) for each in made} == {len(seats_of(db, 1))}


def test_a_form_sent_twice_makes_its_drafts_once(council: Council) -> None:
    admin = Browser(council, "admin")
    for _ in range(2):
        types(admin, "/meetings/1/again", day=["2026-11-24", "2026-12-24"], key="k" * 32, **ASKED)
    with council.database.read() as db:
        assert [db.get(Meeting, number) is not None for number in (2, 3, 4)] == [True, True, False]


def test_a_form_without_a_day_and_a_person_without_the_right_are_refused(council: Council) -> None:
    none = Browser(council, "admin").send("/meetings/1/again", day="2031-01-01", **ASKED)
    assert declared()["office.no_day"][1] in none.text
    assert Browser(council, "lan").get("/meetings/1/again").status_code == 403


def test_a_year_without_its_official_notice_says_so(council: Council) -> None:
    admin = Browser(council, "admin")
    said = "Chưa có lịch nghỉ năm 2027: chỉ biết thứ Bảy, Chủ nhật."
    assert said not in admin.get("/meetings/1/again?rhythm=month_day&count=3").text
    assert said in admin.get("/meetings/1/again?rhythm=month_day&count=12").text
    assert said in admin.get("/calendar?view=month&on=2027-04-01").text
    assert said not in admin.get("/calendar?view=month&on=2026-04-01").text
