"""When a backup is made and tried, and which old ones are deleted. Pure decisions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from meeting.kernel.refusals import declare

AGAIN = timedelta(hours=1)
"""The pause after a failed backup."""
TRIED_EVERY = timedelta(days=30)
"""The time between two trial restores of the newest backup."""
FORGOTTEN = 3
"""A warning is red when there was no backup for this many times the set interval."""

UNDER_WAY = declare("backup.under_way", 409, "Đang sao lưu hoặc đang thử khôi phục. Xin chờ xong rồi làm lại.")
NOT_WRITTEN = declare("backup.not_written", 500, "Chưa sao lưu được: {reason}. Dữ liệu đang dùng vẫn còn nguyên.")
NOTHING_TO_TRY = declare("backup.nothing_to_try", 409, "Chưa có bản sao lưu nào để thử khôi phục.")


def backup_due(good: datetime | None, tried: datetime | None, now: datetime, *, hours: int, busy: bool) -> bool:
    """Return whether an automatic backup is due. `good`: the end of the last good one; `tried`: of the last one.

    Every `hours` hours (0: never). During a meeting (`busy`) only when the last one is twice as old. If the clock was
    set back, a backup is made early rather than not at all.
    """
    if hours == 0 or (tried is not None and now - AGAIN < tried <= now):
        return False
    every = timedelta(hours=hours) * (2 if busy and good is not None else 1)
    return good is None or not now - every < good <= now


def trial_due(
    good: datetime | None, tried: datetime | None, now: datetime, *, backed_up: bool, hours: int, busy: bool
) -> bool:
    """Return whether an automatic trial of the newest backup is due.

    It is due every month, and at once after the first backup, but never during a meeting.
    """
    if hours == 0 or busy or not backed_up or (tried is not None and now - AGAIN < tried <= now):
        return False
    return good is None or not now - TRIED_EVERY < good <= now


def is_forgotten(good: datetime | None, now: datetime, *, hours: int) -> bool:
    """Return whether the last backup that worked is so old that somebody must look."""
    return hours > 0 and (good is None or good < now - FORGOTTEN * timedelta(hours=hours))


def is_trial_forgotten(proven: datetime | None, first: datetime | None, now: datetime, *, hours: int) -> bool:
    """Return whether no trial has succeeded for two months, so that somebody must look.

    `proven`: when a trial last succeeded, or None; then `first` counts, when the first backup was made.
    """
    since = proven or first
    return hours > 0 and since is not None and since < now - 2 * TRIED_EVERY


def outdated(names: Sequence[str], keep: int) -> list[str]:
    """Return the backups beyond the newest `keep`, by name (which begins with the time); never the newest."""
    return sorted(names)[: -max(keep, 1)]
