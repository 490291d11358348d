"""Members of the body without a ballot, and which of them count in the total: the rules alone."""

import msgspec
import pytest
from msgspec.structs import replace

from meeting.kernel.words import Phrase
from meeting.law.edition import CountedRule
from meeting.law.editions import edition
from meeting.law.terms import Excluded, Grade, RemoteTerms, Rights
from meeting.voting.excluded import Exclusion, remote, substituted, uncounted, without_ballot
from tests.cast import EDITION


def exclusion(seat: int, why: Excluded, *, counted: bool) -> Exclusion:
    return Exclusion(seat_id=seat, why=why, counted=counted, article="", reason="")


def test_an_absent_member_with_a_substitute_counts_and_has_no_ballot() -> None:
    found = substituted(7, "ông Nam")
    assert (found.seat_id, found.counted, found.reason, found.article) == (7, True, "ông Nam", "")
    assert uncounted([found]) == frozenset()
    assert without_ballot([found]) == {}, "nobody sits there who could ask for one"


def test_members_outside_the_total_are_excluded_and_others_may_be_in_it_without_a_ballot() -> None:
    every = [
        exclusion(1, Excluded.SUSPENDED, counted=True),
        exclusion(2, Excluded.VACANT, counted=False),
        exclusion(3, Excluded.RECUSED, counted=True),
        exclusion(4, Excluded.RECUSED, counted=False),
        exclusion(5, Excluded.SUBSTITUTE, counted=True),
    ]
    assert uncounted(every) == {2, 4}
    assert without_ballot(every) == {1: Excluded.SUSPENDED, 3: Excluded.RECUSED}


@pytest.mark.parametrize(
    ("rights", "why"),
    [(Rights.EQUAL, None), (Rights.NO_VOTE, Excluded.REMOTE), (Rights.NOT_PRESENT, Excluded.NOT_PRESENT)],
)
def test_a_member_at_a_remote_point_stays_in_the_total_whatever_rights_they_have_there(
    rights: Rights, why: Excluded | None
) -> None:
    found = remote(7, RemoteTerms(rights=rights, article="Điều 9", grade=Grade.LAW))
    if why is None:
        assert found is None, "who votes there is no exception"
        return
    assert found == Exclusion(seat_id=7, why=why, counted=True, article="Điều 9", reason="")
    assert (uncounted([found]), without_ballot([found])) == (frozenset(), {7: why})


def test_one_of_three_rights_at_a_remote_point_is_to_vote_and_two_are_to_be_present() -> None:
    every = {rights: RemoteTerms(rights=rights, article="Điều 9", grade=Grade.LAW) for rights in Rights}
    assert {rights for rights, terms in every.items() if terms.votes} == {Rights.EQUAL}
    assert {rights for rights, terms in every.items() if terms.counted} == {Rights.EQUAL, Rights.NO_VOTE}


@pytest.mark.parametrize("grade", Grade)
def test_signed_papers_cite_only_texts_of_law(grade: Grade) -> None:
    terms = RemoteTerms(rights=Rights.NO_VOTE, article="Điều 9", grade=grade)
    assert terms.cited == ("Điều 9" if grade == Grade.LAW else "")


def test_rights_with_an_unknown_word_in_a_journal_are_not_read() -> None:
    told = {"rights": "equal", "article": "", "grade": Grade.LAW.value}
    assert msgspec.convert(told, RemoteTerms).counted
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert(told | {"waived": True}, RemoteTerms)


@pytest.mark.parametrize("grade", Grade)
def test_a_rule_for_those_without_a_ballot_is_cited_only_when_a_text_of_law_says_so(grade: Grade) -> None:
    rule = CountedRule(title=Phrase(vi="a", en="a"), article="Điều 7", grade=grade, source="Luật", counted=True)
    assert rule.cited == ("Điều 7" if grade == Grade.LAW else "")


def test_where_an_edition_says_nothing_those_without_a_ballot_stay_in_the_total() -> None:
    silent = replace(edition(EDITION).preset("ubnd"), exclusions={})
    for why in Excluded:
        assert silent.counting(why).counted, f"a smaller total would make adopting easier: {why}"
        assert silent.counting(why).cited == ""
