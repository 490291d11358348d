"""Acts of great weight need two people: nothing happens before the second has agreed on their own device."""

import pytest
from msgspec import structs
from sqlalchemy import update

from meeting.access import policy
from meeting.access.actors import SYSTEM
from meeting.accord.commands import Agree, Drop
from meeting.accord.events import ActAgreed, ActAsked, ActDropped
from meeting.agenda.events import EndTakenBack
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting
from meeting.attendance.cards import AllowCard, ReissueCard
from meeting.commands.registry import Command
from meeting.conduct.chair import GiveChair
from meeting.conduct.commands import EndMeeting, TakeBackEnd
from meeting.journal.chain import Broken
from meeting.kernel.roles import Role
from meeting.minutes.commands import RecordDraft, RecordSignature
from meeting.minutes.events import Signed
from meeting.minutes.text.compose import compose
from meeting.people.commands import IssueCard, SetAdmin
from meeting.record.replay import replay
from meeting.voting.commands.motions import CancelMotion
from meeting.voting.events import MotionCancelled
from meeting.voting.rules import MotionState
from tests.commands.officers import is_signed_in
from tests.council import Council
from tests.forgeries import relinked
from tests.pages.client import Browser


def closed(sitting: Council) -> int:
    """A vote whose box is closed, and whose result the officers know."""
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
    sitting.submits("ha", void(sitting, motion))
    assert sitting.motion(motion).state == MotionState.CLOSED
    for view in ("chair", "clerk"):
        shown = sitting.sees(view, "accord")
        assert "Đề nghị hủy biểu quyết đã kết thúc" in shown
        assert "Đọc nhầm" in shown
        assert "Chưa có gì thay đổi" in shown
    sitting.submits("an", Agree(meeting_id=sitting.meeting, accord_id=1))
    assert sitting.motion(motion).state == MotionState.CANCELLED
    assert kinds(sitting, ActAsked, ActAgreed, MotionCancelled) == [ActAsked, ActAgreed, MotionCancelled]
    assert "Đề nghị" not in sitting.sees("chair", "accord")
    words = printed(sitting)
    assert "đã hủy, không tính kết quả" in words
    assert "Người đề nghị: bà Lê Thu Hà; người đồng ý: ông Nguyễn Văn An." in words


def test_nobody_is_the_second_person_of_their_own_request(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.submits("ha", void(sitting, motion))
    assert sitting.refuses("ha", Agree(meeting_id=sitting.meeting, accord_id=1)) == "accord.same_person"
    seq = sitting.seq()
    sitting.submits("ha", void(sitting, motion, "thử lại"))
    assert sitting.seq() == seq, "it goes on waiting"
    assert sitting.motion(motion).state == MotionState.CLOSED


def test_two_people_who_ask_for_the_same_act_agree_for_the_first_ones_reason(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.submits("ha", void(sitting, motion, "Đọc nhầm số liệu"))
    sitting.submits("an", void(sitting, motion, "Lý do khác"))
    assert sitting.motion(motion).state == MotionState.CANCELLED
    sitting.ends()
    sitting.submits("an", TakeBackEnd(meeting_id=sitting.meeting, reason="Bấm nhầm"))
    sitting.submits("ha", TakeBackEnd(meeting_id=sitting.meeting, reason="Lý do khác"))
    told = printed(sitting)
    assert "Đọc nhầm số liệu" in told and "Bấm nhầm" in told
    assert "Lý do khác" not in told, "it would stand under the name of somebody who never said it"


def test_a_person_who_may_not_do_the_act_cannot_agree_to_it(sitting: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    motion = closed(sitting)
    sitting.submits("ha", void(sitting, motion))
    monkeypatch.setitem(policy.TABLE, Role.CHAIR, policy.TABLE[Role.CHAIR] - {policy.Capability.RUN})
    assert sitting.refuses("an", Agree(meeting_id=sitting.meeting, accord_id=1)) == "access.not_allowed"
    assert sitting.motion(motion).state == MotionState.CLOSED


def test_a_request_ends_after_ten_minutes(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.submits("ha", void(sitting, motion))
    sitting.clock.advance(minutes=10)
    assert sitting.refuses("an", Agree(meeting_id=sitting.meeting, accord_id=1)) == "accord.gone"
    sitting.submits("an", void(sitting, motion))
    assert sitting.motion(motion).state == MotionState.CLOSED
    sitting.submits("ha", Agree(meeting_id=sitting.meeting, accord_id=2))
    assert sitting.motion(motion).state == MotionState.CANCELLED


def test_a_declined_act_does_not_happen(sitting: Council) -> None:
    motion = closed(sitting)
    sitting.submits("ha", void(sitting, motion))
    sitting.submits("an", Drop(meeting_id=sitting.meeting, accord_id=1))
    assert sitting.refuses("an", Agree(meeting_id=sitting.meeting, accord_id=1)) == "accord.gone"
    assert kinds(sitting, ActDropped, MotionCancelled) == [ActDropped]
    assert "Đề nghị" not in sitting.sees("clerk", "accord")
    sitting.announces(motion)


def test_an_agreed_act_is_checked_by_the_rules_of_that_moment(sitting: Council) -> None:
    sitting.ends()
    sitting.submits("ha", TakeBackEnd(meeting_id=sitting.meeting, reason="Bấm nhầm"))
    is_running = update(Meeting).values(state=MeetingState.RUNNING)
    sitting.database.gate.submit(lambda db: db.execute(is_running))
    assert sitting.refuses("an", Agree(meeting_id=sitting.meeting, accord_id=1)) == "agenda.not_ended"


def test_voiding_an_announced_vote_needs_no_second_person(sitting: Council) -> None:
    sitting.calls_off(closed(sitting))
    motion = closed(sitting)
    sitting.submits("ha", void(sitting, motion))
    sitting.announces(motion)
    assert kinds(sitting, ActAsked, ActDropped) == [ActAsked, ActAsked, ActDropped]
    for view in ("chair", "clerk"):
        assert "Đề nghị" not in sitting.sees(view, "accord")
    for answer in (Agree, Drop):
        assert sitting.refuses("an", answer(meeting_id=sitting.meeting, accord_id=2)) == "accord.gone"
    assert sitting.motion(motion).state == MotionState.ANNOUNCED


def test_requests_that_wait_when_the_minutes_are_signed_are_dropped_first(sitting: Council) -> None:
    sitting.ends()
    sitting.submits("ha", TakeBackEnd(meeting_id=sitting.meeting, reason="Bấm nhầm"))
    one, stands = {"meeting_id": sitting.meeting}, {"journal_seq": sitting.seq(), "journal_head": "h"}
    sitting.submits("system", RecordDraft(**one, **stands, sha256="d", pages=4))  # type: ignore[arg-type]
    assert "Đề nghị hủy việc kết thúc" in sitting.sees("chair", "accord")
    sitting.submits("ha", RecordSignature(**one, approved_sha256="d", signed_sha256="s", certificate="CN=…"))
    for answer in (Drop, Agree):
        for who in ("ha", "an"):
            assert sitting.refuses(who, answer(**one, accord_id=1)) == "accord.gone"
    assert [type(event) for event in sitting.events()[-2:]] == [ActDropped, Signed], "nothing follows in the book"
    for view in ("chair", "clerk"):
        assert "Đề nghị" not in sitting.sees(view, "accord")


def test_no_card_is_asked_for_when_the_meeting_is_over(sitting: Council) -> None:
    """It could not be made, and the request would follow the signatures in the book."""
    presides(sitting, "lan")
    sitting.submits("ha", EndMeeting(meeting_id=sitting.meeting))
    ask = AllowCard(meeting_id=sitting.meeting, seat_id=sitting.seats["an"], reason="Mất thẻ")
    assert sitting.refuses("ha", ask) == "agenda.not_running"


def test_an_open_vote_whose_result_nobody_knows_is_called_off_by_one_person(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.submits("ha", void(sitting, motion))
    assert sitting.motion(motion).state == MotionState.CANCELLED
    assert "Người đề nghị" not in printed(sitting)


def test_a_meeting_is_reopened_by_two_people(sitting: Council) -> None:
    sitting.ends()
    again = {"meeting_id": sitting.meeting, "reason": "Bấm nhầm"}
    assert Browser(sitting, "ha").submits("conduct.take_back_end", again).status_code == 200
    assert kinds(sitting, EndTakenBack) == []
    agrees = {"meeting_id": sitting.meeting, "accord_id": 1}
    assert Browser(sitting, "ha").submits("accord.agree", agrees).get_json()["code"] == "accord.same_person"
    assert Browser(sitting, "lan").submits("accord.agree", agrees).status_code == 403
    assert Browser(sitting, "admin").submits("accord.agree", agrees).status_code == 403
    assert Browser(sitting, "an").submits("accord.agree", agrees).status_code == 200
    assert kinds(sitting, EndTakenBack) == [EndTakenBack]
    assert "người đồng ý: ông Nguyễn Văn An" in printed(sitting)
    sitting.submits("ha", EndMeeting(meeting_id=sitting.meeting))


def test_an_agreement_is_valid_only_for_the_act_that_was_asked_for(sitting: Council) -> None:
    sitting.submits("ha", void(sitting, closed(sitting)))
    sitting.submits("an", Agree(meeting_id=sitting.meeting, accord_id=1))
    lines = sitting.journal()
    place = next(place for place, line in enumerate(lines) if line.kind == "accord.asked")
    lines[place] = structs.replace(lines[place], body=lines[place].body | {"act": "conduct.take_back_end"})
    with pytest.raises(Broken, match="một việc mà việc khác được làm"):
        replay(relinked(lines))


def test_an_accord_of_another_meeting_does_not_count_here(sitting: Council) -> None:
    assert sitting.refuses("an", Agree(meeting_id=sitting.meeting, accord_id=7)) == "kernel.not_found"
    sitting.ends()
    sitting.reopens()
    assert kinds(sitting, EndTakenBack) == [EndTakenBack]
    assert sitting.refuses("ha", TakeBackEnd(meeting_id=sitting.meeting, reason="x")) == "agenda.not_ended"


def is_given(council: Council, who: str, whose: str, *, by_office: bool = False) -> None:
    """One person issues a new card, and somebody signs in with it."""
    hashes = {"card_hash": f"anew-{whose}", "pin_hash": "x"}
    command: Command = ReissueCard(meeting_id=council.meeting, seat_id=council.seats[whose], **hashes)
    if by_office:
        command = IssueCard(person_id=council.people[whose], **hashes)
    if who == "system":
        council.commands.submit(command, actor=SYSTEM)
    else:
        council.submits(who, command)
    is_signed_in(council, whose)


def presides(council: Council, who: str) -> None:
    council.submits("ha", GiveChair(meeting_id=council.meeting, seat_id=council.seats[who]))


def test_two_people_count_as_one_when_one_made_the_others_card_and_gave_them_the_chair(sitting: Council) -> None:
    """A secretary alone: a card for Lan, whose PIN they see; the chair for Lan; and Lan agrees to everything they
    ask."""
    motion = closed(sitting)
    is_given(sitting, "ha", "lan")
    presides(sitting, "lan")
    sitting.submits("ha", void(sitting, motion))
    assert sitting.refuses("lan", Agree(meeting_id=sitting.meeting, accord_id=1)) == "accord.one_card"
    assert sitting.refuses("lan", void(sitting, motion)) == "accord.one_card"
    assert sitting.motion(motion).state == MotionState.CLOSED, "the vote stands"
    told = Browser(sitting, "lan").submits("accord.agree", {"meeting_id": sitting.meeting, "accord_id": 1})
    assert "chưa tính là hai người" in told.get_json()["message"], "and she reads why, and the way out"


def test_they_count_as_one_also_when_the_member_asks_or_one_person_gave_both_cards(sitting: Council) -> None:
    motion = closed(sitting)
    is_given(sitting, "ha", "lan")
    presides(sitting, "lan")
    sitting.submits("lan", void(sitting, motion))
    assert sitting.refuses("ha", void(sitting, motion)) == "accord.one_card"
    is_given(sitting, "lan", "nam")
    presides(sitting, "nam")
    assert sitting.refuses("nam", void(sitting, motion)) == "accord.one_card", "Lan gave it, on a card of Ha's"


def test_a_card_from_the_servers_terminal_or_from_two_people_makes_them_two_again(sitting: Council) -> None:
    motion = closed(sitting)
    is_given(sitting, "ha", "lan")
    presides(sitting, "lan")
    sitting.submits("ha", void(sitting, motion))
    is_given(sitting, "system", "lan", by_office=True)
    sitting.submits("lan", Agree(meeting_id=sitting.meeting, accord_id=1))
    assert sitting.motion(motion).state == MotionState.CANCELLED
    assert sitting.retells() is not None


def test_a_card_from_the_office_counts_only_when_it_was_given_during_the_meeting(council: Council) -> None:
    council.submits("admin", SetAdmin(person_id=council.people["ha"], admin=True))
    council.submits("system", SetAdmin(person_id=council.people["admin"], admin=False))
    council.comes_back(hours=72)  # until then the one who remains does not go on alone
    is_given(council, "ha", "an", by_office=True)
    council.sits()
    motion = closed(council)
    council.submits("ha", void(council, motion))
    council.submits("an", Agree(meeting_id=council.meeting, accord_id=1))
    assert council.motion(motion).state == MotionState.CANCELLED
    other = closed(council)
    is_given(council, "ha", "lan", by_office=True)
    presides(council, "lan")
    council.submits("ha", void(council, other))
    assert council.refuses("lan", void(council, other)) == "accord.one_card"
