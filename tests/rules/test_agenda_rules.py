"""What may be done with a meeting, its items and its seats, and when: the rules alone, without any meeting."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from meeting.agenda import rules
from meeting.agenda.rules import ItemState, MeetingState
from meeting.kernel.roles import Role
from tests.refusing import refusal

NOW = datetime(2026, 9, 24, 1, 0, tzinfo=UTC)
STATES = ("draft", "submitted", "planned", "running", "paused", "ended", "withdrawn")


@pytest.mark.parametrize(
    ("check", "answers"),
    [
        (rules.check_planned, (None, "submitted", None, *["not_planned"] * 4)),
        (rules.check_draft, (None, "submitted", "not_draft", *["not_planned"] * 4)),
        (rules.check_stands, (*[None] * 6, "withdrawn")),
        (
            lambda state: rules.check_amendable(state, signed=False),
            (None, "submitted", None, None, None, None, "withdrawn"),
        ),
        (
            lambda state: rules.check_amendable(state, signed=True),
            ("record_closed", "submitted", *["record_closed"] * 4, "withdrawn"),
        ),
        (rules.check_not_over, (None, "submitted", None, None, None, "not_running", "withdrawn")),
        (rules.check_awaited, (None, "submitted", None, "not_planned", None, "not_planned", "not_planned")),
        (
            lambda state: rules.check_may_start(state, 1),
            ("already_started", "already_started", None, *["already_started"] * 3, "withdrawn"),
        ),
        (rules.check_running, (*["not_running"] * 3, None, "paused", "not_running", "not_running")),
        (rules.check_live, (*["not_running"] * 3, None, None, "not_running", "not_running")),
        (
            lambda state: rules.check_may_take_back_end(state, "Bấm nhầm"),
            (*["not_ended"] * 5, None, "withdrawn"),
        ),
    ],
    ids=["plan", "draft", "stands", "amend", "amend signed", "not over", "await", "start", "run", "live", "take back"],
)
def test_every_step_of_a_meeting_is_allowed_only_in_its_state(
    check: Callable[[str], None], answers: tuple[str | None, ...]
) -> None:
    assert tuple(refusal(lambda state=state: check(MeetingState(state))) for state in STATES) == answers


def test_a_meeting_needs_an_item_to_begin_and_a_reason_to_take_back_its_end() -> None:
    assert refusal(lambda: rules.check_may_start(MeetingState.PLANNED, 0)) == "no_items"
    assert refusal(lambda: rules.check_may_take_back_end(MeetingState.ENDED, "")) == "no_reason"


def test_a_change_made_meanwhile_is_never_overwritten() -> None:
    assert [refusal(lambda seen=seen: rules.check_seen(3, seen, "Khai mạc")) for seen in (2, 3, 4)] == [
        "changed_meanwhile",
        None,
        "changed_meanwhile",
    ]
    assert [refusal(lambda on=on: rules.check_newest(3, on)) for on in (2, 3, 4)] == [
        "conclusion_changed",
        None,
        "conclusion_changed",
    ]
    stands = rules.shown("Khai mạc", 5)
    assert stands == rules.shown("Khai mạc", 5) != rules.shown("Khai mạc", 6)
    assert len(stands) == 16
    answers = [refusal(lambda seen=seen: rules.check_shown(stands, seen, "Khai mạc")) for seen in (stands, "", None)]
    assert answers == [None, "changed_meanwhile", "changed_meanwhile"], "also without having seen anything"


@pytest.mark.parametrize(
    ("which", "place", "command"),
    [(3, 1, [3, 1, 2]), (1, 3, [2, 3, 1]), (2, 2, [1, 2, 3]), (1, 2, [2, 1, 3])],
)
def test_a_moved_entry_is_where_it_was_put_and_the_others_keep_their_order(
    which: int, place: int, command: list[int]
) -> None:
    assert rules.moved([1, 2, 3], which, place) == command


@pytest.mark.parametrize("place", [-1, 0, 4])
def test_a_place_before_the_first_or_after_the_last_is_refused(place: int) -> None:
    assert refusal(lambda: rules.moved([1, 2, 3], 1, place)) == "bad_place"


def test_doors_are_closed_once_and_opened_once() -> None:
    assert [refusal(lambda closed=closed: rules.check_may_close_doors(closed=closed)) for closed in (False, True)] == [
        None,
        "doors_closed",
    ]
    assert [refusal(lambda closed=closed: rules.check_may_open_doors(closed=closed)) for closed in (False, True)] == [
        "doors_open",
        None,
    ]


def test_a_meeting_turns_to_another_item_that_is_on_the_agenda() -> None:
    assert [refusal(lambda now=now: rules.check_may_turn(now, 2)) for now in (None, 1, 2)] == [None, None, "same_item"]
    answers = [refusal(lambda state=state: rules.check_on_agenda(state, "Khai mạc")) for state in ItemState]
    assert answers == [None, None, None, "item_withdrawn"]


@pytest.mark.parametrize(("seconds", "slip"), [(-1, False), (0, True), (15, True), (16, False)])
def test_turning_back_within_fifteen_seconds_is_a_slip(seconds: int, slip: bool) -> None:
    assert rules.is_slip(NOW, NOW + timedelta(seconds=seconds)) is slip


@pytest.mark.parametrize(
    ("slug", "title", "hours", "answer"),
    [
        ("hop-1", "Họp", 3, None),
        ("a", "Họp", 3, None),
        ("1" + "a" * 79, "Họp", 3, None),
        ("1" + "a" * 80, "Họp", 3, "bad_slug"),
        ("", "Họp", 3, "bad_slug"),
        ("-hop", "Họp", 3, "bad_slug"),
        ("Hop", "Họp", 3, "bad_slug"),
        ("họp", "Họp", 3, "bad_slug"),
        ("hop\n", "Họp", 3, "bad_slug"),
        ("hop", "", 3, "no_title"),
        ("hop", "Họp", 0, "bad_times"),
        ("hop", "Họp", -1, "bad_times"),
    ],
)
def test_an_inconsistent_heading_is_refused(slug: str, title: str, hours: int, answer: str | None) -> None:
    assert refusal(lambda: rules.check_meeting(slug, title, NOW, NOW + timedelta(hours=hours))) == answer


def test_an_item_needs_a_place_a_title_and_a_level_and_takes_no_negative_time() -> None:
    assert [refusal(lambda at=at: rules.check_position(at)) for at in (-1, 0, 1)] == ["bad_position", None, None]
    levels = [refusal(lambda level=level: rules.check_item("Khai mạc", 5, level)) for level in (-1, 0, 2, 3)]
    assert levels == ["bad_level", None, None, "bad_level"]
    assert refusal(lambda: rules.check_item("", 5, 0)) == "no_title"
    minutes = [refusal(lambda minutes=minutes: rules.check_item("Khai mạc", minutes, 0)) for minutes in (-1, 0, 1)]
    assert minutes == ["bad_minutes", None, None]


@pytest.mark.parametrize("role", list(Role))
def test_the_roles_of_a_seat_are_chair_secretary_member_and_guest(role: Role) -> None:
    seated = role in {Role.CHAIR, Role.CLERK, Role.MEMBER, Role.GUEST}
    answer = refusal(lambda: rules.check_seat(role, 1, votes=False, label="", others=[]))
    assert answer == (None if seated else "bad_role")


def test_a_seat_has_at_most_one_vote_and_a_guests_none() -> None:
    def seat(role: Role, weight: int, *, votes: bool) -> str | None:
        return refusal(lambda: rules.check_seat(role, weight, votes=votes, label="A1", others=[]))

    assert [seat(Role.MEMBER, weight, votes=True) for weight in (0, 1, 2)] == ["one_vote_each", None, "one_vote_each"]
    assert seat(Role.GUEST, 1, votes=True) == "guest_votes"
    assert seat(Role.GUEST, 1, votes=False) is None


def test_two_people_never_have_one_place_in_any_spelling() -> None:
    others = [(Role.CHAIR, "", "bà An"), (Role.MEMBER, "a12", "ông Nam")]
    answers = [
        refusal(lambda label=label: rules.check_seat(Role.MEMBER, 1, votes=True, label=label, others=others))
        for label in ("A12", "A13", "")
    ]
    assert answers == ["seat_taken", None, None]


def test_a_secretary_without_a_vote_is_listed_after_those_who_decide() -> None:
    assert rules.is_secretary_only(Role.CLERK, votes=False)
    assert not rules.is_secretary_only(Role.CLERK, votes=True)
    assert not rules.is_secretary_only(Role.MEMBER, votes=False)


def test_a_planners_new_meeting_begins_as_a_draft() -> None:
    asked = [(own, draft) for own in (False, True) for draft in (False, True)]
    answers = [
        refusal(lambda own=own, draft=draft: rules.check_begins_as_draft(own=own, draft=draft)) for own, draft in asked
    ]
    assert dict(zip(asked, answers, strict=True)) == {
        (False, False): None,
        (False, True): None,
        (True, False): "draft_first",
        (True, True): None,
    }


def test_a_body_has_one_head_who_votes() -> None:
    assert refusal(lambda: rules.check_head(votes=True, another=False)) is None
    assert refusal(lambda: rules.check_head(votes=False, another=False)) == "head_votes"
    assert refusal(lambda: rules.check_head(votes=True, another=True)) == "one_head"
