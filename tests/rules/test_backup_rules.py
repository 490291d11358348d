"""When the server makes and tries a backup, and which old ones it deletes."""

from datetime import UTC, datetime, timedelta

import pytest

from meeting.backup.rules import backup_due, is_forgotten, outdated, trial_due

NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


@pytest.mark.parametrize(
    ("good", "tried", "hours", "busy", "due"),
    [
        (None, None, 24, False, True),
        (None, None, 0, False, False),
        (None, None, 24, True, True),  # nothing at all is worse than a slow minute
        (ago(24), ago(24), 24, False, True),
        (ago(23.9), ago(23.9), 24, False, False),
        (ago(30), ago(30), 24, True, False),
        (ago(48), ago(48), 24, True, True),
        (ago(48), ago(0.9), 24, False, False),  # it failed a moment ago
        (ago(48), ago(1), 24, False, True),
        (None, ago(0.5), 24, False, False),
        (ago(-500), ago(-500), 24, False, True),  # the clock was put back by three weeks
    ],
)
def test_a_backup_is_made_at_the_set_interval(
    good: datetime | None, tried: datetime | None, hours: int, busy: bool, due: bool
) -> None:
    assert backup_due(good, tried, NOW, hours=hours, busy=busy) is due


@pytest.mark.parametrize(
    ("good", "backed_up", "hours", "busy", "due"),
    [
        (None, True, 24, False, True),
        (None, False, 24, False, False),
        (None, True, 0, False, False),
        (None, True, 24, True, False),
        (ago(24 * 30), True, 24, False, True),
        (ago(24 * 30 - 1), True, 24, False, False),
    ],
)
def test_the_newest_backup_is_tried_every_month_and_never_during_a_meeting(
    good: datetime | None, backed_up: bool, hours: int, busy: bool, due: bool
) -> None:
    assert trial_due(good, good, NOW, backed_up=backed_up, hours=hours, busy=busy) is due


def test_a_failed_trial_is_repeated_after_an_hour() -> None:
    assert not trial_due(None, ago(0.9), NOW, backed_up=True, hours=24, busy=False)
    assert trial_due(None, ago(1), NOW, backed_up=True, hours=24, busy=False)


def test_three_days_without_a_backup_are_reported() -> None:
    assert is_forgotten(None, NOW, hours=24)
    assert is_forgotten(ago(72.1), NOW, hours=24)
    assert not is_forgotten(ago(72), NOW, hours=24)
    assert not is_forgotten(None, NOW, hours=0), "who switched it off knows"


def test_the_oldest_backups_are_deleted_and_the_newest_never() -> None:
    names = ["phonghop-20261128-080000.backup", "phonghop-20261126-080000.backup", "phonghop-20261127-080000.backup"]
    assert outdated(names, 2) == ["phonghop-20261126-080000.backup"]
    assert outdated(names, 3) == outdated([], 1) == []
    assert outdated(names, 0) == sorted(names)[:2]
