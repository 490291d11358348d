"""A test of the kill test's checker: it must name each kind of damage to a true record."""

import msgspec
import pytest

from tests.scale.ledger import Record, faults

STORIES = {1: [("k1", "for"), ("k2", "against")], 2: [("k3", "abstain")], 3: []}
TRUE = Record(
    box=[(1, "against"), (2, "abstain")],
    course=[(1, "for"), (2, "abstain"), (1, "against")],
    receipts=["k1", "k2", "k3"],
    broken="",
)


def test_a_record_that_equals_the_tablets_answers_has_no_faults():
    assert faults(STORIES, TRUE) == []


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ({"box": [(1, "against")]}, "seat 2: last acknowledged abstain, box holds None"),
        ({"box": [(1, "for"), (2, "abstain")]}, "seat 1: last acknowledged against, box holds for"),
        ({"box": [*TRUE.box, (2, "abstain")]}, "seat 2: 2 ballots in the box"),
        ({"box": [*TRUE.box, (3, "for")]}, "seat 3: a ballot nobody cast"),
        ({"course": TRUE.course[1:]}, "seat 1: acknowledged 2 ballots, written 1"),
        ({"course": [*TRUE.course, (2, "abstain")]}, "seat 2: acknowledged 1 ballots, written 2"),
        ({"receipts": ["k1", "k3"]}, "seat 1: no receipt for k2"),
        ({"receipts": ["k1", "k2", "k3", "k3"]}, "receipt k3: answered twice as new"),
        ({"broken": "7: nội dung đã bị thay đổi"}, "chain: 7"),
    ],
)
def test_damage_is_named(damage, named):
    assert any(fault.startswith(named) for fault in faults(STORIES, msgspec.structs.replace(TRUE, **damage)))
