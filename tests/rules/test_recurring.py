"""On which days a meeting comes again, and what it is called then."""

from datetime import date

import pytest

from meeting.office.recurring import MOST, Rhythm, days_after, title_on


def iso(first: str, rhythm: Rhythm, count: int) -> list[str]:
    return [day.isoformat() for day in days_after(date.fromisoformat(first), rhythm, count)]


def test_weekly_dates_continue_over_the_end_of_a_year() -> None:
    assert iso("2026-12-21", Rhythm.WEEKLY, 3) == ["2026-12-28", "2027-01-04", "2027-01-11"]


def test_the_31st_is_the_last_day_of_a_shorter_month_and_comes_back() -> None:
    found = iso("2027-12-31", Rhythm.MONTH_DAY, 4)
    assert found == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]
    assert iso("2026-10-31", Rhythm.MONTH_DAY, 4) == ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]


def test_the_first_monday_and_the_last_friday_of_each_month() -> None:
    assert iso("2026-10-05", Rhythm.MONTH_WEEKDAY, 3) == ["2026-11-02", "2026-12-07", "2027-01-04"]
    assert iso("2026-07-31", Rhythm.MONTH_WEEKDAY, 3) == ["2026-08-28", "2026-09-25", "2026-10-30"]


def test_at_most_a_year_of_months_is_repeated_at_once() -> None:
    assert len(iso("2026-10-05", Rhythm.WEEKLY, 999)) == MOST


@pytest.mark.parametrize(
    ("title", "then"),
    [
        ("Phiên họp thường kỳ tháng 12", "Phiên họp thường kỳ tháng 1"),
        ("Phiên họp tháng 12/2026", "Phiên họp tháng 1/2027"),
        ("PHIÊN HỌP THÁNG 12 NĂM 2026", "PHIÊN HỌP THÁNG 1 NĂM 2027"),
        ("Phiên họp tháng 12-2026, tháng 012", "Phiên họp tháng 1-2027, tháng 012"),
        ("Họp giao ban", "Họp giao ban"),
        ("Sơ kết tháng 11, nhiệm vụ tháng 12", "Sơ kết tháng 11, nhiệm vụ tháng 1"),
        ("Nhìn lại tháng 12/2025", "Nhìn lại tháng 12/2025"),
    ],
)
def test_a_title_that_names_the_month_names_the_new_one(title: str, then: str) -> None:
    assert title_on(title, date(2026, 12, 31), date(2027, 1, 31)) == then
