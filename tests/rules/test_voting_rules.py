"""What may be done with a vote in each of its states, and who may cast a ballot: the rules alone, without any
meeting."""

from collections.abc import Callable

import pytest

from meeting.law.rules import Counts
from meeting.voting import rules
from meeting.voting.rules import HeadHand, MotionForm, MotionState
from tests.refusing import refusal

STATES = ("prepared", "open", "closed", "announced", "cancelled")


@pytest.mark.parametrize(
    ("check", "answers"),
    [
        (rules.check_open, ("not_open", None, "closed", "closed", "closed")),
        (rules.check_closed, ("not_closed", "not_closed", None, "finished", "finished")),
        (rules.check_may_be_waived, (None, "waive_before_or_after", None, "finished", "finished")),
        (lambda state: rules.check_may_cancel(state, "Hỏi sai"), ("not_open", None, None, "finished", "finished")),
        (
            lambda state: rules.check_may_cast(state, "open", on_roll=True, able=True, present=True),
            ("not_open", None, "closed", "closed", "closed"),
        ),
        (
            lambda state: rules.check_hands(state, "hands", (1, 0, 0), 9),
            ("not_open", None, "closed", "closed", "closed"),
        ),
        (
            lambda state: rules.check_may_close(state, missing=0, accepted=0, counted=True),
            ("not_open", None, "closed", "closed", "closed"),
        ),
        (
            lambda state: rules.check_may_open(state, current_item=True, present=9, unfinished=None),
            (None, "not_prepared", "not_prepared", "not_prepared", "not_prepared"),
        ),
        (
            lambda state: rules.check_may_switch(state, MotionForm.OPEN, "Mất Wi-Fi"),
            ("not_open", None, "closed", "closed", "closed"),
        ),
        (rules.check_not_put, (None, "not_prepared", "not_prepared", "not_prepared", "not_prepared")),
    ],
    ids=["open", "closed", "waive", "cancel", "cast", "hands", "close", "call", "switch", "change"],
)
def test_every_step_of_a_vote_is_allowed_only_in_its_state(
    check: Callable[[str], None], answers: tuple[str | None, ...]
) -> None:
    assert tuple(refusal(lambda state=state: check(state)) for state in STATES) == answers


def test_a_question_needs_words() -> None:
    assert refusal(lambda: rules.check_prepared("Thông qua")) is None
    assert refusal(lambda: rules.check_prepared("")) == "no_title"


def test_a_vote_is_called_for_present_voters_under_its_item_and_after_the_last_one() -> None:
    def called(item: bool = True, present: int = 1, unfinished: str | None = None) -> str | None:
        return refusal(
            lambda: rules.check_may_open("prepared", current_item=item, present=present, unfinished=unfinished)
        )

    assert called() is None
    assert called(item=False) == "other_item"
    assert called(present=0) == "no_voters"
    assert called(unfinished="Thông qua chương trình") == "other_open"


@pytest.mark.parametrize(
    ("form", "on_roll", "able", "present", "answer"),
    [
        ("open", True, True, True, None),
        ("hands", True, True, True, "by_hands"),
        ("open", False, True, True, "not_on_roll"),
        ("open", True, True, False, "not_present"),
        ("open", True, False, True, "came_later"),
    ],
)
def test_a_voter_is_on_the_roll_was_there_at_the_opening_and_is_there_now(
    form: str, on_roll: bool, able: bool, present: bool, answer: str | None
) -> None:
    assert refusal(lambda: rules.check_may_cast("open", form, on_roll=on_roll, able=able, present=present)) == answer


@pytest.mark.parametrize(
    ("form", "reason", "answer"),
    [
        (MotionForm.OPEN, "Mất Wi-Fi", None),
        (MotionForm.HANDS, "Mất Wi-Fi", "already_by_hands"),
        (MotionForm.OPEN, "", "no_reason"),
    ],
)
def test_a_vote_changes_from_tablets_to_hands_once_and_with_a_reason(
    form: MotionForm, reason: str, answer: str | None
) -> None:
    assert refusal(lambda: rules.check_may_switch(MotionState.OPEN, form, reason)) == answer


@pytest.mark.parametrize(("switched", "excluded", "answer"), [(True, False, "switched"), (False, True, "by_hands")])
def test_a_ballot_in_a_vote_by_hands_is_refused_with_the_reason(switched: bool, excluded: bool, answer: str) -> None:
    def cast() -> None:
        here = {"on_roll": True, "able": True, "present": True}
        rules.check_may_cast(MotionState.OPEN, MotionForm.HANDS, **here, switched=switched, excluded=excluded)

    assert refusal(cast) == answer


def test_a_recused_member_casts_nothing_present_or_not() -> None:
    def cast(excluded: bool, present: bool) -> str | None:
        return refusal(
            lambda: rules.check_may_cast(
                MotionState.OPEN, MotionForm.OPEN, on_roll=True, able=True, present=present, excluded=excluded
            )
        )

    assert [cast(True, True), cast(True, False), cast(False, True)] == ["excluded", "excluded", None]


@pytest.mark.parametrize(
    ("on_roll", "excluded", "answer"), [(True, False, "far"), (True, True, "far"), (False, False, "not_on_roll")]
)
def test_a_member_at_a_point_without_votes_casts_nothing(on_roll: bool, excluded: bool, answer: str) -> None:
    def cast() -> None:
        here = {"on_roll": on_roll, "able": True, "present": True}
        rules.check_may_cast(MotionState.OPEN, MotionForm.OPEN, **here, excluded=excluded, far=True)

    assert refusal(cast) == answer


def test_only_a_ballot_that_its_owner_pressed_is_their_own() -> None:
    assert [rules.is_own(how) for how in ("tablet", "agreed", "hand", None)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("numbers", "answer"),
    [
        ((9, 0, 0), None),
        ((0, 0, 1), None),
        ((3, 3, 3), None),
        ((5, 4, 1), "bad_count"),
        ((0, 0, 0), "bad_count"),
        ((10, -1, 0), "bad_count"),
        ((-1, 5, 5), "bad_count"),
    ],
)
def test_a_count_has_at_least_one_hand_and_at_most_as_many_as_people(
    numbers: tuple[int, int, int], answer: str | None
) -> None:
    assert refusal(lambda: rules.check_hands("open", "hands", numbers, 9)) == answer


def test_ballots_are_not_counted_as_hands() -> None:
    assert refusal(lambda: rules.check_hands("open", "open", (1, 0, 0), 9)) == "not_by_hands"


@pytest.mark.parametrize(
    ("hand", "agree", "disagree", "head", "matters", "answer"),
    [
        ("", 4, 4, "Nguyễn Văn An", True, "head_asked"),
        ("", 1, 1, "Nguyễn Văn An", True, "head_asked"),
        ("", 5, 3, "Nguyễn Văn An", True, None),
        ("", 3, 5, "Nguyễn Văn An", True, None),
        ("", 0, 0, "Nguyễn Văn An", True, None),
        ("", 4, 4, "Nguyễn Văn An", False, None),
        ("", 4, 4, None, True, None),
        ("for", 1, 4, "Nguyễn Văn An", True, None),
        ("for", 0, 4, "Nguyễn Văn An", True, "bad_head"),
        ("against", 4, 1, "Nguyễn Văn An", True, None),
        ("against", 4, 0, "Nguyễn Văn An", True, "bad_head"),
        ("abstain", 4, 4, "Nguyễn Văn An", True, None),
        ("none", 4, 4, "Nguyễn Văn An", True, None),
        ("none", 5, 4, "Nguyễn Văn An", True, "bad_head"),
        ("for", 4, 4, None, True, "bad_head"),
    ],
)
def test_the_heads_hand_is_asked_for_when_it_matters_and_is_among_those_counted(
    hand: str, agree: int, disagree: int, head: str | None, matters: bool, answer: str | None
) -> None:
    counts = Counts(votes_for=agree, votes_against=disagree, abstentions=1)
    assert refusal(lambda: rules.check_head(HeadHand(hand), counts, 10, head, matters=matters)) == answer


def test_the_heads_hand_cannot_be_an_abstention_that_nobody_made() -> None:
    counts = Counts(votes_for=4, votes_against=4, abstentions=0)
    assert refusal(lambda: rules.check_head(HeadHand.ABSTAIN, counts, 9, "Nguyễn Văn An", matters=True)) == "bad_head"


@pytest.mark.parametrize(
    ("missing", "accepted", "answer"), [(0, 0, None), (2, 2, None), (1, 2, None), (2, 1, "some_missing")]
)
def test_closing_names_at_least_as_many_people_as_are_missing(missing: int, accepted: int, answer: str | None) -> None:
    def close() -> None:
        rules.check_may_close("open", missing=missing, accepted=accepted, counted=True)

    assert refusal(close) == answer


def test_hands_are_counted_before_the_close() -> None:
    assert refusal(lambda: rules.check_may_close("open", missing=0, accepted=0, counted=False)) == "not_counted"


def test_a_vote_is_called_off_with_a_reason() -> None:
    assert refusal(lambda: rules.check_may_cancel("closed", "")) == "no_reason"
