"""When a plan may be shown, approved, published and published again: the rules alone."""

from collections.abc import Collection

import pytest

from meeting.agenda import release_rules as rules
from meeting.agenda.rules import MeetingState
from meeting.kernel.roles import Role
from tests.refusing import refusal

STATES = ("draft", "submitted", "planned", "running", "paused", "ended", "withdrawn")
WHOLE = (Role.CHAIR, Role.CLERK, Role.MEMBER)


@pytest.mark.parametrize(
    ("body", "place", "roles", "items", "answer"),
    [
        ("UBND xã", "Hội trường", WHOLE, 1, None),
        ("", "Hội trường", WHOLE, 1, "no_frame"),
        ("UBND xã", "", WHOLE, 1, "no_frame"),
        ("UBND xã", "Hội trường", (Role.CLERK,), 1, "no_chair"),
        ("UBND xã", "Hội trường", (Role.CHAIR,), 1, "no_clerk"),
        ("UBND xã", "Hội trường", WHOLE, 0, "no_items"),
    ],
)
def test_a_published_meeting_names_people_place_and_items(
    body: str, place: str, roles: Collection[Role], items: int, answer: str | None
) -> None:
    assert refusal(lambda: rules.check_may_publish(body, place, roles, items)) == answer


def test_where_the_chair_approves_nobody_publishes_without_it() -> None:
    assert refusal(lambda: rules.check_may_publish_alone(required=True)) == "needs_approval"
    assert refusal(lambda: rules.check_may_publish_alone(required=False)) is None


def test_a_draft_is_submitted_once() -> None:
    answers = [refusal(lambda state=state: rules.check_may_submit(MeetingState(state))) for state in STATES]
    assert answers == [None, "submitted", "not_draft", *["not_planned"] * 4]


@pytest.mark.parametrize("state", STATES)
def test_the_chair_answers_only_a_submitted_draft(state: str) -> None:
    answer = refusal(lambda: rules.check_waits(MeetingState(state), 2, 2))
    assert answer == (None if state == "submitted" else "not_submitted")


@pytest.mark.parametrize(("seen", "answer"), [(1, "submitted_anew"), (2, None), (3, "submitted_anew")])
def test_the_chair_answers_only_the_version_that_they_read(seen: int, answer: str | None) -> None:
    assert refusal(lambda: rules.check_waits(MeetingState.SUBMITTED, 2, seen)) == answer


def test_a_returned_draft_says_why() -> None:
    assert (refusal(lambda: rules.check_words("")), refusal(lambda: rules.check_words("Sửa mục 2"))) == (
        "no_words",
        None,
    )


def test_only_a_published_and_changed_meeting_is_announced_again() -> None:
    def again(changes: int) -> list[str | None]:
        return [
            refusal(lambda state=state: rules.check_may_publish_again(MeetingState(state), changes=changes))
            for state in STATES
        ]

    assert again(1) == ["not_published", "submitted", None, *["not_planned"] * 4]
    assert again(0)[2] == "nothing_changed"


@pytest.mark.parametrize("role", Role)
def test_with_unapproved_changes_only_the_chair_begins_the_meeting(role: Role) -> None:
    def start(*, required: bool, changed: bool) -> str | None:
        return refusal(lambda: rules.check_may_start_so(role, required=required, changed=changed))

    assert start(required=True, changed=True) == (None if role == Role.CHAIR else "start_untold")
    assert [start(required=required, changed=not required) for required in (True, False)] == [None, None]
    assert start(required=False, changed=False) is None


@pytest.mark.parametrize(
    ("number", "latest", "answer"),
    [(2, 2, None), (1, 1, None), (1, 2, "no_such_change"), (3, 2, "no_such_change"), (0, 0, "no_such_change")],
)
def test_people_know_what_was_announced_last(number: int, latest: int, answer: str | None) -> None:
    assert refusal(lambda: rules.check_told(number, latest)) == answer
