"""A journal that began below the law's quorum, or left somebody out of the total whom the law counts, is named.

The figures here are worked out by hand from the law, not taken from the program: of a committee of nine two thirds must
be in the room (6), and a member who takes no part still counts among the nine. Each journal is consistent, and the
product draws its minutes.
"""

from datetime import UTC, datetime

import msgspec
import pytest

from meeting.agenda.events import MandateChanged, MeetingStarted
from meeting.agenda.rules import Mandate
from meeting.journal.events import Event
from meeting.law import editions
from meeting.law.terms import Excluded, Grade, QuorumTerms, RemoteTerms, Rights
from meeting.minutes.text.compose import compose
from meeting.paper.document import draw
from meeting.proof.record import Proof, check_record
from meeting.record.replay import replay
from meeting.voting.events import MotionOpened, MotionPrepared, Recused
from meeting.voting.excluded import Exclusion
from tests.paper.story import EDITION, Story

STATUTE = "Quy chế làm việc của Ủy ban nhân dân"
"""The source of the quorum, and of who counts; no text of law says the latter, so it is cited nowhere."""


def nine() -> Story:
    """A committee of nine with a secretary, and one item."""
    told = Story("ubnd", "Phiên họp", "UBND xã", "UBND", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    told.seats("chair", "Chủ tịch", votes=True, head=True)
    for _ in range(8):
        told.seats("member", "Ủy viên", votes=True)
    told.seats("clerk", "Thư ký", votes=False)
    told.plans("Việc", "vote")
    return told


def proved(story: Story) -> Proof:
    """What a stranger finds in the minutes of this journal."""
    return check_record(draw(compose(replay(story.entries), story.head), story.journal))


def said(proof: Proof) -> dict[str, tuple[str, str]]:
    return {found.name: (str(found.outcome), found.sentence) for found in proof.findings}


def begun_by(story: Story, **changes: object) -> int:
    """The meeting begins by the quorum of its edition with something changed; return the number of that entry."""
    rule = QuorumTerms(numerator=2, denominator=3, strict=False, article=STATUTE, grade=Grade.SUMMARY)
    story.says(MeetingStarted(quorum=msgspec.structs.replace(rule, **changes)))
    return story.head[0]


def steps_aside(story: Story, seats: list[int], *, counted: bool, article: str = "") -> int:
    """These take no part in question 1, which the others then adopt by four to two; return the number of the first
    entry."""
    body = editions.preset(EDITION, "ubnd")
    story._motions = 1
    story.says(
        MotionPrepared(
            motion_id=1, item_id=1, position=1, title="Thông qua", decision=body.default_decision, form="open"
        )
    )
    first = story.head[0] + 1
    for seat in seats:
        story.says(
            Recused(
                motion_id=1, seat_id=seat, cause="interest", reason="Có liên quan", counted=counted, article=article
            )
        )
    everybody, story.members = story.members, [seat for seat in story.members if seat not in seats]
    story.room = set(story.members)
    story._terms = body.terms(body.default_decision)
    out = [
        Exclusion(seat_id=seat, why=Excluded.RECUSED, counted=counted, article=article, reason="Có liên quan")
        for seat in seats
    ]
    roll = everybody if counted else story.members
    story.says(
        MotionOpened(
            motion_id=1,
            roll=list(roll),
            able=list(story.members),
            present=9 if counted else 6,
            terms=story._terms,
            recused=tuple(seats) if counted else (),
            excluded=tuple(out),
        )
    )
    return first


def test_a_quorum_unknown_to_the_edition_is_named_although_the_journal_is_valid() -> None:
    """Three of nine may decide nothing: six must be in the room."""
    story = nine()
    story.comes(*story.members[:3])
    seq = begun_by(story, numerator=1, denominator=9)
    story.turns_to(1)
    story.votes("Thông qua", votes_for=3)
    story.ends()
    proof = proved(story)
    assert (said(proof)["journal"][0], proof.bad_seq) == ("ok", seq)
    outcome, sentence = said(proof)["quorum"]
    assert outcome == "failed"
    assert f"bản ghi số {seq}" in sentence


@pytest.mark.parametrize(
    "changes", [{"strict": True}, {"article": "khoản 9 Điều 99"}, {"numerator": 1, "denominator": 2}]
)
def test_a_quorum_of_another_size_or_source_is_named_also_without_a_vote(
    changes: dict[str, object],
) -> None:
    story = nine()
    story.comes(*story.members)
    seq = begun_by(story, **changes)
    story.turns_to(1)
    story.ends()
    proof = proved(story)
    assert (said(proof)["quorum"][0], proof.bad_seq) == ("failed", seq)


def test_the_editions_quorum_is_confirmed_also_without_a_vote() -> None:
    story = nine()
    story.comes(*story.members)
    begun_by(story)
    story.turns_to(1)
    story.ends()
    proof = proved(story)
    assert (said(proof)["quorum"][0], proof.bad_seq) == ("ok", None)
    assert {outcome for outcome, _ in said(proof).values()} == {"ok"}


@pytest.mark.parametrize(
    "changes",
    [{"rights": Rights.NO_VOTE}, {"rights": Rights.NOT_PRESENT}, {"article": "khoản 9 Điều 99"}, {"grade": Grade.LAW}],
)
def test_rights_at_remote_points_unknown_to_the_edition_are_named(changes: dict[str, object]) -> None:
    """By the edition members at remote points have the same rights."""
    story = nine()
    story.comes(*story.members)
    lawful = editions.preset(EDITION, "ubnd").remote.terms()
    assert lawful == RemoteTerms(
        rights=Rights.EQUAL, article="khoản 3 Điều 40 Luật số 72/2025/QH15", grade=Grade.INFERENCE
    )
    rule = QuorumTerms(numerator=2, denominator=3, strict=False, article=STATUTE, grade=Grade.SUMMARY)
    story.says(MeetingStarted(quorum=rule, remote=msgspec.structs.replace(lawful, **changes)))
    seq = story.head[0]
    story.turns_to(1)
    story.ends()
    proof = proved(story)
    assert (said(proof)["remote"][0], proof.bad_seq) == ("failed", seq)
    assert f"bản ghi số {seq}" in said(proof)["remote"][1]


def test_four_of_six_adopt_nothing_where_three_recused_members_count() -> None:
    """Four of nine are not more than half; the journal says four of six, and is consistent."""
    story = nine()
    story.comes(*story.members)
    story.starts()
    story.turns_to(1)
    seq = steps_aside(story, story.members[6:], counted=False)
    for number, seat in enumerate(story.members):
        story.casts(1, seat, "for" if number < 4 else "against")
    story.finishes(1, 4, 2, 0, head="for")
    story.ends()
    proof = proved(story)
    assert "adopted" in story.journal.decode()
    assert (said(proof)["journal"][0], proof.bad_seq) == ("ok", seq)
    named = [found.sentence for found in proof.findings if found.name == "standing"]
    assert [f"bản ghi số {seq + each}" in sentence for each, sentence in enumerate(named)] == [True] * 3


@pytest.mark.parametrize(("article", "outcome"), [("", "ok"), (STATUTE, "ok"), ("khoản 9 Điều 99", "failed")])
def test_the_place_of_recused_members_in_the_total_cites_no_text_and_older_journals_named_the_statute(
    article: str, outcome: str
) -> None:
    story = nine()
    story.comes(*story.members)
    story.starts()
    story.turns_to(1)
    story._motions = 1
    decision = editions.preset(EDITION, "ubnd").default_decision
    story.says(MotionPrepared(motion_id=1, item_id=1, position=1, title="Hỏi", decision=decision, form="open"))
    story.says(
        Recused(motion_id=1, seat_id=story.members[1], cause="own", reason="Xin không", counted=True, article=article)
    )
    story.ends()
    found = said(proved(story))
    assert (found.get("standing") or found["quorum"])[0] == outcome


def mandate(story: Story, told: Mandate, *, counted: bool, article: str = "") -> Event:
    return MandateChanged(
        seat_id=story.members[8],
        mandate=told,
        counted=counted,
        number="12/QĐ",
        dated="",
        reason="Chuyển công tác",
        article=article,
        grade=Grade.INFERENCE,
    )


@pytest.mark.parametrize(
    ("told", "counted", "article", "outcome"),
    [
        (Mandate.VACANT, False, "", "ok"),
        (Mandate.SUSPENDED, False, STATUTE, "ok"),
        (Mandate.VACANT, True, "", "failed"),
        (Mandate.SUSPENDED, True, "", "failed"),
        (Mandate.SUSPENDED, False, "khoản 9 Điều 99", "failed"),
    ],
)
def test_a_suspended_member_is_not_in_the_total(told: Mandate, counted: bool, article: str, outcome: str) -> None:
    story = nine()
    story.says(mandate(story, told, counted=counted, article=article))
    seq = story.head[0]
    story.comes(*story.members[:6])
    story.starts()
    story.turns_to(1)
    story.ends()
    proof = proved(story)
    assert (said(proof).get("standing") or said(proof)["quorum"])[0] == outcome
    assert proof.bad_seq == (seq if outcome == "failed" else None)


def test_a_reinstated_member_counts_without_an_article() -> None:
    for article, outcome in (("", "ok"), (STATUTE, "failed")):
        story = nine()
        story.says(mandate(story, Mandate.VACANT, counted=False))
        story.says(mandate(story, Mandate.HELD, counted=True, article=article))
        story.comes(*story.members)
        story.starts()
        story.turns_to(1)
        story.ends()
        found = said(proved(story))
        assert (found.get("standing") or found["quorum"])[0] == outcome
