"""Signing the minutes, by whom and when: pure decisions."""

from datetime import UTC, datetime, timedelta

import pytest

from meeting.kernel.refusals import Refused
from meeting.minutes.rules import check_certificate, check_may_draw, check_may_sign, check_not_hidden, first_who_came

BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
ENDS = datetime(2029, 1, 1, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize("now", [BEGINS, BEGINS + MOMENT, ENDS - MOMENT, ENDS])
def test_a_certificate_is_valid_from_its_first_second_to_its_last(now: datetime) -> None:
    check_certificate("Nguyễn Văn An", BEGINS, ENDS, now)


@pytest.mark.parametrize(
    ("now", "why"),
    [(BEGINS - MOMENT, "minutes.certificate_not_begun"), (ENDS + MOMENT, "minutes.certificate_ended")],
)
def test_nobody_signs_with_an_expired_or_future_certificate(now: datetime, why: str) -> None:
    with pytest.raises(Refused) as refused:
        check_certificate("Nguyễn Văn An", BEGINS, ENDS, now)
    assert refused.value.code == why


@pytest.mark.parametrize(
    ("role", "signed", "approved", "why"),
    [
        ("member", [], "d", "minutes.not_signer"),
        ("chair", [], "d", "minutes.clerk_first"),
        ("clerk", ["clerk"], "d", "minutes.signed_before"),
        ("clerk", ["clerk", "chair"], "d", "minutes.locked"),
        ("chair", ["clerk", "chair"], "d", "minutes.locked"),
        ("clerk", [], "old", "minutes.changed"),
        ("chair", ["clerk"], "old", "minutes.changed"),
    ],
)
def test_a_refused_signer_reads_why(role: str, signed: list[str], approved: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        check_may_sign(role, signed, approved=approved, current="d")
    assert refused.value.code == why


@pytest.mark.parametrize(("role", "signed"), [("clerk", []), ("chair", ["clerk"])])
def test_the_secretary_signs_and_then_the_chair(role: str, signed: list[str]) -> None:
    check_may_sign(role, signed, approved="d", current="d")


@pytest.mark.parametrize(
    ("state", "drawing", "signed", "why"),
    [
        ("running", False, False, "minutes.not_ended"),
        ("ended", False, True, "minutes.already_signed"),
        ("ended", True, False, "minutes.being_drawn"),
    ],
)
def test_minutes_are_drawn_after_the_end_one_draft_at_a_time_until_signed(
    state: str, drawing: bool, signed: bool, why: str
) -> None:
    check_may_draw("ended", drawing=False, signed=False)
    with pytest.raises(Refused) as refused:
        check_may_draw(state, drawing=drawing, signed=signed)
    assert refused.value.code == why


@pytest.mark.parametrize(("came", "place"), [([True, True], 0), ([False, True, True], 1), ([False, False], 0), ([], 0)])
def test_the_first_secretary_who_came_is_printed_or_else_the_first_planned(came: list[bool], place: int) -> None:
    assert first_who_came(came) == place


def test_where_no_secretary_came_the_first_who_led_from_elsewhere_is_printed() -> None:
    assert first_who_came([False, False], [False, True]) == 1
    assert first_who_came([True, False], [False, True]) == 0


@pytest.mark.parametrize("role", ["guest", "screen"])
def test_guests_and_the_hall_screen_do_not_get_minutes_with_an_internal_item(role: str) -> None:
    check_not_hidden(role, internal=False)
    with pytest.raises(Refused) as refused:
        check_not_hidden(role, internal=True)
    assert refused.value.code == "kernel.not_found"


@pytest.mark.parametrize("role", ["member", "chair", "clerk"])
def test_participants_read_minutes_with_an_internal_item(role: str) -> None:
    check_not_hidden(role, internal=True)
