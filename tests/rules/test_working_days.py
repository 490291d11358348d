"""Working days, compared with a table written by hand from the notices, not from the program's data."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from meeting.law.calendar import days, reading
from meeting.law.calendar.days import UnknownYear, Year

CALENDAR = reading.calendar()
BY_MONTH = {
    2024: (22, 16, 21, 19, 23, 20, 23, 22, 19, 23, 21, 22),
    2025: (17, 20, 21, 21, 20, 21, 23, 21, 20, 23, 20, 23),
    2026: (21, 15, 22, 20, 20, 22, 23, 21, 20, 22, 20, 23),
}
"""Weekdays of each month on a wall calendar, minus the days off, plus the Saturdays worked."""
REST = {
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
}
WORKED = {2024: "4/5", 2025: "26/4", 2026: "10/1 22/8"}
SENT_BY = [
    ("24/9/2026", "18/9/2026", "an ordinary week"),
    ("23/2/2026", "10/2/2026", "the whole of Tết lies between"),
    ("4/9/2026", "26/8/2026", "National Day with a swapped Monday"),
    ("13/1/2026", "8/1/2026", "a Saturday is worked, and counts"),
    ("6/5/2024", "26/4/2024", "29/4 was swapped for Saturday 4/5"),
    ("7/5/2025", "28/4/2025", "30/4 to 2/5 off"),
    ("8/4/2025", "1/4/2025", "the Hùng kings' day"),
]


def day(text: str, year: int | None = None) -> date:
    """A day as people write it: `24/9/2026`, or `24/9` of a year."""
    parts = [int(part) for part in text.split("/")]
    return date(parts[2] if len(parts) == 3 else year or 0, parts[1], parts[0])


@pytest.mark.parametrize("year", BY_MONTH)
def test_every_month_has_the_working_days_of_the_official_table(year: int) -> None:
    every = [date.fromordinal(each) for each in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)]
    working = [each for each in every if days.is_working(each, CALENDAR)]
    assert tuple(sum(each.month == month for each in working) for month in range(1, 13)) == BY_MONTH[year]
    rests = [each for each in every if each.weekday() < 5 and each not in working]
    assert rests == [day(each, year) for each in REST[year].split()]
    assert [each for each in working if each.weekday() > 4] == [day(each, year) for each in WORKED[year].split()]


@pytest.mark.parametrize(("meets", "last", "why"), SENT_BY)
def test_three_whole_working_days_are_between_sending_and_meeting(meets: str, last: str, why: str) -> None:
    """Neither the day of sending nor the day of the meeting counts; a day later would be too late."""
    assert days.before(day(meets), 3, CALENDAR) == day(last), why
    assert days.between(day(last), day(meets), CALENDAR) == 3
    later = date.fromordinal(day(last).toordinal() + 1)
    while not days.is_working(later, CALENDAR):
        later = date.fromordinal(later.toordinal() + 1)
    assert days.between(later, day(meets), CALENDAR) < 3


def test_a_conclusion_has_five_working_days_and_shows_the_rest() -> None:
    """The meeting of 24/9/2026: until 1/10. The day after it four days are left, on the last day none, then it is
    over."""
    due = days.after(day("24/9/2026"), 5, CALENDAR)
    assert due == day("1/10/2026")
    left = [days.left(day(each), due, CALENDAR) for each in ("25/9/2026", "30/9/2026", "1/10/2026", "2/10/2026")]
    assert left == [4, 1, 0, -1]
    assert days.left(day("4/10/2026"), due, CALENDAR) == -1, "a Sunday later it is still one working day"
    assert days.left(day("2/5/2026"), day("30/4/2026"), CALENDAR) == -1, "over is over, even by days off alone"


def test_a_year_without_its_official_notice_says_so() -> None:
    with pytest.raises(UnknownYear) as unknown:
        days.before(day("4/1/2027"), 3, CALENDAR)
    assert unknown.value.year == 2027
    with pytest.raises(UnknownYear):
        days.after(day("30/12/2026"), 5, CALENDAR)
    assert days.before(day("31/12/2026"), 3, CALENDAR) == day("25/12/2026")


def test_an_office_adds_a_year_and_corrects_one_in_its_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_office", [])
    (tmp_path / "days.d").mkdir()
    own = tmp_path / "days.d" / "2027.yaml"
    own.write_text(
        "years:\n  2027: {rest: [2027-01-01], worked: [], grade: L, source: Thông báo}\n"
        "  2026: {rest: [2026-01-01], worked: [], grade: L, source: Thông báo}\n",
        "utf-8",
    )
    reading.keep_office(tmp_path)
    assert not days.is_working(day("1/1/2027"), reading.calendar())
    assert days.before(day("7/1/2027"), 3, reading.calendar()) == day("31/12/2026")
    assert days.is_working(day("24/11/2026"), reading.calendar()), "the year is the office's, whole"
    assert days.is_working(day("2/5/2025"), CALENDAR) is days.is_working(day("2/5/2025"), reading.calendar()) is False


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2027: {rest: [2027-01-02], worked: [], grade: L, source: x}", "02/01/2027"),
        ("2027: {rest: [], worked: [2027-01-04], grade: L, source: x}", "04/01/2027"),
        ("2027: {rest: [], worked: [2027-01-08], grade: L, source: x}", "08/01/2027"),
        ("2027: {rest: [2026-01-01], worked: [], grade: L, source: x}", "01/01/2026"),
        ("2027: {rest: [hôm nay], worked: [], grade: L, source: x}", "không đọc được"),
        ("2027: {rest: [], grade: L}", "không đọc được"),
        ("2027: {rest: [], worked: [], grade: L, source: x, nghi: [2027-01-04]}", "không đọc được"),
        ("2027: {rest: [], worked: [], grade: L, source: x}\nnghi: {}", "không đọc được"),
        ("2027: [", "không đọc được"),
        ("2027: {rest: [2027-02-31], worked: [], grade: L, source: x}", "không đọc được"),
        ("2027: {rest: [], worked: [], grade: L, source: \udcff}", "không đọc được"),
    ],
)
def test_a_mistake_in_an_offices_file_is_reported_and_the_programs_years_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, said: str
) -> None:
    monkeypatch.setattr(reading, "_office", [])
    (tmp_path / "days.d").mkdir()
    (tmp_path / "days.d" / "lich.yaml").write_text(f"years:\n  {line}\n", "utf-8", "surrogateescape")
    reading.keep_office(tmp_path)
    (told,) = reading.mistakes("vi")
    assert told.startswith("lich.yaml, ")
    assert said in told
    assert 2026 in reading.calendar()


def test_a_file_broken_at_run_time_counts_as_before_and_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_office", [])
    (tmp_path / "days.d").mkdir()
    own, other = tmp_path / "days.d" / "2027.yaml", tmp_path / "days.d" / "2028.yaml"
    good = "years:\n  2027: {rest: [2027-01-01], worked: [], grade: L, source: x}\n"
    own.write_text(good, "utf-8")
    reading.keep_office(tmp_path)
    own.write_text("years: [", "utf-8")
    other.write_text("years: [", "utf-8")
    assert not days.is_working(day("1/1/2027"), reading.calendar())
    assert 2028 not in reading.calendar()
    assert [each.partition(",")[0] for each in reading.mistakes("vi")] == ["2027.yaml", "2028.yaml"]
    own.write_text(good.replace("01-01", "01-04"), "utf-8")
    assert days.is_working(day("1/1/2027"), reading.calendar())
    assert [each.partition(",")[0] for each in reading.mistakes("vi")] == ["2028.yaml"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("24/9/2025", "25/9/2025", False),
        ("24/9/2026", "25/9/2026", True),
        ("24/9/2025", "4/1/2026", True),
        ("24/9/2026", "4/1/2027", True),
        ("24/9/2024", "4/1/2027", True),
        ("24/9/2027", "25/9/2027", False),
        ("24/9/2028", "25/9/2028", False),
    ],
)
def test_days_are_unconfirmed_where_any_year_among_them_has_no_official_notice(
    first: str, last: str, told: bool
) -> None:
    grades = {2024: "L", 2025: "L", 2026: "D", 2027: "L"}
    years = {year: days.Year(rest=(), worked=(), grade=grade, source="x") for year, grade in grades.items()}
    assert days.unconfirmed(day(first), day(last), years) is told


def test_a_year_with_an_unknown_key_is_not_read() -> None:
    told = {"rest": ["2027-01-01"], "worked": [], "grade": "L", "source": "Thông báo"}
    assert not days.is_working(date(2027, 1, 1), {2027: msgspec.convert(told, Year)})
    with pytest.raises(msgspec.ValidationError, match="rests"):
        msgspec.convert(told | {"rests": []}, Year)
