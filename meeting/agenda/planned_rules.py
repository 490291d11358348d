"""Rules for planned sittings: the mornings, afternoons and days of a plan. Pure decisions.

A planned sitting decides nothing: when, how long and with whom the meeting sits follows from what happens.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from meeting.kernel.clock import local
from meeting.kernel.refusals import Refused, declare

NO_SITTING = declare(
    "agenda.no_sitting", 404, "Buổi họp đã chọn không còn trong kế hoạch. Chưa lưu gì. Chọn buổi khác rồi lưu lại."
)
BAD_SITTING = declare("agenda.bad_sitting", 400, "Buổi họp phải kết thúc sau khi bắt đầu và không dài quá {hours} giờ.")
TOO_MANY_SITTINGS = declare("agenda.too_many_sittings", 409, "Một phiên họp có nhiều nhất {most} buổi.")

LONGEST_SITTING = timedelta(hours=24)
MOST_SITTINGS = 60
_NOON, _EVENING = 12, 18


class Planned(Protocol):
    """The times of a planned sitting."""

    starts_at: datetime
    ends_at: datetime


P = TypeVar("P", bound=Planned)


def usual_title(starts_at: datetime) -> str:
    """Return the name of a sitting that nobody has given a title."""
    hour = local(starts_at).hour
    return "Buổi sáng" if hour < _NOON else "Buổi chiều" if hour < _EVENING else "Buổi tối"


def label_of(title: str, starts_at: datetime) -> str:
    """Return `Buổi chiều 24/9`: the title of a sitting and its day."""
    day = local(starts_at)
    return f"{title} {day.day}/{day.month}"


def usual_label(starts_at: datetime) -> str:
    """Return the name of a sitting for people who may not see its title."""
    return label_of(usual_title(starts_at), starts_at)


def check_sitting(starts_at: datetime, ends_at: datetime, others: int) -> None:
    """Raise Refused for impossible times or too many sittings. Overlaps are shown as warnings and not refused."""
    if not starts_at < ends_at <= starts_at + LONGEST_SITTING:
        raise Refused(BAD_SITTING, hours=int(LONGEST_SITTING.total_seconds()) // 3600)
    if others >= MOST_SITTINGS:
        raise Refused(TOO_MANY_SITTINGS, most=MOST_SITTINGS)


def days_along(first: date, former: date, day: date) -> int:
    """Return by how many days the planned sittings move when a meeting moves from one day to another.

    0 when the first of them is already on the new day: then the meeting follows its sittings.
    """
    return 0 if first == day else (day - former).days


def planned_for(sittings: Sequence[P], at: datetime) -> P | None:
    """Return the planned sitting that one beginning at this moment most likely is: the nearest of that day."""
    day = local(at).date()
    near = [each for each in sittings if local(each.starts_at).date() == day or each.starts_at <= at < each.ends_at]
    return min(near, key=lambda each: _away(each, at), default=None)


def planned_after(sittings: Sequence[P], at: datetime) -> P | None:
    """Return the planned sitting that follows the one that began at this moment. Takes sittings in order of time."""
    now = planned_for(sittings, at)
    after = now.starts_at if now is not None else at
    return next((each for each in sittings if each.starts_at > after), None)


def _away(sitting: Planned, at: datetime) -> timedelta:
    return max(sitting.starts_at - at, at - sitting.ends_at, timedelta(0))
