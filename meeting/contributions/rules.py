"""Rules of contributions. Pure decisions. Days are days in Vietnam."""

from datetime import date
from enum import StrEnum

from meeting.agenda.rules import OVER, MeetingState
from meeting.deadlines.rules import Timeliness, papers_timeliness
from meeting.kernel.refusals import Refused, declare
from meeting.law.calendar import days
from meeting.law.calendar.days import Calendar, UnknownYear
from meeting.law.edition import Deadline


class ContributionState(StrEnum):
    """The state of a contribution: waiting for the secretary, accepted, returned, or taken back by the unit."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    RECALLED = "recalled"


CLOSED = declare("contributions.closed", 409, "Phiên họp đã kết thúc nên không nhận thêm tài liệu.")
NOT_WAITING = declare("contributions.not_waiting", 409, "Tài liệu này không còn chờ duyệt. Xem lại danh sách.")
NO_WORDS = declare("contributions.no_words", 400, "Chưa ghi cần sửa gì. Ghi vài chữ để đơn vị biết.")
NO_REASON = declare("contributions.no_reason", 400, "Đã quá hạn gửi. Ghi lý do gửi muộn rồi gửi lại.")
BAD_DUE = declare("contributions.bad_due", 400, "Hạn gửi phải là một ngày, không sau ngày họp.")
GONE = declare("contributions.gone", 410, "Tệp này đã bị xóa khỏi máy chủ. Đơn vị cần gửi lại.")

MOST = 40
"""The most papers of one unit for one item, including returned and recalled ones: disk space is limited."""
TOO_MANY = declare(
    "contributions.too_many",
    409,
    "Đơn vị đã gửi {most} tệp cho nội dung này. Muốn gửi thêm, hãy liên hệ thư ký phiên họp.",
)


def check_room(sent: int) -> None:
    """Raise Refused when a unit has handed in the most papers allowed for one item."""
    if sent >= MOST:
        raise Refused(TOO_MANY, most=MOST)


def due_day(typed: str, meeting_day: date) -> date | None:
    """Return the last day that a secretary names; None when empty.

    Raises Refused for no date, or one after the meeting.
    """
    if not typed:
        return None
    try:
        due = date.fromisoformat(typed)
    except ValueError:
        raise Refused(BAD_DUE) from None
    if due > meeting_day:
        raise Refused(BAD_DUE)
    return due


def timeliness(
    rule: Deadline | None, own: date | None, *, day: date, today: date, calendar: Calendar
) -> Timeliness | None:
    """Return whether an item is on time, late, or undecided; None without a last day.

    The last day is the law's for a meeting on `day`, or a sooner one (`own`). When the notice of working days for a
    year is missing, a named day is still valid, and all days are counted.
    """
    by_law = papers_timeliness(rule, day=day, sent=None, today=today, calendar=calendar) if rule else None
    if own is None or (by_law is not None and by_law.due is not None and by_law.due <= own):
        return by_law
    try:
        return Timeliness(working=True, due=own, left=days.left(today, own, calendar))
    except UnknownYear:
        return Timeliness(working=False, due=own, left=(own - today).days)


def check_goes_on(meeting: MeetingState) -> None:
    """Raise Refused when the meeting is over. Papers may come while the chair reads a draft."""
    if meeting in OVER:
        raise Refused(CLOSED)


def check_waits(state: ContributionState) -> None:
    """Raise Refused when the contribution was answered or taken back."""
    if state != ContributionState.WAITING:
        raise Refused(NOT_WAITING)


def check_words(words: str) -> None:
    """Raise Refused when a paper is returned without words."""
    if not words:
        raise Refused(NO_WORDS)


def check_explained(reason: str, *, late: bool) -> None:
    """Raise Refused when a late paper has no reason."""
    if late and not reason:
        raise Refused(NO_REASON)
