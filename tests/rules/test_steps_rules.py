"""Changes of the agenda: which may be put to the vote, what is asked, and the agenda after them: the rules alone."""

import msgspec
import pytest

from meeting.agenda import steps as rules
from meeting.agenda.rules import ItemForm, ItemState, moved
from meeting.agenda.steps import AgendaLine, Step, StepKind
from meeting.kernel.refusals import Refused
from tests.refusing import refusal

LINES = [
    AgendaLine(11, ItemState.DONE, "Khai mạc", False),
    AgendaLine(12, ItemState.NOW, "Báo cáo", False),
    AgendaLine(13, ItemState.UPCOMING, "Kế hoạch", False),
    AgendaLine(14, ItemState.WITHDRAWN, "Đã rút", False),
    AgendaLine(15, ItemState.UPCOMING, "Nhân sự", True),
    AgendaLine(16, ItemState.UPCOMING, "Bế mạc", False),
]
AT = 12


def add(title: str = "Vốn bão", before: int = 0, minutes: int = 0, *, internal: bool = False) -> Step:
    return Step(kind=StepKind.ADD, title=title, before=before, minutes=minutes, form=ItemForm.OTHER, internal=internal)


def move(item: int, before: int = 0) -> Step:
    return Step(kind=StepKind.MOVE, item_id=item, before=before)


def withdraw(item: int, before: int = 0) -> Step:
    return Step(kind=StepKind.WITHDRAW, item_id=item, before=before)


@pytest.mark.parametrize(
    ("steps", "answer"),
    [
        ([], "no_step"),
        ([add()] * 20, None),
        ([add()] * 21, "too_many_steps"),
        ([add("")], "no_title"),
        ([add(minutes=-1)], "bad_minutes"),
        ([add(before=13)], None),
        ([add(before=12)], "bad_before"),
        ([add(before=11)], "bad_before"),
        ([add(before=14)], "bad_before"),
        ([add(before=99)], "bad_before"),
        ([withdraw(13)], None),
        ([withdraw(13, before=11)], None),
        ([withdraw(12)], "not_ahead"),
        ([withdraw(11)], "not_ahead"),
        ([withdraw(14)], "not_ahead"),
        ([withdraw(99)], "not_ahead"),
        ([withdraw(13), withdraw(13)], "twice"),
        ([withdraw(13), move(13)], "twice"),
        ([withdraw(13), withdraw(15)], None),
        ([move(16, before=13)], None),
        ([move(13, before=13)], "bad_before"),
        ([move(13, before=12)], "bad_before"),
        ([move(13)], None),
    ],
)
def test_only_upcoming_items_are_changed_and_each_once(steps: list[Step], answer: str | None) -> None:
    assert refusal(lambda: rules.check_steps(steps, LINES, AT)) == answer


@pytest.mark.parametrize(
    ("steps", "number"),
    [([withdraw(13), move(13)], 3), ([withdraw(11)], 1), ([add(before=12)], 2), ([withdraw(99)], "?")],
)
def test_the_conflicting_item_is_named_by_its_number(steps: list[Step], number: object) -> None:
    with pytest.raises(Refused, match="dung") as refused:
        rules.check_steps(steps, LINES, AT)
    assert refused.value.facts["number"] == number


def test_omitted_fields_of_a_step_mean_nothing_and_unknown_ones_are_refused() -> None:
    assert rules.wording([Step(kind=StepKind.ADD, title="Vốn bão")], LINES) == rules.wording([add()], LINES)
    bare = Step(kind=StepKind.ADD)
    assert (bare.item_id, bare.before, bare.minutes, bare.internal, bare.form) == (0, 0, 0, False, "other")
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"kind": "add", "title": "Vốn bão", "level": 2}, Step)


def test_before_the_first_item_every_item_is_upcoming() -> None:
    lines = [AgendaLine(each, ItemState.UPCOMING, "Mục", False) for each in (1, 2)]
    assert refusal(lambda: rules.check_steps([move(2, before=1)], lines, None)) is None
    assert refusal(lambda: rules.check_steps([move(2, before=1)], lines, 1)) == "bad_before"


def test_a_skipped_item_may_move_and_nothing_moves_before_the_present_one() -> None:
    lines = [AgendaLine(1, ItemState.UPCOMING, "Bỏ qua", False), AgendaLine(2, ItemState.NOW, "Đang họp", False)]
    assert refusal(lambda: rules.check_steps([move(1)], lines, 2)) is None
    assert refusal(lambda: rules.check_steps([add(before=1)], lines, 2)) == "bad_before"


def test_during_the_meeting_the_room_decides() -> None:
    assert [refusal(lambda runs=runs: rules.check_not_in_session(running=runs)) for runs in (False, True)] == [
        None,
        "in_session",
    ]


@pytest.mark.parametrize(
    ("which", "before", "command"),
    [(3, 1, [3, 1, 2]), (1, 3, [2, 1, 3]), (1, 0, [2, 3, 1]), (3, 3, [1, 2, 3]), (2, 9, [1, 3, 2])],
)
def test_a_moved_item_goes_before_another_or_to_the_end(which: int, before: int, command: list[int]) -> None:
    assert moved([1, 2, 3], which, rules.place_of([1, 2, 3], which, before)) == command


LONG = "Một nội dung rất dài, " * 20


@pytest.mark.parametrize(
    ("step", "asked"),
    [
        (add(), "bổ sung nội dung “Vốn bão” vào cuối chương trình"),
        (add(before=16), "bổ sung nội dung “Vốn bão” trước nội dung 6 “Bế mạc”"),
        (add(internal=True), "bổ sung một nội dung họp nội bộ vào cuối chương trình"),
        (add(before=15), "bổ sung nội dung “Vốn bão” trước nội dung 5 (họp nội bộ)"),
        (withdraw(15), "rút nội dung 5 (họp nội bộ)"),
        (withdraw(13), "rút nội dung 3 “Kế hoạch”"),
        (move(16, before=13), "chuyển nội dung 6 “Bế mạc” trước nội dung 3 “Kế hoạch”"),
        (move(13), "chuyển nội dung 3 “Kế hoạch” vào cuối chương trình"),
    ],
)
def test_the_question_names_items_by_number_and_title_except_internal_ones(step: Step, asked: str) -> None:
    assert rules.wording([step], LINES) == f"Điều chỉnh chương trình phiên họp: {asked}"


def test_several_changes_are_asked_in_one_question() -> None:
    assert rules.wording([withdraw(13), add()], LINES).count("; ") == 1


@pytest.mark.parametrize(
    ("length", "kept"),
    [(rules.ADDED, True), (rules.ADDED + 1, False)],
)
def test_a_long_title_is_cut_at_a_word(length: int, kept: bool) -> None:
    title = LONG[:length]
    said = rules.wording([add(title)], LINES).partition("“")[2].partition("”")[0]
    assert (said == title) is kept
    if not kept:
        assert said.endswith("…")
        assert title.startswith(said.rstrip("…"))
        assert len(said) > rules.ADDED - 20
        assert title[len(said) - 1] in " ,", "no word is broken, and no comma stands before the dots"


def test_an_item_that_has_a_number_is_cut_shorter() -> None:
    lines = [AgendaLine(1, ItemState.UPCOMING, LONG[:200], False)]
    said = rules.wording([withdraw(1)], lines).partition("“")[2].partition("”")[0]
    assert len(said) <= rules.NAMED + 1 == 81
