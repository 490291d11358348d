"""Rules of deadlines. Pure decisions. Days are days in Vietnam."""

from datetime import date, timedelta
from typing import Any

import msgspec

from meeting.kernel.refusals import Refused, _l, declare
from meeting.law.calendar import days
from meeting.law.calendar.days import Calendar, UnknownYear
from meeting.law.edition import Deadline

NOT_LATE = declare("deadlines.not_late", 409, _l("Không gửi muộn nên không cần ghi lý do."))
NO_NUMBER = declare("deadlines.no_number", 400, "Chưa ghi số, ký hiệu của thông báo.")
NO_DAY = declare("deadlines.no_day", 400, "Chưa ghi ngày của thông báo, hoặc ngày ấy không có.")
BAD_DAY = declare("deadlines.bad_day", 400, "Ngày của thông báo phải từ ngày họp ({first}) đến hôm nay ({last}).")
NOT_PDF = declare("deadlines.not_pdf", 400, "Thông báo đã phát hành phải là tệp PDF.")
NO_REASON = declare("deadlines.no_reason", 400, _l("Chưa ghi lý do gửi muộn."))


class Timeliness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether something is on time, late, or undecided.

    `due`: the last day, None when the notice of working days for a year (`unknown`) is missing. `left`: days until
    then, working days if the rule counts those, negative when over, None once sent. `confirm`: the rule or a year of
    the calendar is not known from its full text, so a person must confirm it. `article`: where the rule stands, empty
    for a last day that a person named.
    """

    working: bool
    article: str = ""
    due: date | None = None
    sent: date | None = None
    left: int | None = None
    unknown: int | None = None
    confirm: bool = False

    @property
    def late(self) -> bool:
        """Return whether it came, or will come, after the last day."""
        if self.due is None:
            return False
        return self.sent > self.due if self.sent is not None else self.left is not None and self.left < 0


def papers_timeliness(rule: Deadline, *, day: date, sent: date | None, today: date, calendar: Calendar) -> Timeliness:
    """Return whether something due before a meeting on `day` is on time, late, or undecided. `sent`: None: not yet."""
    try:
        due = days.before(day, rule.amount, calendar) if rule.working else day - timedelta(days=rule.amount + 1)
        rest = None if sent is not None else _left(rule, today, due, calendar)
    except UnknownYear as unknown:
        return _timeliness(rule, sent=sent, unknown=unknown.year)
    unsure = rule.working and days.unconfirmed(due, day, calendar)
    return _timeliness(rule, due=due, sent=sent, left=rest, confirm=unsure or rule.confirm)


def conclusion_timeliness(
    rule: Deadline, *, day: date, today: date, calendar: Calendar, sent: date | None = None
) -> Timeliness:
    """Return whether the conclusion due after a meeting that ended on `day` is on time, late, or undecided.

    `sent`: when it was issued, None: not yet.
    """
    try:
        due = days.after(day, rule.amount, calendar) if rule.working else day + timedelta(days=rule.amount)
        rest = None if sent is not None else _left(rule, today, due, calendar)
    except UnknownYear as unknown:
        return _timeliness(rule, sent=sent, unknown=unknown.year)
    unsure = rule.working and days.unconfirmed(day, due, calendar)
    return _timeliness(rule, due=due, sent=sent, left=rest, confirm=unsure or rule.confirm)


def check_notice(number: str, dated: str, *, met: date, today: date) -> None:
    """Raise Refused unless the notice has a number and a date from `met`, the day of the meeting, until `today`."""
    if not number:
        raise Refused(NO_NUMBER)
    try:
        day = date.fromisoformat(dated)
    except ValueError:
        raise Refused(NO_DAY) from None
    if not met <= day <= today:
        raise Refused(BAD_DAY, first=f"{met:%d/%m/%Y}", last=f"{today:%d/%m/%Y}")


def check_may_explain(timeliness: Timeliness | None, reason: str) -> None:
    """Raise Refused for something that is not late, and for an empty reason."""
    if timeliness is None or not timeliness.late:
        raise Refused(NOT_LATE)
    if not reason:
        raise Refused(NO_REASON)


def _left(rule: Deadline, today: date, due: date, calendar: Calendar) -> int:
    return days.left(today, due, calendar) if rule.working else (due - today).days


def _timeliness(rule: Deadline, **found: Any) -> Timeliness:
    return Timeliness(working=rule.working, article=rule.article, **found)
