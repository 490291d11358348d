"""A meeting that comes again: a draft for each ticked day, filled from the meeting before."""

import re

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting, items_of, seats_of
from meeting.kernel.refusals import declared
from tests.council import Council
from tests.pages.client import Browser
from tests.pages.test_planning import types

ASKED = {"rhythm": "month_day", "count": "3"}


def test_each_ticked_day_is_a_draft_of_its_own_with_people_items_and_questions(council: Council) -> None:
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


def test_what_was_made_before_is_not_made_twice_and_no_day_is_refused(council: Council) -> None:
    admin = Browser(council, "admin")
    types(admin, "/meetings/1/again", day="2026-11-24", **ASKED)
    again = admin.send("/meetings/1/again", day="2026-11-24", **ASKED)
    assert again.status_code == 409
    assert "Đã có phiên họp mang mã" in again.text
    none = admin.send("/meetings/1/again", day="2031-01-01", **ASKED)
    assert declared()["office.no_day"][1] in none.text
    assert Browser(council, "lan").get("/meetings/1/again").status_code == 403
