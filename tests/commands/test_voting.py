"""A vote from the question to the announcement, as the cast experiences it."""

import pytest
from sqlalchemy import select

from meeting.attendance.commands import MarkLeft
from meeting.conduct.commands import GoToItem
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.motions import CancelMotion, OpenMotion, PrepareMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion, CountHands, RecordRuling
from meeting.voting.events import BallotCast, MotionCancelled, MotionOpened, MotionPrepared
from meeting.voting.judging import judge_motion
from meeting.voting.tables import RollEntry
from tests.council import ABSTAIN, AGAINST, FOR, Council


def ballot(council: Council, motion: int, choice: str = FOR) -> CastBallot:
    return CastBallot(meeting_id=council.meeting, motion_id=motion, choice=choice)


def close(council: Council, motion: int, missing: int = 0) -> CloseMotion:
    return CloseMotion(meeting_id=council.meeting, motion_id=motion, missing=missing)


def announce(council: Council, motion: int) -> AnnounceResult:
    return AnnounceResult(meeting_id=council.meeting, motion_id=motion)


def cancel(council: Council, motion: int, reason: str = "Đọc nhầm câu hỏi") -> CancelMotion:
    return CancelMotion(meeting_id=council.meeting, motion_id=motion, reason=reason)


def prepare(council: Council, **changed: object) -> PrepareMotion:
    given = {"meeting_id": council.meeting, "item_id": council.items[0], "title": "Thông qua"} | changed
    return PrepareMotion(**given)  # type: ignore[arg-type]


# the same request twice


def test_the_same_key_twice_is_one_ballot(sitting: Council) -> None:
    motion = sitting.opens_motion()
    first = sitting.casts("lan", motion, FOR, key="k1")
    sitting.clock.advance(seconds=4)
    again = sitting.casts("lan", motion, FOR, key="k1")
    assert first == again
    assert sitting.box(motion) == {FOR: 1}
    assert [type(event) for event in sitting.events()].count(BallotCast) == 1


def test_a_key_used_for_something_else_is_refused(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR, key="k1")
    assert sitting.refuses("lan", ballot(sitting, motion, AGAINST), key="k1") == "commands.key_reused"
    assert sitting.box(motion) == {FOR: 1}


def test_two_people_may_use_the_same_key(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR, key="k1")
    sitting.casts("nam", motion, AGAINST, key="k1")
    assert sitting.box(motion) == {FOR: 1, AGAINST: 1}


def test_a_key_that_was_refused_may_be_used_again(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua")
    assert sitting.refuses("lan", ballot(sitting, motion), key="k1") == "voting.not_open"
    sitting.opens(motion)
    sitting.casts("lan", motion, FOR, key="k1")
    assert sitting.box(motion) == {FOR: 1}


def test_a_repeated_request_gets_the_first_answer_also_after_the_close(sitting: Council) -> None:
    """The tablet lost the answer: it asks again by HTTP when the box is already closed."""
    motion = sitting.opens_motion()
    first = sitting.casts("lan", motion, FOR, key="k1")
    sitting.closes(motion, missing=8)
    assert sitting.casts("lan", motion, FOR, key="k1") == first


@pytest.mark.parametrize("key", ["k" * 65, "k\x00", "k\ud800", "khóa", "a b"])
def test_a_key_is_short_and_plain(sitting: Council, key: str) -> None:
    motion = sitting.opens_motion()
    assert sitting.refuses("lan", ballot(sitting, motion), key=key) == "commands.malformed"


# casting


def test_the_last_ballot_of_a_seat_counts(sitting: Council) -> None:
    motion = sitting.opens_motion()
    for choice in (FOR, AGAINST, ABSTAIN):
        sitting.casts("lan", motion, choice)
    assert sitting.box(motion) == {ABSTAIN: 1}
    cast = [event.choice for event in sitting.events() if isinstance(event, BallotCast)]
    assert cast == [FOR, AGAINST, ABSTAIN], "every one stays in the journal"


def test_a_second_ballot_replaces_only_the_voters_own_in_this_vote(sitting: Council) -> None:
    first = sitting.opens_motion("Câu thứ nhất")
    sitting.votes(first, lan=FOR, nam=FOR)
    sitting.closes(first, missing=7)
    sitting.announces(first)
    second = sitting.opens_motion("Câu thứ hai")
    assert ">0/9</b>" in sitting.sees("member", "motion")
    sitting.votes(second, lan=FOR, nam=FOR, mai=FOR)
    sitting.casts("lan", second, AGAINST)
    assert (sitting.box(first), sitting.box(second)) == ({FOR: 2}, {FOR: 2, AGAINST: 1})
    assert ">3/9</b>" in sitting.sees("member", "motion")
    for who in sitting.voters:
        sitting.casts(who, second, FOR)
    sitting.closes(second)
    assert sitting.motion(second).votes_for == 9, "nobody is waited for who was silent in the vote before"


def test_a_ballot_after_the_close_is_refused_and_not_counted(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("nam", motion, AGAINST)
    sitting.closes(motion, missing=8)
    assert sitting.refuses("lan", ballot(sitting, motion)) == "voting.closed"
    assert sitting.refuses("nam", ballot(sitting, motion)) == "voting.closed"
    assert sitting.box(motion) == {AGAINST: 1}
    sitting.announces(motion)
    assert sitting.refuses("lan", ballot(sitting, motion)) == "voting.closed"


def test_a_person_who_has_left_does_not_vote(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Có việc gấp"))
    assert sitting.refuses("lan", ballot(sitting, motion)) == "voting.not_present"


def test_a_ballot_stays_in_the_box_when_its_owner_leaves(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Có việc gấp"))
    sitting.closes(motion, missing=8)
    row = sitting.motion(motion)
    assert (row.votes_for, row.present, row.total) == (1, 9, 9)


def test_the_secretary_without_a_vote_is_not_on_the_roll(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.arrives("ha")
    assert sitting.refuses("ha", ballot(sitting, motion)) == "voting.not_on_roll"


def test_a_guest_does_not_vote(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.arrives("guest")
    assert sitting.refuses("guest", ballot(sitting, motion)) == "access.not_allowed"


def test_there_are_three_choices(sitting: Council) -> None:
    motion = sitting.opens_motion()
    assert sitting.refuses("lan", ballot(sitting, motion, "maybe")) == "commands.malformed"


def test_a_vote_of_another_meeting_is_not_found(sitting: Council) -> None:
    assert sitting.refuses("lan", ballot(sitting, 999)) == "kernel.not_found"


# preparing and opening


def test_the_roll_is_everybody_with_a_vote_whether_present_or_not(council: Council) -> None:
    council.sits(present=6)
    motion = council.opens_motion()
    (opened,) = [event for event in council.events() if isinstance(event, MotionOpened)]
    assert opened.roll == [council.seats[account] for account in council.voters]
    assert (opened.present, council.motion(motion).total) == (6, 9)
    with council.database.read() as db:
        roll = db.scalars(select(RollEntry.seat_id).where(RollEntry.motion_id == motion))
        assert sorted(roll) == sorted(opened.roll)


def test_the_terms_are_frozen_at_opening(sitting: Council) -> None:
    sitting.opens_motion(decision="committee_decision")
    (opened,) = [event for event in sitting.events() if isinstance(event, MotionOpened)]
    assert (opened.terms.base, opened.terms.numerator, opened.terms.denominator, opened.terms.tie) == (
        "total",
        1,
        2,
        "chair",
    )


def test_the_form_of_voting_never_chooses_the_majority(sitting: Council) -> None:
    assert sitting.motion(sitting.prepares("Trên máy")).decision == "committee_decision"
    assert sitting.motion(sitting.prepares("Giơ tay", form="hands")).decision == "committee_decision"
    asked = sitting.prepares("Chương trình", form="hands", decision="procedural")
    assert sitting.motion(asked).decision == "procedural"


def test_twelve_raised_hands_of_twenty_two_are_no_resolution_of_a_council_of_twenty_five(build) -> None:
    council = build(preset="hdnd", voters=25, chair_title="Chủ tịch HĐND xã")
    council.sits(present=22)
    motion = council.opens_motion(form="hands")
    council.counts_hands(motion, 12, 8, 2)
    council.closes(motion)
    row = council.announces(motion)
    assert (row.outcome, "12/25" in row.sentence, "cần ít nhất 13" in row.sentence) == ("rejected", True, True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": ""}, "voting.no_title"),
        ({"form": "secret"}, "commands.malformed"),
        ({"decision": "coup"}, "voting.bad_decision"),
        ({"item_id": 999}, "kernel.not_found"),
    ],
)
def test_a_question_that_cannot_be_put_is_refused(sitting: Council, changed: dict[str, object], code: str) -> None:
    assert sitting.refuses("ha", prepare(sitting, **changed)) == code


def test_nothing_is_prepared_after_the_end(sitting: Council) -> None:
    sitting.ends()
    assert sitting.refuses("ha", prepare(sitting)) == "agenda.not_running"


def test_a_vote_is_opened_only_once(sitting: Council) -> None:
    motion = sitting.opens_motion()
    assert sitting.refuses("ha", OpenMotion(meeting_id=sitting.meeting, motion_id=motion)) == "voting.not_prepared"


def test_one_vote_at_a_time(sitting: Council) -> None:
    first = sitting.opens_motion("Câu thứ nhất")
    second = OpenMotion(meeting_id=sitting.meeting, motion_id=sitting.prepares("Câu thứ hai"))
    assert sitting.refuses("ha", second) == "voting.other_open"
    sitting.closes(first, missing=9)
    assert sitting.refuses("ha", second) == "voting.other_open", "not before the result is told"
    sitting.announces(first)
    sitting.submits("ha", second)


def test_a_vote_belongs_to_the_present_item(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua kế hoạch", item=2)
    assert sitting.refuses("ha", OpenMotion(meeting_id=sitting.meeting, motion_id=motion)) == "voting.other_item"
    sitting.turns_to(2)
    sitting.opens(motion)


def test_a_vote_needs_a_voter_in_the_room(council: Council) -> None:
    council.starts()
    motion = council.prepares("Thông qua")
    assert council.refuses("ha", OpenMotion(meeting_id=council.meeting, motion_id=motion)) == "voting.no_voters"


def test_a_vote_needs_a_running_meeting(council: Council) -> None:
    motion = council.prepares("Thông qua")
    assert council.refuses("ha", OpenMotion(meeting_id=council.meeting, motion_id=motion)) == "agenda.not_running"


def test_the_meeting_does_not_turn_away_from_an_open_vote(sitting: Council) -> None:
    motion = sitting.opens_motion()
    turn = GoToItem(meeting_id=sitting.meeting, item_id=sitting.items[1])
    assert sitting.refuses("ha", turn) == "agenda.vote_running"
    sitting.closes(motion, missing=9)
    assert sitting.refuses("ha", turn) == "agenda.result_waits"
    sitting.announces(motion)
    sitting.submits("ha", turn)


# closing


def test_closing_a_vote_with_missing_ballots_confirms_their_number(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.votes(motion, lan=FOR, nam=FOR)
    assert sitting.refuses("ha", close(sitting, motion)) == "voting.some_missing"
    assert sitting.refuses("ha", close(sitting, motion, missing=6)) == "voting.some_missing", "one fewer than there are"
    sitting.closes(motion, missing=7)
    assert sitting.motion(motion).votes_for == 2


def test_a_vote_in_which_all_have_voted_is_closed_at_once(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.splits(motion, 9, 0)
    sitting.closes(motion)
    assert sitting.motion(motion).state == "closed"


def test_absent_voters_are_not_listed_as_missing(council: Council) -> None:
    council.sits(present=6)
    motion = council.opens_motion()
    council.splits(motion, 6, 0)
    council.closes(motion)
    assert (council.motion(motion).present, council.motion(motion).total) == (6, 9)


def test_a_vote_is_closed_once_and_not_before_it_is_open(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua")
    assert sitting.refuses("ha", close(sitting, motion)) == "voting.not_open"
    sitting.opens(motion)
    sitting.closes(motion, missing=9)
    assert sitting.refuses("ha", close(sitting, motion)) == "voting.closed"


# cancelling


def test_a_cancelled_question_is_ready_again(sitting: Council) -> None:
    motion = sitting.opens_motion("Thông qua kế hoạch")
    sitting.casts("lan", motion, FOR)
    sitting.submits("ha", cancel(sitting, motion))
    *_, cancelled, again = sitting.events()
    assert isinstance(cancelled, MotionCancelled)
    assert cancelled.reason == "Đọc nhầm câu hỏi"
    assert isinstance(again, MotionPrepared)
    assert (again.title, sitting.motion(again.motion_id).state) == ("Thông qua kế hoạch", "prepared")
    assert sitting.refuses("lan", ballot(sitting, motion)) == "voting.closed"
    sitting.opens(again.motion_id)
    assert sitting.box(again.motion_id) == {}, "the new box is empty"


def test_the_room_sees_that_a_vote_was_called_off(sitting: Council) -> None:
    motion = sitting.opens_motion("Thông qua kế hoạch")
    sitting.clock.advance(seconds=5)
    sitting.submits("ha", cancel(sitting, motion))
    assert 'data-motion-state="cancelled"' in sitting.sees("member", "motion")
    assert 'data-mode="item"' in sitting.sees("screen", "stage")
    sitting.turns_to(2)
    assert "data-motion" not in sitting.sees("member", "motion")


def test_a_closed_vote_may_still_be_cancelled(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.closes(motion, missing=9)
    sitting.calls_off(motion)
    assert sitting.motion(motion).state == "cancelled"


def test_a_vote_is_cancelled_with_a_reason_and_before_its_announcement(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua")
    assert sitting.refuses("ha", cancel(sitting, motion)) == "voting.not_open"
    sitting.opens(motion)
    assert sitting.refuses("ha", cancel(sitting, motion, reason="")) == "voting.no_reason"
    sitting.closes(motion, missing=9)
    sitting.announces(motion)
    assert sitting.refuses("ha", cancel(sitting, motion)) == "voting.finished"


# what the room sees


def test_a_person_who_voted_and_left_still_counts_among_those_who_could(sitting: Council) -> None:
    motion = sitting.opens_motion()
    for who in sitting.voters:
        sitting.casts(who, motion, FOR)
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Có việc gấp"))
    assert "<b>9<i>/9</i></b>" in sitting.sees("screen", "stage")


# hands


def test_hands_are_counted_by_the_secretary_and_may_be_corrected(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    sitting.counts_hands(motion, 5, 4)
    sitting.counts_hands(motion, 6, 2, 1)
    sitting.closes(motion)
    row = sitting.announces(motion)
    assert (row.votes_for, row.votes_against, row.abstentions, row.outcome) == (6, 2, 1, "adopted")


def test_a_vote_by_hands_is_closed_on_screen_once_its_count_is_saved(sitting: Council) -> None:
    """Numbers typed and not saved do not count, so until then there is nothing to close."""
    motion = sitting.opens_motion(form="hands")
    assert "vote-close" not in sitting.sees("clerk", "step")
    assert "Lưu kết quả đếm" in sitting.sees("clerk", "step")
    sitting.counts_hands(motion, 5, 4)
    panel = sitting.sees("clerk", "step")
    assert "vote-close" in panel
    assert 'value="5"' in panel
    assert "tán thành 5, không tán thành 4, không biểu quyết 0" in panel
    sitting.counts_hands(motion, 6, 3)
    assert "tán thành 6, không tán thành 3, không biểu quyết 0" in sitting.sees("clerk", "step")
    assert 'value="6"' not in sitting.sees("member", "motion")


def test_a_person_who_arrives_after_the_count_is_not_counted(council: Council) -> None:
    council.sits(present=8)
    motion = council.opens_motion(form="hands")
    council.counts_hands(motion, 6, 2)
    council.arrives(council.voters[8])
    council.closes(motion)
    assert council.announces(motion).present == 8
    council.ends()
    assert council.retells().motions[0].present == 8


def test_a_clock_that_was_set_back_spoils_no_minutes(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.splits(motion, 6, 3)
    sitting.clock.advance(minutes=-5)
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Có việc gấp"))
    sitting.closes(motion)
    assert sitting.announces(motion).present == 9


def test_more_hands_than_people_are_refused(council: Council) -> None:
    council.sits(present=6)
    motion = council.opens_motion(form="hands")

    def count(*numbers: int) -> CountHands:
        names = ("votes_for", "votes_against", "abstentions")
        return CountHands(meeting_id=council.meeting, motion_id=motion, **dict(zip(names, numbers, strict=True)))

    assert council.refuses("ha", count(5, 2, 0)) == "voting.bad_count"
    assert council.refuses("ha", count(-1, 2, 0)) == "voting.bad_count"
    assert council.refuses("ha", count(0, 0, 0)) == "voting.bad_count"
    council.submits("ha", count(4, 2, 0))


def test_a_vote_by_hands_takes_no_ballots_and_one_on_tablets_no_count(sitting: Council) -> None:
    hands = sitting.opens_motion(form="hands")
    assert sitting.refuses("lan", ballot(sitting, hands)) == "voting.by_hands"
    assert sitting.refuses("ha", close(sitting, hands)) == "voting.not_counted"
    sitting.counts_hands(hands, 9, 0)
    sitting.closes(hands)
    counted = CountHands(meeting_id=sitting.meeting, motion_id=hands, votes_for=1, votes_against=0, abstentions=0)
    assert sitting.refuses("ha", counted) == "voting.closed"
    sitting.announces(hands)
    tablets = sitting.prepares("Trên máy")
    command = CountHands(meeting_id=sitting.meeting, motion_id=tablets, votes_for=1, votes_against=0, abstentions=0)
    assert sitting.refuses("ha", command) == "voting.not_by_hands"


def test_hands_are_counted_while_the_vote_is_open(sitting: Council) -> None:
    motion = sitting.prepares("Giơ tay", form="hands")
    command = CountHands(meeting_id=sitting.meeting, motion_id=motion, votes_for=1, votes_against=0, abstentions=0)
    assert sitting.refuses("ha", command) == "voting.not_open"


def test_a_raised_hand_is_recorded_for_a_person_without_a_tablet(sitting: Council) -> None:
    motion = sitting.opens_motion()
    hand = RecordHand(meeting_id=sitting.meeting, motion_id=motion, seat_id=sitting.seats["binh"], choice=AGAINST)
    sitting.submits("ha", hand)
    assert sitting.box(motion) == {AGAINST: 1}
    assert sitting.events()[-1] == BallotCast(
        motion_id=motion, seat_id=sitting.seats["binh"], choice=AGAINST, how="hand"
    )
    sitting.casts("binh", motion, FOR)
    assert sitting.box(motion) == {FOR: 1}, "the tablet works again: one seat, one ballot"


def test_no_hand_is_recorded_for_absent_people_those_without_a_vote_or_strangers(council: Council) -> None:
    council.sits(present=6)
    motion = council.opens_motion()
    council.arrives("guest")

    def hand(seat: int) -> RecordHand:
        return RecordHand(meeting_id=council.meeting, motion_id=motion, seat_id=seat, choice=FOR)

    assert council.refuses("ha", hand(council.seats["khoa"])) == "voting.not_present"
    assert council.refuses("ha", hand(council.seats["guest"])) == "voting.not_on_roll"
    assert council.refuses("ha", hand(9999)) == "kernel.not_found"


# announcing and ruling


def test_the_result_is_one_sentence_with_its_numbers_and_its_law(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.splits(motion, 6, 2, 1)
    sitting.closes(motion)
    row = sitting.announces(motion)
    assert row.outcome == "adopted"
    for part in ("6", "9", "66,67%", "khoản 3 Điều 40 Luật số 72/2025/QH15"):
        assert part in row.sentence
    assert row.sentence == sitting.events()[-1].sentence  # type: ignore[attr-defined]
    for view, panel in (("screen", "stage"), ("member", "motion"), ("clerk", "motions")):
        assert "66,67%" in sitting.sees(view, panel), view


def test_a_result_is_announced_once_and_after_the_close(sitting: Council) -> None:
    motion = sitting.opens_motion()
    assert sitting.refuses("ha", announce(sitting, motion)) == "voting.not_closed"
    sitting.closes(motion, missing=9)
    sitting.announces(motion)
    assert sitting.refuses("ha", announce(sitting, motion)) == "voting.finished"


def test_a_majority_is_of_the_whole_body_and_not_of_those_present(council: Council) -> None:
    council.sits(present=6)
    motion = council.opens_motion()
    council.splits(motion, 4, 2)
    council.closes(motion)
    assert council.announces(motion).outcome == "rejected", "four of six present, but of nine members"


def ruling(council: Council, motion: int, reason: str = "Theo ý kiến của Chủ tịch") -> RecordRuling:
    return RecordRuling(meeting_id=council.meeting, motion_id=motion, adopted=True, reason=reason)


@pytest.mark.parametrize(("side", "outcome"), [(FOR, "adopted"), (AGAINST, "rejected")])
def test_four_to_four_of_eight_follows_the_chair(build, side: str, outcome: str) -> None:
    council = build(voters=8)
    council.sits()
    motion = council.opens_motion()
    council.splits(motion, 4, 4, chair=side)
    council.closes(motion)
    assert council.refuses("an", ruling(council, motion)) == "voting.no_ruling_needed"
    assert council.announces(motion).outcome == outcome


def test_four_to_four_of_nine_waits_for_the_chairs_ruling(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.splits(motion, 4, 4)
    assert sitting.refuses("an", ruling(sitting, motion)) == "voting.not_closed"
    sitting.closes(motion, missing=1)
    assert sitting.refuses("ha", announce(sitting, motion)) == "voting.ruling_needed"
    assert sitting.refuses("an", ruling(sitting, motion, reason="")) == "voting.no_reason"
    assert sitting.refuses("ha", ruling(sitting, motion)) == "access.not_allowed"
    sitting.submits("an", ruling(sitting, motion))
    assert sitting.announces(motion).outcome == "adopted"
    assert sitting.refuses("an", ruling(sitting, motion)) == "voting.finished"


def outcome_of(council: Council, motion: int) -> str:
    """How the law judges a closed vote, before any ruling."""
    with council.database.read() as db:
        return judge_motion(db, council.motion(motion), None).outcome


@pytest.mark.parametrize("side", [AGAINST, ABSTAIN, None])
def test_nobody_rules_instead_of_a_head_who_did_not_vote(sitting: Council, side: str | None) -> None:
    motion = sitting.opens_motion()
    sitting.splits(motion, 4, 4, 1 if side == ABSTAIN else 0, chair=side)
    sitting.closes(motion, missing=9)
    assert sitting.refuses("an", ruling(sitting, motion)) == "voting.no_ruling_needed"
    assert sitting.announces(motion).outcome == "rejected"


@pytest.mark.parametrize("title", ["Phó Bí thư Đảng ủy, Chủ tịch UBND xã", "Chủ tịch UBND xã"])
def test_presiding_or_a_title_makes_nobody_the_head(build, title: str) -> None:
    council = build(voters=4, chair_title=title, head="lan")
    council.sits()
    motion = council.opens_motion()
    council.votes(motion, an=FOR, nam=FOR, lan=AGAINST, mai=AGAINST)
    council.closes(motion)
    assert council.announces(motion).outcome == "rejected"
    motion = council.opens_motion()
    council.votes(motion, an=AGAINST, nam=AGAINST, lan=FOR, mai=FOR)
    council.closes(motion)
    assert council.announces(motion).outcome == "adopted"


def test_equal_votes_of_a_body_without_a_named_head_adopt_nothing(build) -> None:
    council = build(voters=4, head="")
    council.sits()
    motion = council.opens_motion()
    council.splits(motion, 2, 2)
    council.closes(motion)
    assert council.refuses("an", ruling(council, motion)) == "voting.no_ruling_needed"
    assert council.announces(motion).outcome == "rejected"


def test_equal_votes_of_a_head_who_is_away_adopt_nothing(council: Council) -> None:
    council.arrives(*council.members)
    council.starts()
    motion = council.opens_motion()
    council.splits(motion, 4, 4, chair=None)
    council.closes(motion)
    assert council.announces(motion).outcome == "rejected"


def hands(council: Council, motion: int, *numbers: int, head: str = "") -> CountHands:
    names = ("votes_for", "votes_against", "abstentions")
    counted = dict(zip(names, (*numbers, 0, 0, 0), strict=False))
    return CountHands(meeting_id=council.meeting, motion_id=motion, head_choice=head, **counted)


def test_equal_hands_ask_for_the_hand_of_the_head(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    assert "Nguyễn Văn An (người đứng đầu cơ quan) biểu quyết" in sitting.sees("clerk", "step")
    assert sitting.refuses("ha", hands(sitting, motion, 4, 4)) == "voting.head_asked"
    sitting.submits("ha", hands(sitting, motion, 5, 4))
    sitting.submits("ha", hands(sitting, motion, 4, 4, head=FOR))
    sitting.closes(motion)
    assert outcome_of(sitting, motion) == "ruling_needed"
    sitting.submits("an", ruling(sitting, motion))
    assert sitting.announces(motion).outcome == "adopted"
    assert "người đứng đầu" not in sitting.sees("member", "motion")


@pytest.mark.parametrize(("head", "outcome"), [(FOR, "adopted"), (AGAINST, "rejected")])
def test_equal_halves_of_raised_hands_follow_the_head(build, head: str, outcome: str) -> None:
    council = build(voters=8)
    council.sits()
    motion = council.opens_motion(form="hands")
    council.submits("ha", hands(council, motion, 4, 4, head=head))
    council.closes(motion)
    assert council.announces(motion).outcome == outcome


@pytest.mark.parametrize("head", [AGAINST, ABSTAIN, "none"])
def test_equal_hands_without_the_head_in_favour_adopt_nothing(sitting: Council, head: str) -> None:
    motion = sitting.opens_motion(form="hands")
    sitting.submits("ha", hands(sitting, motion, 4, 4, int(head == ABSTAIN), head=head))
    sitting.closes(motion)
    assert sitting.announces(motion).outcome == "rejected"


@pytest.mark.parametrize(
    ("numbers", "head"),
    [((0, 9), FOR), ((9, 0), AGAINST), ((5, 4), ABSTAIN), ((5, 4), "none")],
)
def test_the_hand_of_the_head_is_one_of_those_counted(sitting: Council, numbers: tuple[int, ...], head: str) -> None:
    motion = sitting.opens_motion(form="hands")
    assert sitting.refuses("ha", hands(sitting, motion, *numbers, head=head)) == "voting.bad_head"
    assert sitting.refuses("ha", hands(sitting, motion, *numbers, head="maybe")) == "commands.malformed"


def test_the_hand_of_an_absent_head_is_not_asked_for(council: Council) -> None:
    council.arrives(*council.members)
    council.starts()
    motion = council.opens_motion(form="hands")
    assert "người đứng đầu" not in council.sees("clerk", "motion")
    assert council.refuses("ha", hands(council, motion, 4, 4, head=FOR)) == "voting.bad_head"
    council.submits("ha", hands(council, motion, 4, 4))
    council.closes(motion)
    assert council.announces(motion).outcome == "rejected"


def test_equal_votes_in_a_council_adopt_nothing(build) -> None:
    council = build(preset="hdnd", voters=24, chair_title="Chủ tịch HĐND xã")
    council.sits()
    motion = council.opens_motion()
    council.splits(motion, 12, 12)
    council.closes(motion)
    assert council.announces(motion).outcome == "rejected"


def test_a_council_of_twenty_five_adopts_with_thirteen_and_dismisses_with_seventeen(build) -> None:
    council = build(preset="hdnd", voters=25, chair_title="Chủ tịch HĐND xã")
    council.sits()
    told = {}
    for decision, votes_for in (("resolution", 12), ("resolution", 13), ("dismissal", 16), ("dismissal", 17)):
        motion = council.opens_motion(decision=decision)
        council.splits(motion, votes_for, 25 - votes_for)
        council.closes(motion)
        told[decision, votes_for] = council.announces(motion).outcome
    assert list(told.values()) == ["rejected", "adopted", "rejected", "adopted"]
