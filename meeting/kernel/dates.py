"""Dates, times and numbers as Vietnamese papers write them (Decree 30/2020/NĐ-CP, Annex I)."""

from datetime import datetime

from meeting.kernel.clock import local
from meeting.kernel.languages import Language
from meeting.kernel.refusals import _l

WEEKDAYS = (_l("Thứ Hai"), _l("Thứ Ba"), _l("Thứ Tư"), _l("Thứ Năm"), _l("Thứ Sáu"), _l("Thứ Bảy"), _l("Chủ nhật"))


def formal_date(moment: datetime) -> str:
    """Return `ngày 05 tháng 02 năm 2026`: a leading zero for days under 10 and for months 1 and 2 only."""
    day = local(moment)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def formal_time(moment: datetime) -> str:
    """Return `8 giờ 00`."""
    at = local(moment)
    return f"{at.hour} giờ {at.minute:02d}"


def short_date(moment: datetime) -> str:
    """Return `05/02/2026`."""
    return local(moment).strftime("%d/%m/%Y")


def short_time(moment: datetime) -> str:
    """Return `08:05`."""
    return local(moment).strftime("%H:%M")


def exact_time(moment: datetime) -> str:
    """Return `08:05:09`."""
    return local(moment).strftime("%H:%M:%S")


def weekday(moment: datetime) -> str:
    """Return `Thứ Năm`."""
    return WEEKDAYS[local(moment).weekday()]


def percent(part: int, whole: int) -> str:
    """Return `66,67%`: part of whole with two decimals, half up; `–` when the whole is 0."""
    if whole <= 0:
        return "–"
    hundredths = (part * 10_000 * 2 + whole) // (2 * whole)
    return f"{hundredths // 100},{hundredths % 100:02d}%"


def decimal(number: str, language: str) -> str:
    """Return a number written the Vietnamese way in the form of the language: `66,67%` is `66.67%` in English."""
    return number.replace(",", ".") if language == Language.ENGLISH else number
