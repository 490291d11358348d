"""When a rehearsal may begin and how long it lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from meeting.kernel.refusals import Refused
from meeting.rehearsal.rules import FIRST_PRETEND, LASTS, MARGIN, ends_at, is_pretend

NOW = datetime(2026, 12, 10, 0, 10, tzinfo=UTC)


def test_a_rehearsal_lasts_an_hour_before_nothing() -> None:
    assert ends_at(NOW, []) == NOW + LASTS
    assert ends_at(NOW, [NOW + timedelta(days=3)]) == NOW + LASTS


def test_a_rehearsal_ends_before_the_next_meeting() -> None:
    begins = NOW + timedelta(minutes=50)
    assert ends_at(NOW, [NOW + timedelta(days=1), begins]) == begins - MARGIN


def test_a_meeting_that_was_never_opened_prevents_no_rehearsal() -> None:
    assert ends_at(NOW, [NOW - timedelta(days=2), NOW]) == NOW + LASTS


@pytest.mark.parametrize("minutes", [1, 10, 19])
def test_no_rehearsal_begins_just_before_a_meeting(minutes: int) -> None:
    with pytest.raises(Refused) as refused:
        ends_at(NOW, [NOW + timedelta(minutes=minutes)])
    assert refused.value.code == "rehearsal.too_late"


def test_rehearsals_have_their_own_numbers() -> None:
    assert is_pretend(FIRST_PRETEND)
    assert not is_pretend(1)
    assert len(str(FIRST_PRETEND + 10**6)) <= 9, "as an address reads them"
