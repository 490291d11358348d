"""Rules about speaking: pure decisions.

How long a speech may last is for the body's own rules of procedure, so the chair or the secretary says it with
every call; a speech that runs over is shown as such and is ended by people, never by the machine.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from meeting.agenda.rules import is_slip
from meeting.kernel.refusals import Refused, declare


class SpeechState(StrEnum):
    """Whether somebody waits on the list of an item, has the floor, has spoken, or was struck off."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    DONE = "done"
    STRUCK = "struck"


USUAL_MINUTES = 5
"""Offered for the first speech of a meeting; afterwards what was given last."""
OFFERED_MINUTES = (2, 3, 5, 7, 10, 15, 20, 30)
LONGEST_MINUTES = 120
CALLED_BY_MISTAKE = timedelta(minutes=2)
"""Longer after the call, somebody has been heard, and the minutes say so."""

NOT_HERE = declare("speaking.not_here", 409, "{name} chưa được điểm danh. Điểm danh trước rồi mời phát biểu.")
HAS_NOT_FLOOR = declare("speaking.has_not_floor", 409, "Lượt phát biểu này đã kết thúc.")
NOT_WAITING = declare("speaking.not_waiting", 409, "Người này không còn trong danh sách chờ phát biểu.")
BAD_MINUTES = declare("speaking.bad_minutes", 400, "Thời gian phát biểu phải từ 0 (không giới hạn) đến 120 phút.")
FLOOR_CHANGED = declare(
    "speaking.floor_changed", 409, "Người đang phát biểu vừa thay đổi. Xem lại trên màn hình rồi mời."
)
TOO_LATE = declare("speaking.too_late", 409, "Lượt này bắt đầu đã lâu nên không bỏ được. Hãy kết thúc lượt.")
NOT_RESUMED = declare("speaking.not_resumed", 409, "Không mở lại được lượt phát biểu này. Hãy ghi tên lại.")
NO_LIMIT = declare("speaking.no_limit", 409, "Lượt này không giới hạn thời gian nên không cần thêm.")
HAS_SPOKEN = declare(
    "speaking.has_spoken",
    409,
    "Người này đã được mời phát biểu nên không hủy điểm danh được. Hãy ghi rời họp.",
)


def check_minutes(minutes: int) -> None:
    """A speech lasts up to two hours; 0 sets no limit."""
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise Refused(BAD_MINUTES)


def check_as_seen(current: int | None, seen: int) -> None:
    """Whoever calls the next speaker has seen whose speech that ends: two officers do not end each other's call."""
    if (current or 0) != seen:
        raise Refused(FLOOR_CHANGED)


def was_mistake(began_at: datetime | None, now: datetime) -> bool:
    """Whether taking the floor back now can say that it was given by mistake. A clock set back proves nothing."""
    passed = None if began_at is None else now - began_at
    return passed is not None and timedelta(0) <= passed <= CALLED_BY_MISTAKE


def check_mistake(began_at: datetime | None, now: datetime) -> None:
    """A call is taken back soon after it, or stands."""
    if not was_mistake(began_at, now):
        raise Refused(TOO_LATE)


def check_may_resume(ended_at: datetime | None, now: datetime, *, at_its_item: bool, silent: bool) -> None:
    """A speech ended by a slip of the finger goes on, if nothing else has begun meanwhile."""
    if ended_at is None or not is_slip(ended_at, now) or not at_its_item or not silent:
        raise Refused(NOT_RESUMED)


def check_here(name: str, *, present: bool) -> None:
    """The floor is given to somebody who is in the room."""
    if not present:
        raise Refused(NOT_HERE, name=name)


def check_has_floor(state: SpeechState) -> None:
    """Only the speech that is going on is ended, lengthened or taken back."""
    if state != SpeechState.SPEAKING:
        raise Refused(HAS_NOT_FLOOR)


def check_waiting(state: SpeechState, *, at_its_item: bool) -> None:
    """Only who still waits under the present item is called, or struck off the list."""
    if state != SpeechState.WAITING or not at_its_item:
        raise Refused(NOT_WAITING)


def over_at(began_at: datetime, minutes: int) -> datetime | None:
    """When the time of a speech is over; None without a limit."""
    return began_at + timedelta(minutes=minutes) if minutes else None


def one_minute_more(until: datetime | None, now: datetime) -> datetime:
    """When the time is over that is granted on top: a whole minute, also for who has run over already."""
    if until is None:
        raise Refused(NO_LIMIT)
    return max(until, now) + timedelta(minutes=1)
