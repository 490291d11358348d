"""What a plan clashes with is named by title to people who know the other meeting, and by its hours to everybody
else."""

import pytest

from meeting.kernel.clock import local
from tests.cast import MORNING
from tests.council import Council
from tests.forms import plans, types
from tests.pages.client import Browser
from tests.planned import moves

SECRET = "Kiểm điểm cán bộ xã Minh Tân"


@pytest.fixture
def draft(council: Council) -> int:
    """A draft of the administrator at the hours of the council's meeting, in its room."""
    council.watching = False
    day = local(MORNING).date().isoformat()
    return plans(Browser(council, "admin"), title=SECRET, day=day, place="Phòng họp tầng 2", slug="kiem-diem")


def seat(council: Council, meeting: int, account: str) -> None:
    """Give somebody a seat there."""
    types(Browser(council, "admin"), f"/meetings/{meeting}/people", person=str(council.people[account]), role="guest")


def test_the_secretary_of_another_meeting_sees_the_hours_of_a_draft_and_not_its_title(
    council: Council, draft: int
) -> None:
    seat(council, draft, "lan")
    ha = Browser(council, "ha")
    assert ha.get(f"/meetings/{draft}").status_code in (403, 404)
    page = ha.get("/meetings/1").text
    assert SECRET not in page
    assert "Cùng giờ, cùng địa điểm với: một phiên họp khác (08:00–11:30, 24/09/2026)" in page
    assert "Trần Thị Lan có ghế cùng giờ ở: một phiên họp khác (08:00–11:30, 24/09/2026)" in page


def test_a_meeting_that_has_begun_is_not_reported_as_a_clash(council: Council, draft: int) -> None:
    seat(council, draft, "lan")
    council.arrives(*council.voters)
    council.starts()
    assert "cùng giờ" not in Browser(council, "ha").get("/meetings/1").text.lower()


def test_the_maker_of_the_draft_sees_its_title(council: Council, draft: int) -> None:
    seat(council, draft, "lan")
    page = Browser(council, "admin").get("/meetings/1").text
    assert f"Cùng giờ, cùng địa điểm với: {SECRET}" in page
    assert f"Trần Thị Lan có ghế cùng giờ ở: {SECRET}" in page


def test_a_second_secretary_of_the_draft_sees_its_title(council: Council, draft: int) -> None:
    types(Browser(council, "admin"), f"/meetings/{draft}/people", person=str(council.people["ha"]), role="clerk")
    assert f"Cùng giờ, cùng địa điểm với: {SECRET}" in Browser(council, "ha").get("/meetings/1").text


def test_only_the_maker_of_the_other_meeting_reads_an_unannounced_new_time(
    council: Council,
) -> None:
    there = plans(Browser(council, "admin"), title="Họp giao ban", day="2026-10-08", place="Phòng họp tầng 2")
    council.watching = False
    moves(council, starts_at="2026-10-08T01:00:00.000Z", ends_at="2026-10-08T04:00:00.000Z")
    types(Browser(council, "admin"), f"/meetings/{there}/people", person=str(council.people["nam"]), role="clerk")
    clash = "Cùng giờ, cùng địa điểm với: Phiên họp thường kỳ tháng 9"
    assert clash in Browser(council, "admin").get(f"/meetings/{there}").text
    assert "Cùng giờ" not in Browser(council, "nam").get(f"/meetings/{there}").text
    council.tells()
    assert "Cùng giờ, cùng địa điểm với" in Browser(council, "nam").get(f"/meetings/{there}").text


def test_twenty_of_many_clashing_people_are_named_and_the_rest_counted(
    council: Council, draft: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for account in ("lan", "an", "guest"):
        seat(council, draft, account)
    monkeypatch.setattr("meeting.office.clashes.MOST", 2)
    page = Browser(council, "admin").get("/meetings/1").text
    assert page.count("có ghế cùng giờ ở: ") == 2
    assert "Còn 1 người nữa có ghế cùng giờ ở phiên họp khác" in page
