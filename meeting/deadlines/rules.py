"""Rules of deadlines: pure decisions. Days are days in Vietnam."""

from datetime import date, timedelta

import msgspec

from meeting.kernel.refusals import Refused, _l, declare
from meeting.law.calendar import days
from meeting.law.calendar.days import Calendar, UnknownYear
from meeting.law.calendar.reading import Deadline
from meeting.law.terms import confirmed

NOT_LATE = declare("deadlines.not_late", 409, _l("Không gửi muộn nên không cần ghi lý do."))
NO_REASON = declare("deadlines.no_reason", 400, _l("Chưa ghi lý do gửi muộn."))


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How something stands against its deadline.

    `due`: the last day; None when a year without its notice (`unknown`) lies between. `left`: days until then, working
    ones where the rule counts these, less than 0 when it is over; None once it was sent. `confirm`: the rule, or a year
    of the calendar, is known from less than its own text.
    """

    rule: Deadline
    due: date | None = None
    sent: date | None = None
    left: int | None = None
    unknown: int | None = None
    confirm: bool = False

    @property
    def late(self) -> bool:
        """Whether it came, or will come, after the last day."""
        if self.due is None:
            return False
        return self.sent > self.due if self.sent is not None else self.left is not None and self.left < 0


def papers_standing(rule: Deadline, *, day: date, sent: date | None, today: date, calendar: Calendar) -> Standing:
    """Of something that must be out before a meeting on `day`; `sent`: when it was, None: not yet."""
    try:
        due = days.before(day, rule.days, calendar) if rule.working else day - timedelta(days=rule.days + 1)
        rest = None if sent is not None else _left(rule, today, due, calendar)
    except UnknownYear as unknown:
        return Standing(rule=rule, sent=sent, unknown=unknown.year)
    unsure = rule.working and days.unconfirmed(due, day, calendar)
    return Standing(rule=rule, due=due, sent=sent, left=rest, confirm=unsure or not confirmed(rule.grade))


def conclusion_standing(rule: Deadline, *, day: date, today: date, calendar: Calendar) -> Standing:
    """Of the conclusion that must be issued after a meeting ended on `day`."""
    try:
        due = days.after(day, rule.days, calendar) if rule.working else day + timedelta(days=rule.days)
        rest = _left(rule, today, due, calendar)
    except UnknownYear as unknown:
        return Standing(rule=rule, unknown=unknown.year)
    unsure = rule.working and days.unconfirmed(day, due, calendar)
    return Standing(rule=rule, due=due, left=rest, confirm=unsure or not confirmed(rule.grade))


def check_may_explain(standing: Standing | None, reason: str) -> None:
    """A reason is written for what is late, and says something."""
    if standing is None or not standing.late:
        raise Refused(NOT_LATE)
    if not reason:
        raise Refused(NO_REASON)


def _left(rule: Deadline, today: date, due: date, calendar: Calendar) -> int:
    return days.left(today, due, calendar) if rule.working else (due - today).days
