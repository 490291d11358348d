"""The right to vote in an open vote: for those who were in the room when it was opened, each by their own act."""

from meeting.access.policy import View
from meeting.attendance.commands import MarkLeft, UndoArrival
from meeting.conduct.commands import GoToItem
from meeting.panels.views import OFFICERS
from meeting.voting.box import box, left, whole_box
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.results import CountHands
from meeting.voting.events import BallotCast, MotionOpened
from meeting.voting.hand_entries import AnswerHand, ProposeHand
from tests.council import AGAINST, FOR, Council


def ballot(council: Council, motion: int, choice: str = FOR) -> CastBallot:
    return CastBallot(meeting_id=council.meeting, motion_id=motion, choice=choice)


def hand(council: Council, motion: int, who: str, choice: str = FOR) -> RecordHand:
    return RecordHand(meeting_id=council.meeting, motion_id=motion, seat_id=council.seats[who], choice=choice)


def ask(council: Council, motion: int, who: str, choice: str = AGAINST) -> ProposeHand:
    return ProposeHand(meeting_id=council.meeting, motion_id=motion, seat_id=council.seats[who], choice=choice)


def answer(council: Council, motion: int, choice: str = AGAINST, *, agreed: bool = True) -> AnswerHand:
    return AnswerHand(meeting_id=council.meeting, motion_id=motion, choice=choice, agreed=agreed)


def leaves(council: Council, who: str) -> None:
    council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats[who], reason="Có việc gấp"))


def is_undone(council: Council, who: str) -> None:
    council.submits("ha", UndoArrival(meeting_id=council.meeting, seat_id=council.seats[who]))


# whose ballot it is


def test_a_ballot_naming_its_seat_is_cast_for_nobody_else(council: Council) -> None:
    """A page that was drawn for one person may still send when another has signed in there."""
    council.sits()
    motion = council.opens_motion()
    meant_for_lan = CastBallot(
        meeting_id=council.meeting, motion_id=motion, choice=AGAINST, seat_id=council.seats["lan"]
    )
    assert council.refuses("nam", meant_for_lan) == "voting.other_person"
    assert not [event for event in council.events() if isinstance(event, BallotCast)]
    council.submits("lan", meant_for_lan)
    assert [event.seat_id for event in council.events() if isinstance(event, BallotCast)] == [council.seats["lan"]]


# who was there


def test_a_person_who_arrives_after_a_vote_was_opened_votes_in_the_next_one(council: Council) -> None:
    council.sits(present=6)
    motion = council.opens_motion()
    late = council.voters[8]
    council.arrives(late)
    assert council.refuses(late, ballot(council, motion)) == "voting.came_later"
    assert council.refuses("ha", hand(council, motion, late)) == "voting.came_later"
    assert council.seats[late] not in next(f for f in council.events() if isinstance(f, MotionOpened)).able
    council.closes(motion, missing=6)
    row = council.announces(motion)
    assert (row.present, row.total) == (6, 9), "who came later is of the total, and was not there for this vote"
    following = council.opens_motion("Nội dung tiếp theo")
    council.casts(late, following, FOR)
    assert council.box(following) == {FOR: 1}


def test_late_arrivals_are_neither_awaited_nor_counted_on_the_screens(council: Council) -> None:
    council.sits(present=6)
    council.opens_motion()
    council.arrives(council.voters[8])
    assert ">0/6</b>" in council.sees("member", "motion")
    assert "Bùi Đăng Khoa" not in council.sees("clerk", "motion")


def test_a_person_who_leaves_and_comes_back_still_votes(sitting: Council) -> None:
    motion = sitting.opens_motion()
    leaves(sitting, "lan")
    assert sitting.refuses("lan", ballot(sitting, motion)) == "voting.not_present"
    sitting.arrives("lan")
    sitting.casts("lan", motion, FOR)
    sitting.closes(motion, missing=8)
    assert sitting.motion(motion).present == 9


def test_a_person_who_left_before_the_opening_cannot_vote_after_returning(sitting: Council) -> None:
    leaves(sitting, "lan")
    motion = sitting.opens_motion()
    sitting.arrives("lan")
    assert sitting.refuses("lan", ballot(sitting, motion)) == "voting.came_later"


def test_a_mistaken_check_in_gives_no_vote_in_the_open_vote(council: Council) -> None:
    """Khoa was checked in by mistake, a vote was opened, the mistake is undone; then Khoa really comes."""
    council.sits(present=6)
    council.arrives("khoa")
    motion = council.opens_motion()
    is_undone(council, "khoa")
    council.arrives("khoa")
    assert council.refuses("khoa", ballot(council, motion)) == "voting.came_later"
    council.votes(motion, an=FOR)
    council.closes(motion, missing=5)
    assert council.announces(motion).present == 6, "the journal, counted again, says the same of who could vote"


def test_a_present_person_checked_in_again_by_mistake_keeps_their_vote(sitting: Council) -> None:
    motion = sitting.opens_motion()
    leaves(sitting, "lan")
    sitting.clock.advance(hours=-1)  # a clock that is set back decides nothing
    sitting.arrives("lan")
    is_undone(sitting, "lan")
    sitting.arrives("lan")
    sitting.casts("lan", motion, FOR)
    assert sitting.box(motion) == {FOR: 1}
    sitting.closes(motion, missing=8)
    assert sitting.announces(motion).present == 9, "the journal, counted again, says the same of who could vote"


def test_the_check_in_of_a_person_who_could_vote_at_the_close_is_not_undone(council: Council) -> None:
    council.sits(present=6)
    council.arrives("khoa")
    motion = council.opens_motion()
    council.votes(motion, an=FOR)
    council.closes(motion, missing=6)
    undo = UndoArrival(meeting_id=council.meeting, seat_id=council.seats["khoa"])
    assert council.refuses("ha", undo) == "attendance.counted"
    assert council.announces(motion).present == 7


def test_more_hands_than_people_at_the_opening_are_refused(council: Council) -> None:
    council.sits(present=6)
    motion = council.opens_motion(form="hands")
    council.arrives("dao", "khoa")
    with_the_late = {"votes_for": 7, "votes_against": 1, "abstentions": 0}
    command = CountHands(meeting_id=council.meeting, motion_id=motion, **with_the_late)
    assert council.refuses("ha", command) == "voting.bad_count"
    council.counts_hands(motion, 5, 1)
    council.closes(motion)
    assert council.announces(motion).present == 6


def test_the_minutes_say_who_came_after_the_opening(council: Council) -> None:
    council.sits(present=6)
    motion = council.opens_motion()
    council.arrives("khoa")
    council.votes(motion, an=FOR)
    council.closes(motion, missing=5)
    council.announces(motion)
    told = council.retells().motions[0]
    assert told.late == {council.seats["khoa"]}
    assert len(told.able) == 6


def test_only_officers_see_who_has_voted_and_only_while_the_box_is_open(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua")

    def shown() -> dict[View, tuple[int, int, int | None, int]]:
        """Return for each view: lines of the box, how many are missing, the same drawn alone, and one line alone."""
        with sitting.database.read() as db:
            sights = [sitting.house.gallery.sight(db, sitting.meeting, view, "vi") for view in View]
            boxes = [(whole_box(sight), left(sight), box(sight, [sitting.seats["lan"]])) for sight in sights]
        return {
            view: (len(whole["box"]), whole["left"], alone and alone["left"], len(one))
            for view, (whole, alone, one) in zip(View, boxes, strict=True)
        }

    nothing = dict.fromkeys(View, (0, 0, None, 0))
    assert shown() == nothing
    sitting.opens(motion)
    sitting.casts("nam", motion, FOR)
    assert shown() == nothing | dict.fromkeys(OFFICERS, (9, 8, 8, 1))
    sitting.closes(motion, missing=8)
    assert shown() == nothing
    sitting.announces(motion)
    sitting.opens_motion(form="hands")
    assert shown() == nothing, "raised hands are counted, not collected"


# a raised hand and one's own device


def test_a_raised_hand_never_replaces_a_sent_ballot(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    assert sitting.refuses("ha", hand(sitting, motion, "lan", AGAINST)) == "voting.has_own_ballot"
    assert sitting.box(motion) == {FOR: 1}


def test_a_sent_ballot_replaces_a_raised_hand(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.submits("ha", hand(sitting, motion, "lan", AGAINST))
    sitting.submits("ha", hand(sitting, motion, "lan", FOR))
    assert sitting.box(motion) == {FOR: 1}, "the secretary may correct what the secretary wrote"
    sitting.casts("lan", motion, AGAINST)
    assert sitting.box(motion) == {AGAINST: 1}
    assert sitting.refuses("ha", hand(sitting, motion, "lan", FOR)) == "voting.has_own_ballot"


def test_a_voter_who_agrees_on_their_device_lets_the_raised_hand_count(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    sitting.submits("ha", ask(sitting, motion, "lan"))
    assert sitting.box(motion) == {FOR: 1}, "asking changes nothing"
    assert "Đã hỏi lại" in sitting.sees("clerk", "motion")
    assert "Đã hỏi lại" not in sitting.sees("member", "motion")
    sitting.submits("lan", answer(sitting, motion))
    assert sitting.box(motion) == {AGAINST: 1}
    assert [f.how for f in sitting.events() if isinstance(f, BallotCast)] == ["tablet", "agreed"]
    assert "Đã hỏi lại" not in sitting.sees("clerk", "motion")
    assert sitting.refuses("ha", hand(sitting, motion, "lan", FOR)) == "voting.has_own_ballot", "their own act"


def test_a_voter_who_does_not_agree_keeps_their_ballot(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    sitting.submits("ha", ask(sitting, motion, "lan"))
    sitting.submits("lan", answer(sitting, motion, agreed=False))
    assert sitting.box(motion) == {FOR: 1}
    assert "không đồng ý" in sitting.sees("clerk", "motion")
    assert sitting.refuses("lan", answer(sitting, motion)) == "voting.not_asked"
    sitting.submits("ha", ask(sitting, motion, "lan"))
    sitting.submits("lan", answer(sitting, motion))
    assert sitting.box(motion) == {AGAINST: 1}


def test_nobody_agrees_to_a_question_that_was_not_asked(sitting: Council) -> None:
    motion = sitting.opens_motion()
    assert sitting.refuses("ha", ask(sitting, motion, "lan")) == "voting.no_own_ballot"
    sitting.casts("lan", motion, FOR)
    assert sitting.refuses("lan", answer(sitting, motion)) == "voting.not_asked"
    sitting.submits("ha", ask(sitting, motion, "lan"))
    assert sitting.refuses("nam", answer(sitting, motion)) == "voting.not_asked"
    assert sitting.refuses("lan", answer(sitting, motion, FOR)) == "voting.not_asked", "another choice than was read"
    sitting.casts("lan", motion, AGAINST)
    assert sitting.refuses("lan", answer(sitting, motion)) == "voting.not_asked", "a new ballot settles the question"


def test_nobody_is_asked_about_a_closed_vote_or_after_leaving(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    sitting.casts("nam", motion, FOR)
    leaves(sitting, "nam")
    assert sitting.refuses("ha", ask(sitting, motion, "nam")) == "voting.not_present"
    sitting.closes(motion, missing=7)
    assert sitting.refuses("ha", ask(sitting, motion, "lan")) == "voting.closed"
    assert "Đã hỏi lại" not in sitting.sees("clerk", "motion")


def test_an_answer_after_the_close_changes_nothing(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    sitting.submits("ha", ask(sitting, motion, "lan"))
    sitting.closes(motion, missing=8)
    assert sitting.refuses("lan", answer(sitting, motion)) == "voting.closed"
    assert sitting.announces(motion).votes_for == 1
    sitting.submits("ha", GoToItem(meeting_id=sitting.meeting, item_id=sitting.items[1]))
