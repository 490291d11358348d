"""The law decides votes: the worked numbers of the law, equal votes, quorum, and impossible counts."""

import msgspec
import pytest

from meeting.law.editions import preset
from meeting.law.readings import readings
from meeting.law.rules import Counts, Verdict, judge, needed, quorum
from meeting.law.terms import Grade, QuorumTerms, Terms

EDITION = "vn-2025-07"
COUNCIL = preset(EDITION, "hdnd")
COMMITTEE = preset(EDITION, "ubnd")
RESOLUTION = COUNCIL.terms("resolution")
DISMISSAL = COUNCIL.terms("dismissal")
PROCEDURAL = COUNCIL.terms("procedural")
DECISION = COMMITTEE.terms("committee_decision")


def votes(agree: int, disagree: int = 0, abstain: int = 0) -> Counts:
    return Counts(votes_for=agree, votes_against=disagree, abstentions=abstain)


def council(agree: int, disagree: int, abstain: int, *, present: int, total: int = 25) -> Verdict:
    return judge(RESOLUTION, votes(agree, disagree, abstain), total, present)


@pytest.mark.parametrize(
    ("members", "quorate", "majority", "two_thirds"),
    [
        (7, 5, 4, 5),
        (8, 6, 5, 6),
        (9, 6, 5, 6),
        (11, 8, 6, 8),
        (15, 10, 8, 10),
        (20, 14, 11, 14),
        (25, 17, 13, 17),
        (30, 20, 16, 20),
    ],
)
def test_the_worked_table_of_the_law_is_right(members: int, quorate: int, majority: int, two_thirds: int) -> None:
    assert needed(COUNCIL.quorum, members) == needed(COMMITTEE.quorum, members) == quorate
    assert needed(RESOLUTION, members) == needed(DECISION, members) == majority
    assert needed(DISMISSAL, members) == two_thirds


def test_twenty_of_twenty_five_pass_a_resolution() -> None:
    verdict = council(20, 1, 1, present=22)
    assert (verdict.outcome, verdict.needed, verdict.base_count) == ("adopted", 13, 25)
    assert (verdict.percent_for, verdict.percent_against, verdict.percent_abstain) == (
        "80,00%",
        "4,00%",
        "4,00%",
    )
    assert (verdict.not_cast, verdict.percent_not_cast) == (0, "0,00%")


def test_twelve_of_twenty_five_in_favour_fail_though_they_are_most_of_those_present() -> None:
    verdict = council(12, 8, 2, present=22)
    assert (verdict.outcome, verdict.percent_for) == ("rejected", "48,00%")
    assert council(13, 8, 1, present=22).outcome == "adopted"


def test_a_dismissal_needs_two_thirds_of_all() -> None:
    assert judge(DISMISSAL, votes(16, 6), 25, 22).outcome == "rejected"
    assert judge(DISMISSAL, votes(17, 5), 25, 22).outcome == "adopted"
    assert judge(DISMISSAL, votes(20, 9), 30, 29).outcome == "adopted"


def test_a_procedural_vote_counts_those_present() -> None:
    assert judge(PROCEDURAL, votes(12, 10), 25, 22).outcome == "adopted"
    assert judge(PROCEDURAL, votes(11, 11), 25, 22).outcome == "rejected"
    assert judge(PROCEDURAL, votes(11, 0), 25, 22).percent_for == "50,00%"


def test_present_members_who_did_not_vote_are_counted_separately() -> None:
    assert council(13, 4, 2, present=22).not_cast == 3


def test_a_vote_without_ballots_adopts_nothing() -> None:
    assert judge(DISMISSAL, votes(0), 0, 0).outcome == "rejected"
    assert judge(PROCEDURAL, votes(0), 25, 0).outcome == "rejected"
    assert judge(DECISION, votes(0, 0, 8), 9, 8, head_choice="abstain").outcome == "rejected"


@pytest.mark.parametrize(("side", "outcome"), [("for", "adopted"), ("against", "rejected")])
def test_equal_halves_of_all_members_follow_the_side_of_the_head(side: str, outcome: str) -> None:
    verdict = judge(DECISION, votes(4, 4), 8, 8, head_choice=side)
    assert (verdict.outcome, verdict.by_head, verdict.readings) == (outcome, True, ())


@pytest.mark.parametrize(("counts", "total"), [(votes(4, 4), 9), (votes(4, 4, 1), 9), (votes(4, 4), 8)])
@pytest.mark.parametrize("side", [None, "abstain", "against"])
def test_equal_votes_adopt_nothing_unless_the_head_voted_for_it(counts: Counts, total: int, side: str | None) -> None:
    if side == "abstain" and not counts.abstentions:
        side = None
    verdict = judge(DECISION, counts, total, total, head_choice=side)
    assert (verdict.outcome, verdict.equal_votes, verdict.readings) == ("rejected", True, ())
    with pytest.raises(ValueError, match="the law decides"):
        judge(DECISION, counts, total, total, head_choice=side, ruling=True)


def test_equal_votes_below_half_with_the_head_in_favour_leave_the_chair_two_readings() -> None:
    verdict = judge(DECISION, votes(4, 4), 9, 8, head_choice="for")
    assert (verdict.outcome, verdict.by_head) == ("ruling_needed", False)
    assert [reading.adopted for reading in verdict.readings] == [False, True]
    assert all("khoản 3 Điều 40" in reading.text.vi for reading in verdict.readings)


@pytest.mark.parametrize(("counts", "side"), [(votes(0, 4), "for"), (votes(4), "against"), (votes(4, 4), "abstain")])
def test_the_head_must_be_among_those_who_voted_so(counts: Counts, side: str) -> None:
    with pytest.raises(ValueError, match="head of the body"):
        judge(DECISION, counts, 9, 9, head_choice=side)


def test_one_to_one_are_equal_votes_too() -> None:
    assert judge(DECISION, votes(1, 1), 2, 2, head_choice="for").outcome == "adopted"
    assert judge(DECISION, votes(1, 1), 3, 2, head_choice="for").outcome == "ruling_needed"


def test_abstentions_make_equal_votes_unclear_even_when_all_are_present() -> None:
    assert judge(DECISION, votes(3, 3, 2), 8, 8, head_choice="for").outcome == "ruling_needed"


def test_the_readings_say_their_outcome_in_both_languages() -> None:
    majority, equal = judge(DECISION, votes(4, 4), 9, 8, head_choice="for").readings
    assert majority.text.say("vi") == (
        "Theo yêu cầu quá nửa tổng số (khoản 3 Điều 40 Luật số 72/2025/QH15): "
        "cần ít nhất 5/9 tán thành, mới có 4, nên không được thông qua."
    )
    assert equal.text.say("en") == ("By the rule on equal votes: 4–4, the Chair voted in favour, so it is adopted.")


@pytest.mark.parametrize(("ruling", "outcome"), [(True, "adopted"), (False, "rejected")])
def test_the_chairs_ruling_settles_equal_votes_and_keeps_the_readings(ruling: bool, outcome: str) -> None:
    verdict = judge(DECISION, votes(4, 4), 9, 8, head_choice="for", ruling=ruling)
    assert (verdict.outcome, verdict.by_ruling, verdict.by_head) == (outcome, True, False)
    assert len(verdict.readings) == 2


@pytest.mark.parametrize("counts", [votes(5, 3), votes(3, 5), votes(0, 0, 8)])
def test_a_ruling_cannot_overrule_the_law(counts: Counts) -> None:
    with pytest.raises(ValueError, match="the law decides"):
        judge(DECISION, counts, 9, 8, head_choice="for" if counts.votes_for else None, ruling=True)


def test_equal_votes_in_a_council_reject_the_motion() -> None:
    assert judge(RESOLUTION, votes(15, 15), 30, 30, head_choice="for").outcome == "rejected"


def test_a_quorum_says_how_many_are_still_missing() -> None:
    short = quorum(COUNCIL.quorum, 25, 16)
    assert (short.needed, short.met, short.missing) == (17, False, 1)
    full = quorum(COUNCIL.quorum, 25, 23)
    assert (full.met, full.missing, full.article) == (True, 0, "Quy chế làm việc của Hội đồng nhân dân")


def test_a_quorum_known_from_a_summary_needs_confirmation() -> None:
    assert (COUNCIL.quorum.grade, quorum(COUNCIL.quorum, 25, 25).confirm) == ("S", True)


def test_a_body_without_members_has_no_quorum() -> None:
    assert not quorum(COUNCIL.quorum, 0, 0).met


def test_more_present_people_than_members_are_refused() -> None:
    with pytest.raises(ValueError, match="10 present of 9"):
        quorum(COMMITTEE.quorum, 9, 10)
    with pytest.raises(ValueError, match="10 present of 9"):
        judge(DECISION, votes(5), 9, 10)


def test_a_negative_number_of_present_people_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 present of 9"):
        quorum(COMMITTEE.quorum, 9, -1)


@pytest.mark.parametrize("numbers", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_a_negative_count_is_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="below zero: -1"):
        votes(*numbers)


@pytest.mark.parametrize("aside", [-1, 23])
def test_only_present_members_can_be_recused(aside: int) -> None:
    with pytest.raises(ValueError, match="cannot take no part"):
        judge(RESOLUTION, votes(0), 25, 22, aside=aside)


def test_recused_members_cast_nothing_are_counted_separately_and_lower_no_majority() -> None:
    verdict = judge(RESOLUTION, votes(12, 3, 2), 25, 22, aside=4)
    assert (verdict.outcome, verdict.needed, verdict.base_count, verdict.present) == ("rejected", 13, 25, 22)
    assert (verdict.aside, verdict.not_cast, verdict.percent_not_cast) == (4, 1, "4,00%")
    assert judge(RESOLUTION, votes(18), 25, 22, aside=4).not_cast == 0
    with pytest.raises(ValueError, match="votes of 18 members present"):
        judge(RESOLUTION, votes(19), 25, 22, aside=4)
    everybody = judge(RESOLUTION, votes(0), 25, 22, aside=22)
    assert (everybody.outcome, everybody.not_cast) == ("rejected", 0)
    nobody = judge(RESOLUTION, votes(13), 25, 22, aside=0)
    assert (nobody.outcome, nobody.not_cast) == ("adopted", 9)


def test_more_votes_than_members_present_are_refused() -> None:
    with pytest.raises(ValueError, match="9 votes of 8"):
        judge(DECISION, votes(5, 3, 1), 9, 8)


@pytest.mark.parametrize(
    "change",
    [
        {"denominator": 0},
        {"numerator": 0},
        {"numerator": 0, "denominator": 0, "strict": False},
        {"numerator": 3},
        {"numerator": 2, "strict": True},
        {"strict": False, "tie": "chair"},
        {"base": "valid"},
        {"grade": "A"},
        {"votes": 1},
    ],
)
def test_senseless_terms_in_a_journal_are_refused(change: dict[str, object]) -> None:
    body = msgspec.to_builtins(RESOLUTION)
    assert msgspec.convert(body, Terms) == RESOLUTION
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body | change, Terms)


def test_a_quorum_with_an_unknown_word_in_a_journal_is_refused() -> None:
    body = msgspec.to_builtins(COUNCIL.quorum.terms())
    assert msgspec.convert(body, QuorumTerms) == COUNCIL.quorum.terms()
    for change in ({"votes": 1}, {"denominator": 1}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(body | change, QuorumTerms)


def test_half_may_be_written_as_two_quarters() -> None:
    terms = msgspec.convert(msgspec.to_builtins(DECISION) | {"numerator": 2, "denominator": 4}, Terms)
    assert judge(terms, votes(4, 4), 8, 8, head_choice="for").outcome == "adopted"


@pytest.mark.parametrize(("grade", "confirm"), [("L", False), ("S", True), ("I", True)])
def test_terms_not_read_in_the_law_itself_need_confirmation(grade: Grade, confirm: bool) -> None:
    assert msgspec.structs.replace(RESOLUTION, grade=grade).confirm == confirm


def test_a_reading_names_the_people_it_counts() -> None:
    of_all, _ = readings(DECISION, 4, 9, 5)
    of_those_present, _ = readings(msgspec.structs.replace(DECISION, base="present"), 4, 9, 5)
    assert "quá nửa tổng số (" in of_all.text.vi
    assert "half of the total:" in of_all.text.en
    assert "quá nửa số có mặt (" in of_those_present.text.vi
    assert "half of those present:" in of_those_present.text.en
