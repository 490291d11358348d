"""When a rehearsal may begin and how long it lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from meeting.kernel.refusals import Refused
from meeting.rehearsal.rules import FIRST_PRETEND, LASTS, MARGIN, ends_at, is_pretend

NOW = datetime(2026, 12, 10, 0, 10, tzinfo=UTC)


def test_it_lasts_an_hour_where_nothing_comes() -> None:
    assert ends_at(NOW, []) == NOW + LASTS
    assert ends_at(NOW, [NOW + timedelta(days=3)]) == NOW + LASTS


def test_it_is_over_before_the_next_meeting() -> None:
    begins = NOW + timedelta(minutes=50)
    assert ends_at(NOW, [NOW + timedelta(days=1), begins]) == begins - MARGIN


def test_a_meeting_that_was_never_opened_keeps_nobody_from_it() -> None:
    assert ends_at(NOW, [NOW - timedelta(days=2), NOW]) == NOW + LASTS


@pytest.mark.parametrize("minutes", [1, 10, 19])
def test_just_before_a_meeting_it_is_too_late(minutes: int) -> None:
    with pytest.raises(Refused) as refused:
        ends_at(NOW, [NOW + timedelta(minutes=minutes)])
    assert refused.value.code == "rehearsal.too_late"


def test_pretend_meetings_are_numbered_apart() -> None:
    assert is_pretend(FIRST_PRETEND)
    assert not is_pretend(1)
    assert len(str(FIRST_PRETEND + 10**6)) <= 9, "as an address reads them"
