"""Accounts, names, retiring, and units in a tree: the rules about people alone."""

from collections.abc import Callable

import pytest

from meeting.people import rules, unit_rules
from meeting.people.particulars import Particulars
from meeting.people.unit_rules import Branch
from tests.refusing import refusal


def person(
    full_name: str = "Nguyễn Thị Lan", given_name: str = "Lan", title: str = "Phó Chủ tịch", unit: str = "UBND xã"
) -> Particulars:
    return Particulars(full_name=full_name, given_name=given_name, honorific="bà", title=title, unit=unit)


TREE = {1: None, 2: 1, 3: 2, 4: 1, 5: None}
"""The office; below it a department with a team, and a village; beside it another office."""


@pytest.mark.parametrize(
    ("account", "answer"),
    [
        ("lan", None),
        ("l2", None),
        ("7lan.nguyen_thi-b", None),
        ("a" * 40, None),
        ("a" * 41, "bad_account"),
        ("a", "bad_account"),
        ("", "bad_account"),
        ("Lan", "bad_account"),
        ("lân", "bad_account"),
        (".lan", "bad_account"),
        ("lan nguyen", "bad_account"),
        ("lan\n", "bad_account"),
    ],
)
def test_an_account_can_be_typed_on_a_tablet(account: str, answer: str | None) -> None:
    assert refusal(lambda: rules.check_account(account)) == answer


def test_a_person_has_both_names() -> None:
    def named(full_name: str, given_name: str) -> str | None:
        return refusal(lambda: rules.check_names(person(full_name, given_name)))

    asked = [("Nguyễn Thị Lan", "Lan"), ("", "Lan"), ("Nguyễn Thị Lan", ""), ("", "")]
    assert [named(*names) for names in asked] == [None, "no_name", "no_name", "no_name"]


@pytest.mark.parametrize(
    ("full_name", "title", "unit", "answer"),
    [
        ("nguyễn  thị LAN", "phó chủ tịch", "ubnd xã", "same_person"),
        ("Nguyễn Thị Lan", "Chủ tịch", "UBND xã", None),
        ("Nguyễn Thị Lan", "Phó Chủ tịch", "HĐND xã", None),
        ("Nguyễn Thị Loan", "Phó Chủ tịch", "UBND xã", None),
    ],
)
def test_two_people_of_one_name_are_distinguished(full_name: str, title: str, unit: str, answer: str | None) -> None:
    other, an = person(full_name, title=title, unit=unit), person("Lê Văn An", "An")
    assert refusal(lambda: rules.check_told_apart(person(), [an, other])) == answer
    assert refusal(lambda: rules.check_told_apart(person(), [an])) is None


@pytest.mark.parametrize(
    ("check", "answers"),
    [
        (lambda yes: rules.check_not_retired("Lan", retired=yes), (None, "retired")),
        (lambda yes: rules.check_retired("Lan", retired=yes), ("not_retired", None)),
        (lambda yes: rules.check_no_admin("Lan", is_admin=yes), (None, "admin_card")),
        (lambda yes: rules.check_another_admin("Lan", is_admin=yes, others=0), (None, "last_admin")),
        (lambda yes: rules.check_another_admin("Lan", is_admin=yes, others=1), (None, None)),
        (lambda yes: rules.check_unchanged(3, 4 if yes else 3, "Lan"), (None, "changed_meanwhile")),
        (lambda yes: rules.check_unchanged(3, 2 if yes else 3, "Lan"), (None, "changed_meanwhile")),
        (lambda yes: rules.check_another(7, 7 if yes else 8), (None, "not_yourself")),
        (lambda yes: rules.check_another(None, 7), (None, None)),
        (lambda yes: rules.check_title("" if yes else "Ban"), (None, "no_title")),
        (lambda yes: unit_rules.check_not_above("Lan", is_above=yes), (None, "above_you")),
        (lambda yes: unit_rules.check_empty("Ban", people=int(yes), units=0), (None, "unit_not_empty")),
        (lambda yes: unit_rules.check_empty("Ban", people=0, units=int(yes)), (None, "unit_not_empty")),
    ],
)
def test_each_rule_refuses_only_its_own_case(
    check: Callable[[bool], None], answers: tuple[str | None, str | None]
) -> None:
    assert (refusal(lambda: check(False)), refusal(lambda: check(True))) == answers


def test_the_units_above_and_below_a_unit_include_itself() -> None:
    assert unit_rules.below(TREE, 1) == {1, 2, 3, 4}
    assert unit_rules.below(TREE, 3) == {3}
    assert unit_rules.above(TREE, 3) == [3, 2, 1]
    assert unit_rules.above({1: 2, 2: 1}, 1) == [1, 2], "a circle in a table that was changed ends"
    assert unit_rules.above({}, 9) == [9]
    assert (unit_rules.above(TREE, None), unit_rules.below(TREE, None)) == ([], set())


def test_units_are_sorted_under_the_one_above_and_by_name() -> None:
    found = unit_rules.in_order(
        [(1, "UBND", None), (2, "văn phòng", 1), (3, "Tổ", 2), (4, "Thôn", 1), (5, "hđnd", None)]
    )
    assert found == [
        Branch(5, "hđnd", 0),
        Branch(1, "UBND", 0),
        Branch(4, "Thôn", 1),
        Branch(2, "văn phòng", 1),
        Branch(3, "Tổ", 2),
    ]


def test_a_unit_has_a_different_name_from_its_neighbours() -> None:
    answers = [
        refusal(lambda title=title: unit_rules.check_unit_title(title, ["Văn phòng", "Thôn Đông"]))
        for title in ("", "văn  PHÒNG", "Thôn Tây")
    ]
    assert answers == ["unit_no_title", "unit_taken", None]


def chain(length: int) -> dict[int, int | None]:
    """Units 1, 2, … each below the one before."""
    return {each: each - 1 or None for each in range(1, length + 1)}


@pytest.mark.parametrize(
    ("parents", "unit", "parent", "answer"),
    [
        (TREE, None, None, None),
        (TREE, None, 3, None),
        (TREE, 2, 2, "unit_circle"),
        (TREE, 1, 3, "unit_circle"),
        (TREE, 3, 1, None),
        (TREE, 2, 5, None),
        (chain(5), None, 5, None),
        (chain(6), None, 6, "unit_too_deep"),
        (chain(6) | {7: None}, 7, 5, None),
        (chain(6) | {7: None, 8: 7}, 7, 4, None),
        (chain(6) | {7: None, 8: 7}, 7, 5, "unit_too_deep"),
        (chain(6) | {7: None, 8: 7}, 8, 5, None),
        (chain(6) | {7: None, 8: 7}, 8, 6, "unit_too_deep"),
        (chain(6) | {7: 6}, 7, None, None),
    ],
)
def test_the_tree_of_units_stays_connected_and_six_deep(
    parents: dict[int, int | None], unit: int | None, parent: int | None, answer: str | None
) -> None:
    assert refusal(lambda: unit_rules.check_parent(parents, unit, parent, "Ban")) == answer


@pytest.mark.parametrize(
    ("reach", "unit", "within", "goes"),
    [
        (None, None, None, None),
        (None, 9, None, None),
        ({2, 3}, 3, None, None),
        ({2, 3}, 4, "not_your_unit", "not_your_unit"),
        ({2, 3}, None, "not_your_unit", "choose_unit"),
        (set(), 3, "not_your_unit", "not_your_unit"),
    ],
)
def test_nobody_acts_outside_their_reach(
    reach: set[int] | None, unit: int | None, within: str | None, goes: str | None
) -> None:
    assert refusal(lambda: unit_rules.check_within(reach, unit)) == within
    assert refusal(lambda: unit_rules.check_goes_within(reach, unit)) == goes


@pytest.mark.parametrize(
    ("now", "former", "text", "named", "before", "found"),
    [
        (4, "Văn phòng", "văn  phòng", 9, 2, 4),
        (4, "Văn phòng", "Thôn Đông", 5, 2, 5),
        (None, "Thôn Đông", "thôn đông", 5, 5, 5),
        (2, "Văn phòng", "Đâu đó", None, 2, None),
        (4, "Văn phòng", "Đâu đó", None, 2, 4),
        (None, "Văn phòng", "Đâu đó", None, 2, None),
    ],
)
def test_a_list_moves_nobody_whose_unit_reads_as_before(
    now: int | None, former: str, text: str, named: int | None, before: int | None, found: int | None
) -> None:
    assert unit_rules.placed(now, former=former, text=text, named=named, named_before=before) == found
