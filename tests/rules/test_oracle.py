"""The program and an independent oracle agree: every body, kind, quorum and tie, for 1 to 200 members."""

from collections.abc import Iterator

import pytest

from meeting.law.edition import PRESETS
from meeting.law.editions import preset
from meeting.law.rules import Counts, judge, quorum
from tests.oracle import DECISIONS, QUORUMS, Vote, lawful, quorate

EDITION = "vn-2025-07"
MOST = 200


def near(*points: int, low: int, high: int) -> list[int]:
    """The whole numbers at and around some points, within bounds."""
    return sorted({n for point in points for n in (point - 1, point, point + 1) if low <= n <= high})


def rooms(total: int) -> list[int]:
    """How many may be present: nobody, everybody, and around the shares that rules name."""
    return sorted({0, *near(total // 2, 2 * total // 3, total, low=0, high=total)})


def counts_of(threshold: int, present: int) -> Iterator[tuple[int, int, int]]:
    """In favour: around the threshold and around half of those present. Against: nobody, the same number, or all
    others."""
    for agree in sorted({0, present, *near(threshold, present // 2, low=0, high=present)}):
        left = present - agree
        for disagree in {0, min(agree, left), left}:
            for abstain in {0, left - disagree}:
                yield agree, disagree, abstain


def heads_of(agree: int, disagree: int, abstain: int) -> list[str]:
    """What the head may have voted: one of the votes cast, or unknown."""
    cast = {"for": agree, "against": disagree, "abstain": abstain}
    return ["", *(side for side, count in cast.items() if count)]


def test_the_oracle_knows_every_kind_of_decision() -> None:
    assert {(body, kind) for body in PRESETS for kind in preset(EDITION, body).decisions} == set(DECISIONS)
    assert set(PRESETS) == set(QUORUMS)


@pytest.mark.parametrize("body", PRESETS)
def test_every_quorum_agrees_for_every_number_present(body: str) -> None:
    rule = preset(EDITION, body).quorum
    for total in range(1, MOST + 1):
        for present in range(total + 1):
            for frozen in (rule, rule.terms()):
                assert quorum(frozen, total, present).met == quorate(body, total, present), (body, total, present)


@pytest.mark.parametrize(("body", "kind"), sorted(DECISIONS))
def test_every_verdict_and_every_ruling_agrees(body: str, kind: str) -> None:
    terms = preset(EDITION, body).terms(kind)
    of_whom, share = DECISIONS[body, kind][:2]
    rulings = 0
    for total in range(1, MOST + 1):
        for present in rooms(total):
            threshold = int(share * (total if of_whom == "all" else present))
            for agree, disagree, abstain in counts_of(threshold, present):
                counts = Counts(votes_for=agree, votes_against=disagree, abstentions=abstain)
                for head in heads_of(agree, disagree, abstain) if agree == disagree else ("",):
                    vote = Vote(total, present, agree, disagree, abstain, head)
                    verdict = judge(terms, counts, total, present, head or None)
                    wanted = lawful(body, kind, vote)
                    assert verdict.outcome == (wanted.copy().pop() if len(wanted) == 1 else "ruling_needed"), vote
                    if verdict.outcome == "ruling_needed":
                        rulings += 1
                        given = {judge(terms, counts, total, present, head, ruling).outcome for ruling in (True, False)}
                        assert given == wanted, vote
    assert (rulings > 0) == (kind == "committee_decision")


@pytest.mark.parametrize(("body", "kind"), sorted(DECISIONS))
def test_every_count_of_a_small_body_agrees(body: str, kind: str) -> None:
    terms = preset(EDITION, body).terms(kind)
    for total in range(1, 10):
        for present in range(total + 1):
            for agree in range(present + 1):
                for disagree in range(present - agree + 1):
                    for abstain in range(present - agree - disagree + 1):
                        counts = Counts(votes_for=agree, votes_against=disagree, abstentions=abstain)
                        for head in heads_of(agree, disagree, abstain):
                            vote = Vote(total, present, agree, disagree, abstain, head)
                            outcome = judge(terms, counts, total, present, head or None).outcome
                            wanted = lawful(body, kind, vote)
                            assert outcome in wanted or (outcome == "ruling_needed" and len(wanted) == 2), vote
                            assert (len(wanted) == 2) == (outcome == "ruling_needed"), vote
