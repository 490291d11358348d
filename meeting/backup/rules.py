"""When a backup is made and tried, and which old ones go. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from meeting.kernel.refusals import declare

AGAIN = timedelta(hours=1)
"""After one that failed."""
TRIED_EVERY = timedelta(days=30)
"""How often the newest backup is put back into a scratch place, to see that it can be."""
FORGOTTEN = 3
"""Times the set interval without a backup: then it is said in red."""

UNDER_WAY = declare("backup.under_way", 409, "Đang sao lưu hoặc đang thử khôi phục. Xin chờ xong rồi làm lại.")
NOT_WRITTEN = declare("backup.not_written", 500, "Chưa sao lưu được: {reason}. Dữ liệu đang dùng vẫn còn nguyên.")
NOTHING_TO_TRY = declare("backup.nothing_to_try", 409, "Chưa có bản sao lưu nào để thử khôi phục.")


def backup_due(good: datetime | None, tried: datetime | None, now: datetime, *, hours: int, busy: bool) -> bool:
    """Whether a backup is to be made by itself. `good`: when the last one that worked ended, `tried`: the last at all.

    Every so many hours (0: never by itself); in a meeting (`busy`) only when the last one is twice as old. A clock
    that was put back makes one early rather than none.
    """
    if hours == 0 or (tried is not None and now - AGAIN < tried <= now):
        return False
    every = timedelta(hours=hours) * (2 if busy and good is not None else 1)
    return good is None or not now - every < good <= now


def trial_due(
    good: datetime | None, tried: datetime | None, now: datetime, *, backed_up: bool, hours: int, busy: bool
) -> bool:
    """Whether the newest backup is to be tried by itself: monthly, after the first one at once, never in a meeting."""
    if hours == 0 or busy or not backed_up or (tried is not None and now - AGAIN < tried <= now):
        return False
    return good is None or not now - TRIED_EVERY < good <= now


def is_forgotten(good: datetime | None, now: datetime, *, hours: int) -> bool:
    """Whether the last backup that worked is so old that somebody must look."""
    return hours > 0 and (good is None or good < now - FORGOTTEN * timedelta(hours=hours))


def is_trial_forgotten(proven: datetime | None, first: datetime | None, now: datetime, *, hours: int) -> bool:
    """Whether no backup has proved for so long that it can be put back, that somebody must look: two months.

    `proven`: when a trial last worked; where none did, `first`: when there was a backup for the first time.
    """
    since = proven or first
    return hours > 0 and since is not None and since < now - 2 * TRIED_EVERY


def outdated(names: Sequence[str], keep: int) -> list[str]:
    """Of backups by name (which begins with the moment) those beyond the newest `keep`; never the newest."""
    return sorted(names)[: -max(keep, 1)]
