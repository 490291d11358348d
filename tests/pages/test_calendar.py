"""The calendar: days, weeks and months of what somebody may see, for ever, by address and without scripts."""

import re
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from meeting.access import sessions
from meeting.agenda.commands import AddItem, AddSeat, CreateMeeting
from meeting.contributions.commands import AllotItem
from meeting.kernel.clock import stamp
from meeting.people.tables import Person
from meeting.people.units import MakeUnit
from tests.cast import MORNING, SECOND_MEETING
from tests.council import Council
from tests.forms import HEADING
from tests.heard import Statements
from tests.pages.listed import days
from tests.search.conftest import bring_up
from tests.workshops import working


def opens(council: Council, who: str, address: str) -> str:
    """A page of the calendar."""
    answer = council.browser(who).get(address)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("view", ["day", "week", "month"])
def test_a_meeting_is_on_its_day_in_every_view(council: Council, view: str) -> None:
    page = opens(council, "lan", f"/calendar?view={view}&on=2026-09-24")
    assert list(days(page)) == ["2026-09-24"]
    assert "08:00 Phiên họp thường kỳ tháng 9" in days(page)["2026-09-24"]
    assert f'href="/m/{council.meeting}"' in page
    assert 'aria-current="date"' in page
    assert days(opens(council, "lan", f"/calendar?view={view}&on=2026-11-24")) == {}


def test_people_see_meetings_with_their_seat_and_makers_see_all(council: Council) -> None:
    address = "/calendar?view=month&on=2026-09-24"
    assert days(opens(council, "outsider", address)) == {}
    assert len(days(opens(council, "admin", address))) == 1
    assert days(opens(council, "admin", f"{address}&whose=mine")) == {}
    council.submits("admin", SECOND_MEETING)
    assert "Phiên họp khác" in days(opens(council, "admin", address))["2026-09-24"]
    assert "Phiên họp khác" not in days(opens(council, "lan", address))["2026-09-24"]


def test_only_its_makers_have_a_draft_on_their_calendar(council: Council) -> None:
    draft = council.submits(
        "admin",
        CreateMeeting(
            slug="nhap",
            title=HEADING["title"],
            starts_at=stamp(MORNING + timedelta(days=2)),
            ends_at=stamp(MORNING + timedelta(days=4)),
            preset="ubnd",
            edition="vn-2025-07",
            body="",
            place="",
            draft=True,
        ),
    ).made["meeting_id"]
    for who, role in (("ha", "clerk"), ("lan", "member")):
        seat = AddSeat(meeting_id=draft, person_id=council.people[who], role=role, votes=False, label="", head=False)
        council.submits("admin", seat)
    address = "/calendar?view=week&on=2026-09-26"
    assert list(days(opens(council, "ha", address))) == ["2026-09-24", "2026-09-26", "2026-09-27"]
    assert list(days(opens(council, "lan", address))) == ["2026-09-24"]
    assert f'href="/meetings/{draft}"' in opens(council, "ha", address)


def test_a_meeting_that_ended_years_ago_is_found_and_read(council: Council) -> None:
    with council.unwatched():
        council.arrives(*council.voters)
        council.starts()
        council.ends()
    council.clock.advance(days=1000)
    begin = partial(sessions.begin, person_id=council.people["lan"], screen_of=None, now=council.clock(), hours=1)
    reader = council.browser()
    with reader.session_transaction() as session:
        session["token"] = council.database.gate.submit(begin)
    assert list(days(reader.get("/calendar?view=month&on=2026-09-01").text)) == ["2026-09-24"]
    for path in ("tablet", f"papers/{council.document}", f"papers/{council.document}/file.pdf", "binder"):
        answer = reader.get(f"/m/{council.meeting}/{path}")
        assert answer.status_code == 200, path
        answer.close()


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("thuong ky", True),
        ("24/9", True),
        ("24-09-2026", True),
        ("9/2026", True),
        ("tháng 9/2026", True),
        ("Tháng 9 năm 2026", True),
        ("tháng 9", True),
        ("ngày 24 tháng 9 năm 2026", True),
        ("24 tháng 9", True),
        ("25 tháng 9", False),
        ("tháng 8", False),
        ("tháng 9 năm 2025", False),
        ("25/9", False),
        ("24/9/2025", False),
        ("đầu tư công", True),
        ("dau tu cong", True),
        ("khong co gi", False),
    ],
)
def test_the_list_is_searched_by_name_day_item_and_decision(council: Council, words: str, there: bool) -> None:
    with working(council) as workshop:
        bring_up(workshop)
    page = council.browser("lan").get("/meetings", query_string={"words": words}).text
    assert ("Phiên họp thường kỳ tháng 9" in page) is there
    assert "Phiên họp thường kỳ" not in council.browser("outsider").get("/meetings", query_string={"words": words}).text


@pytest.mark.parametrize(
    ("on", "before", "after"),
    [
        ("2026-01-31", "2025-12-31", "2026-02-28"),
        ("2028-03-31", "2028-02-29", "2028-04-30"),
        ("2026-12-01", "2026-11-01", "2027-01-01"),
    ],
)
def test_the_month_after_the_31st_is_the_next_month(council: Council, on: str, before: str, after: str) -> None:
    page = opens(council, "lan", f"/calendar?view=month&on={on}")
    assert re.findall(r'rel="prev" href="[^"]*on=([\d-]+)"', page) == [before]
    assert re.findall(r'rel="next" href="[^"]*on=([\d-]+)"', page) == [after]


def test_a_senseless_address_shows_today_or_nothing(council: Council) -> None:
    for on in ("", "x", "2026-02-30", "9999-12-31", "0001-01-01"):
        assert list(days(opens(council, "lan", f"/calendar?view=day&on={on}"))) == ["2026-09-24"]
    assert council.browser("lan").get("/calendar?view=year").status_code == 404


def test_days_off_are_shown_as_such(council: Council) -> None:
    page = opens(council, "lan", "/calendar?view=week&on=2026-09-02")
    kinds = re.findall(r'<li class="calendar-day([^"]*)"', page)
    assert [("rest" in kind) for kind in kinds] == [True, True, True, False, False, True, True]


def test_a_month_costs_the_same_however_full_it_is(council: Council) -> None:
    counts = []
    for more in (1, 6):
        with council.unwatched():
            for number in range(more):
                begins = MORNING + timedelta(days=number)
                changed = {"slug": f"p-{more}-{number}", "starts_at": stamp(begins), "ends_at": stamp(begins)}
                fields = {name: getattr(SECOND_MEETING, name) for name in SECOND_MEETING.__struct_fields__}
                fields |= changed | {"ends_at": stamp(begins + timedelta(hours=1))}
                council.submits("admin", CreateMeeting(**fields))
        said = Statements()
        event.listen(council.database._reading, "before_cursor_execute", said)
        opens(council, "admin", "/calendar?view=month&on=2026-09-24")
        event.remove(council.database._reading, "before_cursor_execute", said)
        counts.append(said.count)
    assert counts[0] == counts[1] <= 8


# whose meetings: one's own, one's unit's, all


def whose(page: str) -> dict[str, int]:
    """How many there are of each, as the page offers them; nothing where there is no choice."""
    nav = page.partition('data-testid="whose"')[2].partition("</nav>")[0]
    found = re.findall(r'href="[^"]*?(?:whose=(\w+))?"[^>]*>.*?<span class="count figures">(\d+)<', nav, re.DOTALL)
    return {kind or "all": int(count) for kind, count in found}


@pytest.fixture
def two_units(council: Council) -> Council:
    """Lan and the administrator are in a unit; nobody of it has a seat in the second meeting."""
    unit = council.submits("system", MakeUnit(title="Phòng Kinh tế")).made["unit_id"]
    for who in ("lan", "admin"):
        council.database.gate.submit(lambda db, who=who: _puts(db, council.people[who], unit))
    made = council.submits("admin", SECOND_MEETING).made["meeting_id"]
    council.unit, council.second = unit, made  # type: ignore[attr-defined]
    return council


def _puts(db: Session, person_id: int, unit: int) -> None:
    db.get_one(Person, person_id).unit_id = unit


@pytest.mark.parametrize("view", ["day", "week", "month"])
def test_the_calendar_shows_your_own_your_units_or_all_meetings_with_their_numbers(
    two_units: Council, view: str
) -> None:
    address = f"/calendar?view={view}&on=2026-09-24"
    every = opens(two_units, "admin", address)
    assert whose(every) == {"mine": 0, "unit": 1, "all": 2}
    of_unit = opens(two_units, "admin", f"{address}&whose=unit")
    assert "Phiên họp thường kỳ" in days(of_unit)["2026-09-24"]
    assert "Phiên họp khác" not in days(of_unit)["2026-09-24"]
    assert whose(of_unit) == {"mine": 0, "unit": 1, "all": 2}
    assert days(opens(two_units, "admin", f"{address}&whose=mine")) == {}
    assert days(opens(two_units, "admin", f"{address}&whose=x")) == days(every)


def test_a_choice_is_kept_from_view_to_view_and_in_the_list(two_units: Council) -> None:
    page = opens(two_units, "admin", "/calendar?view=week&on=2026-09-24&whose=unit")
    for way in (
        "/calendar?view=day&amp;on=2026-09-24&amp;whose=unit",
        "/calendar?view=week&amp;on=2026-10-01&amp;whose=unit",
        "/meetings?whose=unit",
    ):
        assert f'href="{way}"' in page
    assert '<input type="hidden" name="whose" value="unit">' in page
    listed = opens(two_units, "admin", "/meetings?whose=unit")
    assert "Phiên họp thường kỳ" in listed
    assert "Phiên họp khác" not in listed
    assert whose(listed) == {"mine": 0, "unit": 1, "all": 2}
    assert 'href="/meetings?past=1&amp;whose=unit"' in listed
    assert "Phiên họp khác" in opens(two_units, "admin", "/meetings")
    assert whose(opens(two_units, "admin", "/meetings?words=khac&whose=unit")) == {"mine": 0, "unit": 0, "all": 1}


def test_choosing_the_unit_shows_nobody_a_meeting_that_they_may_not_see(two_units: Council) -> None:
    address = "/calendar?view=day&on=2026-09-24&whose="
    for kind in ("mine", "unit", "every"):
        page = opens(two_units, "lan", f"{address}{kind}")
        assert "Phiên họp thường kỳ" in days(page)["2026-09-24"]
        assert "Phiên họp khác" not in page
        assert days(opens(two_units, "outsider", f"{address}{kind}")) == {}
    assert whose(opens(two_units, "lan", f"{address}unit")) == {"mine": 1, "unit": 1, "all": 1}
    assert whose(opens(two_units, "nam", f"{address}every")) == {}, "nothing to choose from"


def test_a_unit_that_prepares_an_item_has_the_meeting_on_its_calendar(two_units: Council) -> None:
    meeting = two_units.second  # type: ignore[attr-defined]
    item = two_units.submits("admin", AddItem(meeting_id=meeting, title="Ngân sách")).made["item_id"]
    allot = AllotItem(meeting_id=meeting, item_id=item, unit_id=two_units.unit)  # type: ignore[attr-defined]
    two_units.submits("admin", allot)
    page = opens(two_units, "admin", "/calendar?view=month&on=2026-09-24&whose=unit")
    assert "Phiên họp khác" in days(page)["2026-09-24"]
    assert whose(page)["unit"] == 2
