"""Rules for pauses, and for the sittings between them: pure decisions."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from meeting.kernel.clock import VIETNAM, local
from meeting.kernel.refusals import Refused, declare


class PauseKind(StrEnum):
    """The kind of a pause."""

    RECESS = "recess"
    """A few minutes: everybody stays on the roll, and the same sitting goes on."""
    LUNCH = "lunch"
    DAY = "day"
    """Until another day."""

    @property
    def ends_sitting(self) -> bool:
        """Return whether everybody leaves: the next sitting has its own roll and quorum."""
        return self != PauseKind.RECESS


NOT_PAUSED = declare("agenda.not_paused", 409, "Phiên họp không nghỉ.")
BAD_RETURN = declare("agenda.bad_return", 400, "Giờ họp tiếp phải sau bây giờ và không quá {days} ngày nữa.")

NOTHING_BEGINS = declare(
    "agenda.nothing_begins", 409, "Đang giải lao trong cùng một buổi họp: họp tiếp không cần ghi lý do."
)

LONGEST_PAUSE = timedelta(days=30)


def read_return(minutes: int, until: str, day: str, now: datetime) -> datetime | None:
    """Return when the meeting is to go on; None when nothing was entered. Raises Refused.

    Either after `minutes`, or at `until` (`13:30` in Vietnam's time) on `day` (`2026-09-24`), by default at the next
    time that a clock shows it.
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
    """Raise Refused for a pause after which the same sitting goes on."""
    if not kind.ends_sitting:
        raise Refused(NOTHING_BEGINS)


def rested(began_at: datetime, now: datetime) -> int:
    """Return the seconds of a pause; 0 if the clock was set back meanwhile."""
    return max(0, int((now - began_at).total_seconds()))
