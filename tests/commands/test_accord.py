"""Acts of great weight need two people: nothing happens before the second has agreed on a device of their own."""

import pytest
from msgspec import structs

from meeting.accord.commands import Agree, Drop
from meeting.accord.events import ActAgreed, ActAsked, ActDropped
from meeting.agenda.events import EndTakenBack
from meeting.conduct.commands import EndMeeting, TakeBackEnd
from meeting.journal.chain import Broken
from meeting.minutes.text.compose import compose
from meeting.record.replay import replay
from meeting.voting.commands.motions import CancelMotion
from meeting.voting.events import MotionCancelled
from meeting.voting.rules import MotionState
from tests.council import Council
from tests.pages.client import Browser
from tests.paper.test_record import relinked


def closed(sitting: Council) -> int:
    """A vote whose box is closed, and whose result those who run the meeting know."""
    motion = sitting.opens_motion()
    sitting.splits(motion, 6, 3)
    sitting.closes(motion)
    return motion


def void(council: Council, motion: int, reason: str = "Đọc nhầm") -> CancelMotion:
    return CancelMotion(meeting_id=council.meeting, motion_id=motion, reason=reason)


def printed(council: Council) -> str:
    return str(compose(council.retells(), head=(council.seq(), council.journal()[-1].hash)))


def kinds(council: Council, *wanted: type) -> list[type]:
    return [type(event) for event in council.events() if isinstance(event, wanted)]


def test_a_closed_vote_is_void_only_when_a_second_person_has_agreed(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.orders("ha", void(sitting, motion))
    assert sitting.motion(motion).state == MotionState.CLOSED
    for view in ("chair", "clerk"):
        shown = sitting.sees(view, "accord")
        assert "Đề nghị hủy biểu quyết đã kết thúc" in shown
        assert "Đọc nhầm" in shown
        assert "Chưa có gì thay đổi" in shown
    sitting.orders("an", Agree(meeting_id=sitting.meeting, accord_id=1))
    assert sitting.motion(motion).state == MotionState.CANCELLED
    assert kinds(sitting, ActAsked, ActAgreed, MotionCancelled) == [ActAsked, ActAgreed, MotionCancelled]
    assert "Đề nghị" not in sitting.sees("chair", "accord")
    words = printed(sitting)
    assert "đã hủy, không tính kết quả" in words
    assert "Người đề nghị: bà Lê Thu Hà; người đồng ý: ông Nguyễn Văn An." in words


def test_nobody_is_their_own_second_person(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.orders("ha", void(sitting, motion))
    assert sitting.refuses("ha", Agree(meeting_id=sitting.meeting, accord_id=1)) == "accord.same_person"
    seq = sitting.seq()
    sitting.orders("ha", void(sitting, motion, "thử lại"))
    assert sitting.seq() == seq, "it goes on waiting"
    assert sitting.motion(motion).state == MotionState.CLOSED


def test_two_who_press_the_same_agree(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.calls_off(motion)
    assert sitting.motion(motion).state == MotionState.CANCELLED


def test_after_ten_minutes_it_is_as_if_nobody_had_asked(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.orders("ha", void(sitting, motion))
    sitting.clock.advance(minutes=10)
    assert sitting.refuses("an", Agree(meeting_id=sitting.meeting, accord_id=1)) == "accord.gone"
    sitting.orders("an", void(sitting, motion))
    assert sitting.motion(motion).state == MotionState.CLOSED
    sitting.orders("ha", Agree(meeting_id=sitting.meeting, accord_id=2))
    assert sitting.motion(motion).state == MotionState.CANCELLED


def test_what_was_declined_does_not_happen(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.orders("ha", void(sitting, motion))
    sitting.orders("an", Drop(meeting_id=sitting.meeting, accord_id=1))
    assert sitting.refuses("an", Agree(meeting_id=sitting.meeting, accord_id=1)) == "accord.gone"
    assert kinds(sitting, ActDropped, MotionCancelled) == [ActDropped]
    assert "Đề nghị" not in sitting.sees("clerk", "accord")
    sitting.announces(motion)


def test_what_was_asked_for_is_decided_by_the_rules_of_the_moment_it_is_agreed_to(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.orders("ha", void(sitting, motion))
    sitting.announces(motion)
    assert sitting.refuses("an", Agree(meeting_id=sitting.meeting, accord_id=1)) == "voting.finished"
    assert sitting.motion(motion).state == MotionState.ANNOUNCED


def test_an_open_vote_of_which_nobody_knows_how_it_stands_is_called_off_by_one(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.orders("ha", void(sitting, motion))
    assert sitting.motion(motion).state == MotionState.CANCELLED
    assert "Người đề nghị" not in printed(sitting)


def test_a_meeting_is_reopened_by_two(sitting: Council) -> None:
    sitting.ends()
    again = {"meeting_id": sitting.meeting, "reason": "Bấm nhầm"}
    assert Browser(sitting, "ha").orders("conduct.take_back_end", again).status_code == 200
    assert kinds(sitting, EndTakenBack) == []
    agrees = {"meeting_id": sitting.meeting, "accord_id": 1}
    assert Browser(sitting, "ha").orders("accord.agree", agrees).get_json()["code"] == "accord.same_person"
    assert Browser(sitting, "lan").orders("accord.agree", agrees).status_code == 403
    assert Browser(sitting, "admin").orders("accord.agree", agrees).status_code == 403
    assert Browser(sitting, "an").orders("accord.agree", agrees).status_code == 200
    assert kinds(sitting, EndTakenBack) == [EndTakenBack]
    assert "người đồng ý: ông Nguyễn Văn An" in printed(sitting)
    sitting.orders("ha", EndMeeting(meeting_id=sitting.meeting))


def test_an_agreement_stands_for_the_act_that_was_asked_for_and_no_other(sitting: Council) -> None:
    sitting.orders("ha", void(sitting, closed(sitting)))
    sitting.orders("an", Agree(meeting_id=sitting.meeting, accord_id=1))
    lines = sitting.journal()
    place = next(place for place, line in enumerate(lines) if line.kind == "accord.asked")
    lines[place] = structs.replace(lines[place], body=lines[place].body | {"act": "conduct.take_back_end"})
    with pytest.raises(Broken, match="một việc mà việc khác được làm"):
        replay(relinked(lines))


def test_an_accord_of_another_meeting_is_none_here(sitting: Council) -> None:
    assert sitting.refuses("an", Agree(meeting_id=sitting.meeting, accord_id=7)) == "kernel.not_found"
    sitting.ends()
    sitting.reopens()
    assert kinds(sitting, EndTakenBack) == [EndTakenBack]
    assert sitting.refuses("ha", TakeBackEnd(meeting_id=sitting.meeting, reason="x")) == "agenda.not_ended"
