"""Rules about pauses, and the sittings between them: pure decisions."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from meeting.kernel.clock import VIETNAM, local
from meeting.kernel.refusals import Refused, declare


class PauseKind(StrEnum):
    """What a meeting rests for."""

    RECESS = "recess"
    """A few minutes: everybody stays on the roll, and the same sitting goes on."""
    LUNCH = "lunch"
    DAY = "day"
    """Until another day."""

    @property
    def ends_sitting(self) -> bool:
        """Whether everybody leaves: the next sitting has a roll and a quorum of its own."""
        return self != PauseKind.RECESS


NOT_PAUSED = declare("agenda.not_paused", 409, "Phiên họp không nghỉ.")
BAD_RETURN = declare("agenda.bad_return", 400, "Giờ họp tiếp phải sau bây giờ và không quá {days} ngày nữa.")

NOTHING_BEGINS = declare(
    "agenda.nothing_begins", 409, "Đang giải lao trong cùng một buổi họp: họp tiếp không cần ghi lý do."
)

LONGEST_PAUSE = timedelta(days=30)


def read_return(minutes: int, until: str, day: str, now: datetime) -> datetime | None:
    """When the meeting is to go on; None when nothing was said.

    In so many minutes; or at `until` (`13:30` on a wall clock in Vietnam), of `day` (`2026-09-24`) or when a clock
    shows that next.
    """
    if minutes:
        return _check_return(now + timedelta(minutes=minutes), now)
    if not until:
        return None
    try:
        hour, today = time.fromisoformat(until), local(now).date()
        told = datetime.combine(date.fromisoformat(day) if day else today, hour, VIETNAM)
    except ValueError:
        raise Refused(BAD_RETURN, days=LONGEST_PAUSE.days) from None
    return _check_return(told + timedelta(days=1) if not day and told <= now else told, now)


def _check_return(until: datetime, now: datetime) -> datetime:
    if not now < until <= now + LONGEST_PAUSE:
        raise Refused(BAD_RETURN, days=LONGEST_PAUSE.days)
    return until


def check_begins(kind: PauseKind) -> None:
    """Another sitting begins after this pause."""
    if not kind.ends_sitting:
        raise Refused(NOTHING_BEGINS)


def rested(began_at: datetime, now: datetime) -> int:
    """Seconds of a pause; a clock that was set back meanwhile makes none of them."""
    return max(0, int((now - began_at).total_seconds()))
