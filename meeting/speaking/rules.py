"""Rules of speaking. Pure decisions.

The body's own rules of procedure limit the time of a speech, so an officer gives it with each call. A speech over its
time is marked on screen; only a person ends it.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from meeting.agenda.rules import is_slip
from meeting.kernel.refusals import Refused, declare


class SpeechState(StrEnum):
    """The state of a speech: waiting on the list, speaking, done, or taken off the list."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    DONE = "done"
    STRUCK = "struck"


USUAL_MINUTES = 5
"""Minutes offered for the first speech of a meeting. Later speeches offer the minutes given last."""
OFFERED_MINUTES = (2, 3, 5, 7, 10, 15, 20, 30)
LONGEST_MINUTES = 120
CALLED_BY_MISTAKE = timedelta(minutes=2)
"""After this time the person has been heard, and the call stays in the minutes."""

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
    """Raise Refused unless a speech gets 0 (no limit) to 120 minutes."""
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise Refused(BAD_MINUTES)


def check_as_seen(current: int | None, seen: int) -> None:
    """Raise Refused when another officer has changed the speaker meanwhile: the call would end a speech not seen."""
    if (current or 0) != seen:
        raise Refused(FLOOR_CHANGED)


def was_mistake(began_at: datetime | None, now: datetime) -> bool:
    """Return whether the floor may still be taken back as a mistake. A clock that was set back does not allow it."""
    passed = None if began_at is None else now - began_at
    return passed is not None and timedelta(0) <= passed <= CALLED_BY_MISTAKE


def check_mistake(began_at: datetime | None, now: datetime) -> None:
    """Raise Refused when the call was too long ago to be taken back."""
    if not was_mistake(began_at, now):
        raise Refused(TOO_LATE)


def check_may_resume(ended_at: datetime | None, now: datetime, *, at_its_item: bool, silent: bool) -> None:
    """Raise Refused when a speech may not continue: it ended too long ago, or something else began meanwhile."""
    if ended_at is None or not is_slip(ended_at, now) or not at_its_item or not silent:
        raise Refused(NOT_RESUMED)


def check_here(name: str, *, present: bool) -> None:
    """Raise Refused when the person is not present."""
    if not present:
        raise Refused(NOT_HERE, name=name)


def check_has_floor(state: SpeechState) -> None:
    """Raise Refused unless the speech is going on: only then can it be ended, lengthened or taken back."""
    if state != SpeechState.SPEAKING:
        raise Refused(HAS_NOT_FLOOR)


def check_waiting(state: SpeechState, *, at_its_item: bool) -> None:
    """Raise Refused unless the speech waits under the present item: only then can it be called or removed."""
    if state != SpeechState.WAITING or not at_its_item:
        raise Refused(NOT_WAITING)


def over_at(began_at: datetime, minutes: int) -> datetime | None:
    """Return when the time of a speech is over; None without a limit."""
    return began_at + timedelta(minutes=minutes) if minutes else None


def one_minute_more(until: datetime | None, now: datetime) -> datetime:
    """Return the end of the time with one more minute, counted from now when the time is over already.

    Raises Refused for a speech without a limit.
    """
    if until is None:
        raise Refused(NO_LIMIT)
    return max(until, now) + timedelta(minutes=1)
