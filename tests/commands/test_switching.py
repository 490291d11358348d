"""A vote is taken off the tablets while it is open: the count in the room decides, what was sent stays, printed
once."""

import random
from fractions import Fraction

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from meeting.journal import chain
from meeting.journal.chain import Entry
from meeting.minutes.text.compose import compose
from meeting.record.replay import replay
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import CancelMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion, CountHands
from meeting.voting.commands.switching import SwitchMotion
from meeting.voting.events import BallotCast, HandsCounted, MotionSwitched
from meeting.voting.hand_entries import AnswerHand, ProposeHand
from meeting.voting.restoring import RestoreBox
from tests.council import ABSTAIN, AGAINST, FOR, Council
from tests.pages.client import Browser

WHY = "Mất kết nối mạng"
SWITCHED = "chuyển từ biểu quyết trên máy sang"


def switch(council: Council, motion: int, by: str = "hands", reason: str = WHY) -> SwitchMotion:
    return SwitchMotion(meeting_id=council.meeting, motion_id=motion, by=by, reason=reason)  # type: ignore[arg-type]


def printed(council: Council) -> list[str]:
    """Every line of the minutes' course."""
    entries = council.journal()
    facts = compose(replay(entries), (entries[-1].seq, entries[-1].hash))
    return [line for point in facts.points for line in point.paragraphs]


def count(council: Council, motion: int, *figures: int, head: str = "") -> CountHands:
    names = ("votes_for", "votes_against", "abstentions")
    given = dict(zip(names, figures, strict=True))
    return CountHands(meeting_id=council.meeting, motion_id=motion, head_choice=head, **given)  # type: ignore[arg-type]


def test_the_count_in_the_room_decides_and_the_minutes_mention_the_change_once(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.votes(motion, an=FOR, lan=FOR, nam=AGAINST, mai=ABSTAIN)
    sitting.submits("ha", switch(sitting, motion))
    sitting.submits("ha", count(sitting, motion, 2, 7, 0))
    sitting.closes(motion)
    row = sitting.announces(motion)
    assert (row.votes_for, row.votes_against, row.outcome) == (2, 7, "rejected")
    assert sitting.box(motion) == {FOR: 2, AGAINST: 1, ABSTAIN: 1}, "what was sent is there still"
    told = [line for line in printed(sitting) if SWITCHED in line]
    assert told == [
        "Lúc 8 giờ 00 chuyển từ biểu quyết trên máy sang giơ tay; khi đó đã có 4 người biểu quyết trên máy "
        "(tán thành 2, không tán thành 1, không biểu quyết 1), những phiếu này không tính; kết quả theo số đếm trong "
        "phòng. Lý do: Mất kết nối mạng."
    ]


def test_a_ballot_sent_during_the_change_is_refused_and_says_that_it_does_not_count(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    sitting.submits("ha", switch(sitting, motion, "paper"))
    late = CastBallot(meeting_id=sitting.meeting, motion_id=motion, choice=FOR)
    for who in ("lan", "nam"):
        assert sitting.refuses(who, late) == "voting.switched"
    answer = Browser(sitting, "nam").submits("voting.cast_ballot", {"meeting_id": sitting.meeting, "motion_id": motion,
                                                                  "choice": FOR})  # fmt: skip
    assert "KHÔNG được tính" in answer.get_json()["message"]
    assert sitting.box(motion) == {FOR: 1}


@pytest.mark.parametrize(("by", "words"), [("hands", "giơ tay"), ("paper", "phiếu giấy")])
def test_every_screen_says_what_is_counted_now_and_how_many_ballots_were_sent(
    sitting: Council, by: str, words: str
) -> None:
    motion = sitting.opens_motion()
    sitting.votes(motion, an=FOR, lan=AGAINST)
    sitting.submits("ha", switch(sitting, motion, by))
    for view in ("member", "chair", "clerk", "guest"):
        shown = " ".join(sitting.sees(view, "motion").split())
        assert f"Đã chuyển sang biểu quyết bằng {words}." in shown, view
        assert "2 thành viên đã gửi trên máy" in shown, view
    assert f"Biểu quyết bằng {words}" in sitting.sees("screen", "stage")
    assert "Lưu kết quả đếm" in sitting.sees("clerk", "step")
    for view in ("member", "guest"):
        assert "tally" not in sitting.sees(view, "motion"), "nothing of what was chosen is told"


def test_only_officers_see_ballots_sent_before_the_change(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.votes(motion, an=FOR, lan=AGAINST)
    sitting.submits("ha", switch(sitting, motion))
    names = f"/m/{sitting.meeting}/votes/{motion}/names"
    assert Browser(sitting, "ha").get(names).status_code == 404, "not while the vote is open"
    sitting.submits("ha", count(sitting, motion, 9, 0, 0))
    sitting.closes(motion)
    sitting.announces(motion)
    assert "Trần Thị Lan" in Browser(sitting, "ha").get(names).text
    assert Browser(sitting, "khoa").get(names).status_code in (403, 404)
    assert "Phiếu đã gửi trên máy, không tính" in sitting.sees("clerk", "motion")


def test_the_change_needs_an_open_vote_on_tablets_and_a_reason(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua")
    assert sitting.refuses("ha", switch(sitting, motion)) == "voting.not_open"
    sitting.opens(motion)
    assert sitting.refuses("ha", switch(sitting, motion, reason="")) == "voting.no_reason"
    assert sitting.refuses("lan", switch(sitting, motion)) == "access.not_allowed"
    sitting.submits("ha", switch(sitting, motion))
    assert sitting.refuses("ha", switch(sitting, motion, "paper")) == "voting.already_by_hands"
    close = CloseMotion(meeting_id=sitting.meeting, motion_id=motion)
    assert sitting.refuses("ha", close) == "voting.not_counted", "ballots that were sent close nothing"
    assert sitting.refuses("ha", count(sitting, motion, 10, 0, 0)) == "voting.bad_count"


def test_a_question_on_a_voters_device_is_withdrawn_by_the_change(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    sitting.submits("ha", ProposeHand(meeting_id=sitting.meeting, motion_id=motion, seat_id=sitting.seats["lan"],
                                     choice=AGAINST))  # fmt: skip
    sitting.submits("ha", switch(sitting, motion))
    answer = AnswerHand(meeting_id=sitting.meeting, motion_id=motion, choice=AGAINST, agreed=True)
    assert sitting.refuses("lan", answer) == "voting.switched"
    assert sitting.box(motion) == {FOR: 1}


def test_a_vote_called_off_after_the_change_records_both_and_counts_for_nothing(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.submits("ha", switch(sitting, motion, "paper"))
    sitting.submits("ha", CancelMotion(meeting_id=sitting.meeting, motion_id=motion, reason="Nhầm câu hỏi"))
    lines = printed(sitting)
    assert sum(SWITCHED in line for line in lines) == 1
    assert any("đã hủy, không tính kết quả" in line for line in lines)
    assert any("chưa có ai biểu quyết trên máy" in line for line in lines)
    assert sitting.motion(motion + 1).form == "open", "prepared anew it goes to the tablets again"


def test_at_equal_counted_votes_the_heads_hand_is_asked_for_whatever_their_ballot_said(
    sitting: Council,
) -> None:
    motion = sitting.opens_motion()
    sitting.casts("an", motion, FOR)
    sitting.submits("ha", switch(sitting, motion))
    assert sitting.refuses("ha", count(sitting, motion, 4, 4, 1)) == "voting.head_asked"
    sitting.submits("ha", count(sitting, motion, 4, 4, 1, head=AGAINST))
    sitting.closes(motion)
    assert "rejected" in sitting.sees("clerk", "motion") or sitting.announces(motion).outcome == "rejected"


# a table or a journal that says something else


@pytest.mark.parametrize(
    "statement",
    ["update motion set switched = null", "update motion set form = 'open'", "update motion set switched = 'paper'",
     "update ballot set choice = 'against'", "update motion set votes_for = 9"],
)  # fmt: skip
def test_a_table_changed_from_outside_announces_nothing_and_is_repaired_from_the_journal(
    sitting: Council, statement: str
) -> None:
    motion = sitting.opens_motion()
    sitting.votes(motion, an=FOR, lan=FOR)
    sitting.submits("ha", switch(sitting, motion))
    sitting.submits("ha", count(sitting, motion, 2, 7, 0))
    sitting.closes(motion)
    sitting.database.gate.submit(lambda db: db.execute(text(statement)))
    announce = AnnounceResult(meeting_id=sitting.meeting, motion_id=motion)
    assert sitting.refuses("ha", announce) == "voting.box_differs"
    sitting.submits("ha", RestoreBox(meeting_id=sitting.meeting, motion_id=motion))
    row = sitting.announces(motion)
    assert (row.form, row.switched, row.votes_for, row.outcome) == ("hands", "hands", 2, "rejected")


def broken_at(entries: list[Entry]) -> int:
    with pytest.raises(chain.Broken) as broken:
        replay(entries)
    return broken.value.seq


def test_a_journal_that_switches_wrongly_is_named_at_that_line(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.votes(motion, an=FOR, lan=FOR)
    sitting.submits("ha", switch(sitting, motion))
    sitting.submits("ha", count(sitting, motion, 2, 7, 0))
    entries = sitting.journal()
    (switched,) = (entry for entry in entries if entry.kind == MotionSwitched.kind)
    ballots = [entry for entry in entries if entry.kind == BallotCast.kind]
    counted = next(entry for entry in entries if entry.kind == HandsCounted.kind)
    before = [entry for entry in entries if entry.seq < switched.seq]
    lied = replace(switched, body=switched.body | {"cast": 3})
    assert broken_at([*before, lied]) == switched.seq, "so many had not sent"
    assert broken_at([*before, counted]) == counted.seq, "hands counted in a vote that is on tablets"
    assert broken_at([*before, switched, ballots[0]]) == ballots[0].seq, "a ballot after it was taken off the tablets"
    assert broken_at([*before, switched, switched]) == switched.seq, "twice"


# an oracle independent of the program: it has only watched what people did


@pytest.mark.parametrize("seed", range(12))
def test_the_figures_of_any_course_are_those_of_an_independent_count(sitting: Council, seed: int) -> None:
    dice = random.Random(seed)
    motion = sitting.opens_motion()
    sent: dict[str, str] = {}
    with sitting.unwatched():
        for _ in range(dice.randrange(12)):
            who, choice = dice.choice(sitting.voters), dice.choice((FOR, AGAINST, ABSTAIN))
            sitting.casts(who, motion, choice)
            sent[who] = choice
    is_switched, voters = dice.random() < 0.8, len(sitting.voters)
    figures = [list(sent.values()).count(choice) for choice in (FOR, AGAINST, ABSTAIN)]
    if is_switched:
        sitting.submits("ha", switch(sitting, motion, dice.choice(("hands", "paper"))))
        figures = [dice.randrange(1, 5), dice.randrange(5), dice.randrange(2)]
        for last in (False, True):  # a first count that is corrected
            given = figures if last else [1, 0, 0]
            sitting.submits("ha", count(sitting, motion, *given, head=FOR))
    sitting.closes(motion, missing=0 if is_switched else voters - len(sent))
    head = FOR if is_switched else sent.get("an")
    adopted = Fraction(figures[0], voters) > Fraction(1, 2) or (
        figures[0] == figures[1] and Fraction(figures[0], voters) >= Fraction(1, 2) and head == FOR
    )
    row = sitting.motion(motion)
    assert [row.votes_for, row.votes_against, row.abstentions] == figures
    lines = printed(sitting)
    percent = f"{figures[0] * 100 / voters:.2f}".replace(".", ",")
    assert any(f"tán thành {figures[0]} ({percent}%)" in line for line in lines), lines
    assert sum(SWITCHED in line for line in lines) == is_switched
    if is_switched and sent:
        assert any(f"đã có {len(sent)} người biểu quyết trên máy" in line for line in lines)
    if figures[0] != figures[1]:
        assert (sitting.announces(motion).outcome == "adopted") == adopted
