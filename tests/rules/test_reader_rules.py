"""The right to read a paper, and when: the table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.documents.readers import (
    Reader,
    Readers,
    check_readers,
    is_common,
    is_meant_for,
    is_open,
    may_read,
    next_change,
)
from meeting.kernel.clock import stamp
from meeting.kernel.refusals import Refused
from meeting.kernel.roles import Role
from tests.pace import ANY_PACE

EIGHT = datetime(2026, 9, 24, 1, 0, tzinfo=UTC)
TEN = EIGHT + timedelta(hours=2)
STANDING, DONG = 3, 70
WHO = {
    "chair": Reader(Role.CHAIR, 1),
    "clerk": Reader(Role.CLERK, 2),
    "member": Reader(Role.MEMBER, 3),
    "of the group": Reader(Role.MEMBER, 4, frozenset({STANDING})),
    "guest": Reader(Role.GUEST, 60),
    "guest of the group": Reader(Role.GUEST, 61, frozenset({STANDING})),
    "head of Đông": Reader(Role.GUEST, DONG),
    "screen": Reader(Role.SCREEN),
    "nobody": Reader(Role.NOBODY, 90, frozenset({STANDING})),
    "maker": Reader(Role.MAKER, 2),
}
OFFICERS = {"chair", "clerk"}
MEMBERS = {"member", "of the group"}
GUESTS = {"guest", "guest of the group", "head of Đông"}


@pytest.mark.parametrize(
    ("readers", "others"),
    [
        (Readers(), MEMBERS),
        (Readers(guests=True), MEMBERS | GUESTS),
        (Readers(members=False, guests=True), GUESTS),
        (Readers(people=(DONG,)), MEMBERS | {"head of Đông"}),
        (Readers(members=False, people=(DONG,)), {"head of Đông"}),
        (Readers(members=False, groups=(STANDING,)), {"of the group", "guest of the group"}),
        (Readers(members=False, groups=(99,), people=(99,)), set()),
        (Readers(members=False, people=(90, 2)), set()),
        (Readers(members=False), set()),
    ],
)
def test_only_its_readers_and_the_officers_read_a_paper(readers: Readers, others: set[str]) -> None:
    assert {who for who, reader in WHO.items() if may_read(reader, readers, EIGHT)} == OFFICERS | others


@pytest.mark.parametrize(
    ("moment", "open_then"),
    [
        (EIGHT - timedelta(milliseconds=1), False),
        (EIGHT, True),
        (TEN - timedelta(milliseconds=1), True),
        (TEN, False),
    ],
)
def test_a_period_begins_with_its_first_moment_and_ends_with_its_last(moment: datetime, open_then: bool) -> None:
    readers = Readers(guests=True, opens_at=stamp(EIGHT), closes_at=stamp(TEN))
    found = {who for who, reader in WHO.items() if may_read(reader, readers, moment)}
    assert found == OFFICERS | (MEMBERS | GUESTS if open_then else set())


def test_a_period_with_one_limit_is_open_on_its_other_side() -> None:
    assert not is_open(Readers(opens_at=stamp(TEN)), EIGHT)
    assert is_open(Readers(opens_at=stamp(EIGHT)), TEN)
    assert is_open(Readers(closes_at=stamp(TEN)), EIGHT)
    assert not is_open(Readers(closes_at=stamp(EIGHT)), TEN)


def test_the_next_change_is_the_next_end_of_a_period() -> None:
    window = Readers(opens_at=stamp(EIGHT), closes_at=stamp(TEN))
    before, within = EIGHT - timedelta(hours=1), EIGHT + timedelta(hours=1)
    assert [next_change(window, at) for at in (before, EIGHT, within, TEN)] == [
        stamp(EIGHT),
        stamp(TEN),
        stamp(TEN),
        "",
    ]
    assert next_change(Readers(), EIGHT) == ""


stamps = st.sampled_from(["", stamp(EIGHT), stamp(EIGHT + timedelta(hours=1)), stamp(TEN)])
some = st.builds(
    Readers,
    members=st.booleans(),
    guests=st.booleans(),
    groups=st.sampled_from([(), (STANDING,)]),
    people=st.sampled_from([(), (DONG,), (3,)]),
    opens_at=stamps,
    closes_at=stamps,
)


@ANY_PACE
@given(readers=some, who=st.sampled_from(sorted(WHO)), hours=st.integers(-1, 3))
def test_each_person_of_a_role_may_read_at_any_time_what_the_role_sees_together(
    readers: Readers, who: str, hours: int
) -> None:
    """Otherwise a drawing that a whole view shares would show somebody what is not for them."""
    reader = WHO[who]
    if is_common(reader.role, readers):
        assert may_read(reader, readers, EIGHT + timedelta(hours=hours))
    if may_read(reader, readers, EIGHT + timedelta(hours=hours)):
        assert is_meant_for(reader, readers)


@pytest.mark.parametrize(
    ("readers", "code"),
    [
        (Readers(opens_at=stamp(TEN), closes_at=stamp(EIGHT)), "documents.bad_window"),
        (Readers(opens_at=stamp(TEN), closes_at=stamp(TEN)), "documents.bad_window"),
        (Readers(opens_at="2026-09-24 08:00"), "documents.bad_time"),
        (Readers(closes_at="9"), "documents.bad_time"),
    ],
)
def test_an_invalid_period_is_refused(readers: Readers, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_readers(readers)
    assert refused.value.code == code
