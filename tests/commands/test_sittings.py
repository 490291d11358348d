"""A meeting pauses and goes on: each sitting with its own roll, on every screen and in the minutes."""

import pytest

from meeting.agenda.commands import AddSeat
from meeting.attendance import commands as attendance
from meeting.attendance.commands import MarkLeft, MarkPresent, NoteAbsence, UndoArrival, WaiveQuorum
from meeting.conduct.commands import EndMeeting, GoToItem
from meeting.conduct.pausing import ResumeMeeting
from meeting.kernel.roles import Role
from meeting.minutes.tables import signer_of
from meeting.minutes.text.compose import compose
from meeting.paper.manuscript import Manuscript
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import OpenMotion
from tests.council import FOR, Council
from tests.sittings import goes_on, pause, rests


def present(council: Council, who: str) -> MarkPresent:
    return MarkPresent(meeting_id=council.meeting, seat_id=council.seats[who])


def adopts(council: Council, item: int) -> str:
    """All in the room agree on a question; return the sentence that is announced."""
    with council.unwatched():
        motion = council.prepares("Thông qua", item=item)
        council.opens(motion)
        for who in council.voters[: council.motion(motion).present]:
            council.casts(who, motion, FOR)
        council.closes(motion)
    return council.announces(motion).sentence


def told(council: Council) -> Manuscript:
    return compose(council.retells(), (1, "h"))


def lines(council: Council, label: str) -> tuple[str, ...]:
    return next(each.more for each in told(council).particulars if each.label == label)


def test_every_screen_says_why_the_meeting_pauses_and_until_when(sitting: Council) -> None:
    sitting.watch.widely()
    sitting.clock.advance(minutes=210)
    rests(sitting, until="13:30")
    for view, panel in (("screen", "stage"), ("member", "now"), ("guest", "now"), ("chair", "now"), ("clerk", "now")):
        shown = sitting.sees(view, panel)
        assert "Nghỉ trưa" in shown
        assert "Nghỉ đến 13:30" in shown
    assert "Chưa đủ số người để họp tiếp" in sitting.sees("clerk", "step")
    assert "0/9" in sitting.sees("screen", "quorum"), "all have left by that one press"
    sitting.arrives(*sitting.voters)
    assert "Họp tiếp" in sitting.sees("clerk", "step")
    goes_on(sitting)
    assert "Mục 1/3" in sitting.sees("member", "now")
    assert "9/9" in sitting.sees("screen", "quorum")


def test_a_recess_leaves_everybody_on_the_roll(sitting: Council) -> None:
    sitting.clock.advance(minutes=90)
    rests(sitting, "recess", minutes=15)
    assert "Giải lao" in sitting.sees("screen", "stage")
    assert "Nghỉ đến 09:45" in sitting.sees("screen", "stage")
    assert "9/9" in sitting.sees("screen", "quorum")
    sitting.clock.advance(minutes=20)
    goes_on(sitting)
    sitting.clock.advance(minutes=10)
    sitting.ends()
    assert lines(sitting, "Các buổi họp:") == (
        "Buổi thứ nhất: từ 8 giờ 00 đến 10 giờ 00; có mặt 9/9 thành viên; giải lao từ 9 giờ 30 đến 9 giờ 50.",
    )


def test_a_sitting_is_counted_by_its_own_roll(sitting: Council) -> None:
    sitting.turns_to(2)
    assert "9/9" in adopts(sitting, 2)
    rests(sitting, until="13:30")
    sitting.arrives(*sitting.voters[:7])
    sitting.clock.advance(minutes=330)
    goes_on(sitting)
    with sitting.unwatched():
        motion = sitting.prepares("Thông qua nội dung buổi chiều", item=2)
        sitting.opens(motion)
    assert sitting.motion(motion).present == 7
    assert sitting.motion(motion).total == 9, "the total is that of the body, whoever is away"
    ballot = CastBallot(meeting_id=sitting.meeting, motion_id=motion, choice=FOR)
    assert sitting.refuses("dao", ballot) == "voting.not_present"


def _cast(council: Council, motion: int) -> object:
    from meeting.voting.commands.ballots import CastBallot

    return CastBallot(meeting_id=council.meeting, motion_id=motion, choice=FOR)


def test_another_sitting_begins_with_a_quorum_or_a_waiver(sitting: Council) -> None:
    rests(sitting, until="13:30")
    again = ResumeMeeting(meeting_id=sitting.meeting)
    waive = WaiveQuorum(meeting_id=sitting.meeting, reason="Nội dung không thể hoãn")
    sitting.arrives(*sitting.voters[:5])
    assert sitting.refuses("ha", again) == "attendance.no_quorum"
    sitting.submits("an", waive)
    assert "cho họp tiếp: Nội dung không thể hoãn" in sitting.sees("clerk", "step")
    sitting.submits("ha", again)
    sitting.clock.advance(minutes=30)
    sitting.ends()
    assert [line for line in lines(sitting, "Điều kiện tiến hành:") if "buổi thứ" in line.lower()] == [
        "Buổi thứ nhất: khi bắt đầu có mặt 9/9.",
        "Buổi thứ hai: khi bắt đầu có mặt 5/9.",
        "Chủ tọa quyết định họp buổi thứ hai lúc 8 giờ 00, khi có mặt 5 và phải có ít nhất 6. "
        "Lý do: Nội dung không thể hoãn.",
    ]


def test_a_waiver_for_one_beginning_does_not_cover_the_next(council: Council) -> None:
    council.arrives(*council.voters[:5])
    council.starts()
    rests(council)
    council.arrives(*council.voters[:5])
    assert council.refuses("ha", ResumeMeeting(meeting_id=council.meeting)) == "attendance.no_quorum"


def test_no_waiver_is_needed_after_a_recess(sitting: Council) -> None:
    for who in sitting.voters[5:]:
        sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats[who], reason="Việc gấp"))
    rests(sitting, "recess", minutes=10)
    waive = WaiveQuorum(meeting_id=sitting.meeting, reason="Việc gấp")
    assert sitting.refuses("an", waive) == "agenda.nothing_begins"
    goes_on(sitting)
    assert "5/9" in sitting.sees("screen", "quorum")


def test_the_meeting_does_not_pause_during_a_vote(sitting: Council) -> None:
    motion = sitting.opens_motion()
    assert sitting.refuses("ha", pause(sitting)) == "agenda.vote_running"
    sitting.splits(motion, 9, 0)
    sitting.closes(motion)
    assert sitting.refuses("ha", pause(sitting)) == "agenda.result_waits"
    sitting.announces(motion)
    rests(sitting)


@pytest.mark.parametrize("who", ["lan", "guest", "admin"])
def test_only_people_who_run_the_meeting_pause_it(sitting: Council, who: str) -> None:
    assert sitting.refuses(who, pause(sitting)) == "access.not_allowed"


def test_nothing_happens_in_the_meeting_during_a_pause(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua")
    rests(sitting, "recess")

    turn = GoToItem(meeting_id=sitting.meeting, item_id=sitting.items[1])
    for command in (turn, pause(sitting), OpenMotion(meeting_id=sitting.meeting, motion_id=motion)):
        assert sitting.refuses("ha", command) == "agenda.paused"
    goes_on(sitting)
    assert sitting.refuses("ha", ResumeMeeting(meeting_id=sitting.meeting)) == "agenda.not_paused"


@pytest.mark.parametrize(
    "when",
    [
        {"until": "25:00"},
        {"until": "trưa"},
        {"until": "13:30", "day": "hôm sau"},
        {"until": "07:00", "day": "2026-09-24"},
        {"until": "08:00", "day": "2026-12-24"},
        {"minutes": -5},
    ],
)
def test_a_time_of_return_that_is_invalid_or_past_is_refused_with_a_sentence(
    sitting: Council, when: dict[str, object]
) -> None:
    assert sitting.refuses("ha", pause(sitting, **when)) == "agenda.bad_return"


def test_a_pause_is_not_counted_in_the_time_of_an_item(sitting: Council) -> None:
    sitting.turns_to(2)
    sitting.clock.advance(minutes=30)
    rests(sitting, until="13:30")
    sitting.arrives(*sitting.voters)
    sitting.clock.advance(minutes=300)
    goes_on(sitting)
    since = '<time data-since="2026-09-24T06:00:00+00:00">'
    assert since in sitting.sees("member", "now"), "half an hour before it goes on at 13:30"
    sitting.clock.advance(minutes=20)
    sitting.turns_to(3)
    assert told(sitting).points[1].paragraphs[0] == "Thời gian: từ 8 giờ 00 đến 8 giờ 30; từ 13 giờ 30 đến 13 giờ 50."


def test_a_clock_set_back_during_the_pause_takes_no_time_from_an_item(sitting: Council) -> None:
    rests(sitting, until="13:30")
    sitting.arrives(*sitting.voters)
    sitting.clock.advance(days=-1)
    goes_on(sitting)
    assert "Mục 1/3" in sitting.sees("member", "now")
    sitting.clock.advance(days=1, minutes=1)
    sitting.turns_to(2)
    assert [each.number for each in sitting.retells().sittings] == [1, 2], "the order is the journal's"


def test_an_absence_is_printed_under_its_own_sitting(sitting: Council) -> None:
    rests(sitting, until="13:30")
    sitting.clock.advance(minutes=300)
    seat = sitting.seats["khoa"]
    sitting.submits("ha", NoteAbsence(meeting_id=sitting.meeting, seat_id=seat, excused=True, reason="Họp tỉnh"))
    sitting.arrives(*sitting.voters[:7])
    goes_on(sitting)
    sitting.clock.advance(minutes=10)
    sitting.arrives("dao")
    sitting.clock.advance(minutes=10)
    sitting.ends()
    taking_part = lines(sitting, "Thành phần tham dự:")
    assert "Buổi thứ hai, đến sau khi bắt đầu: 1 người: bà Hồ Anh Đào (13 giờ 10)." in taking_part
    assert "Buổi thứ hai, vắng mặt có phép: 1 người: ông Bùi Đăng Khoa (Họp tỉnh)." in taking_part
    assert not any("Rời cuộc họp" in line for line in taking_part), "who goes to lunch with everybody leaves nothing"
    rows = told(sitting).annexes[0].sections[0].rows
    remarks = {row[2]: (row[4], row[5]) for row in rows}
    assert remarks["Bùi Đăng Khoa"] == ("08:00–08:00", "thư ký điểm danh; buổi thứ hai vắng, có phép: Họp tỉnh")


def test_a_note_about_a_missed_sitting_stays_with_it(council: Council) -> None:
    seat = council.seats["khoa"]
    council.submits("ha", NoteAbsence(meeting_id=council.meeting, seat_id=seat, excused=True, reason="Ốm"))
    council.arrives(*council.voters[:8])
    council.starts()
    rests(council)
    council.arrives(*council.voters)
    council.clock.advance(minutes=5)
    goes_on(council)
    council.clock.advance(minutes=5)
    council.ends()
    assert "Buổi thứ nhất, vắng mặt có phép: 1 người: ông Bùi Đăng Khoa (Ốm)." in lines(council, "Thành phần tham dự:")


def test_a_mistaken_check_in_after_lunch_can_always_be_undone(sitting: Council) -> None:
    sitting.turns_to(2)
    adopts(sitting, 2)
    rests(sitting)
    sitting.arrives(*sitting.voters)
    goes_on(sitting)
    undo = UndoArrival(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"])
    sitting.submits("ha", undo)
    assert "8/9" in sitting.sees("screen", "quorum")
    with sitting.unwatched():
        motion = sitting.prepares("Thông qua lần nữa", item=2)
        sitting.opens(motion)
    sitting.casts("nam", motion, FOR)
    again = attendance.UndoArrival(meeting_id=sitting.meeting, seat_id=sitting.seats["nam"])
    assert sitting.refuses("ha", again) == "attendance.counted"


def test_a_meeting_to_which_too_few_return_ends_in_the_pause_and_that_can_be_taken_back(sitting: Council) -> None:
    sitting.turns_to(2)
    sitting.clock.advance(minutes=30)
    rests(sitting, until="13:30")
    sitting.clock.advance(minutes=330)
    sitting.submits("ha", EndMeeting(meeting_id=sitting.meeting))
    assert lines(sitting, "Các buổi họp:") == (
        "Buổi thứ nhất: từ 8 giờ 00 đến 8 giờ 30 (nghỉ trưa); có mặt 9/9 thành viên.",
        "Sau buổi này cuộc họp kết thúc mà không họp tiếp.",
    )
    sitting.reopens("Bấm nhầm")
    assert "Nghỉ trưa" in sitting.sees("screen", "stage")
    sitting.arrives(*sitting.voters)
    goes_on(sitting)
    assert "Mục 2/3" in sitting.sees("member", "now")


def test_two_days_with_three_sittings_are_printed_with_their_days(sitting: Council) -> None:
    sitting.clock.advance(minutes=210)
    rests(sitting, until="13:30")
    sitting.clock.advance(minutes=110)
    sitting.arrives(*sitting.voters)
    sitting.clock.advance(minutes=10)
    goes_on(sitting)
    sitting.turns_to(2)
    sitting.clock.advance(minutes=180)
    rests(sitting, "day", until="08:00")
    assert "Nghỉ đến 08:00, Thứ Sáu 25/09/2026" in sitting.sees("screen", "stage")
    sitting.comes_back(hours=15)
    sitting.arrives(*sitting.voters[:8])
    sitting.clock.advance(minutes=30)
    goes_on(sitting)
    assert "8/9" in adopts(sitting, 2)
    sitting.clock.advance(minutes=60)
    sitting.ends()
    assert lines(sitting, "Các buổi họp:") == (
        "Buổi thứ nhất: từ 8 giờ 00 đến 11 giờ 30 ngày 24/9 (nghỉ trưa); có mặt 9/9 thành viên.",
        "Buổi thứ hai: từ 13 giờ 30 đến 16 giờ 30 ngày 24/9 (nghỉ hết ngày); có mặt 9/9 thành viên.",
        "Buổi thứ ba: từ 8 giờ 00 đến 9 giờ 00 ngày 25/9; có mặt 8/9 thành viên.",
    )
    points = told(sitting).points
    assert "từ 8 giờ 00 đến 11 giờ 30 ngày 24/9; lúc 13 giờ 30 ngày 24/9" in points[0].paragraphs[0]
    assert "từ 13 giờ 30 đến 16 giờ 30 ngày 24/9; từ 8 giờ 00 đến 9 giờ 00 ngày 25/9" in points[1].paragraphs[0]
    rows = told(sitting).annexes[0].sections[0].rows
    assert rows[0][4] == "24/9: 08:00–11:30; 13:20–16:30; 25/9: 07:30"


def misses(council: Council, who: str, reason: str) -> None:
    note = NoteAbsence(meeting_id=council.meeting, seat_id=council.seats[who], excused=True, reason=reason)
    council.submits("ha", note)


def test_absences_of_the_last_sitting_are_printed_when_the_meeting_ends_in_a_pause(council: Council) -> None:
    misses(council, "khoa", "Ốm")
    council.arrives(*council.voters[:7])
    council.starts()
    council.clock.advance(minutes=90)
    rests(council, until="13:30")
    council.clock.advance(minutes=300)
    misses(council, "khoa", "Họp tỉnh")
    council.arrives("dao")
    council.submits("ha", EndMeeting(meeting_id=council.meeting))
    taking_part = lines(council, "Thành phần tham dự:")
    assert "Thành viên: tổng số 9, có mặt 7/9, vắng mặt 2." in taking_part
    assert "Vắng mặt có phép: 1 người: ông Bùi Đăng Khoa (Ốm)." in taking_part
    assert any(line.startswith("Vắng mặt (chưa ghi lý do): 1 người: bà Hồ Anh Đào") for line in taking_part)
    rows = {row[2]: (row[4], row[5]) for row in told(council).annexes[0].sections[0].rows}
    assert rows["Bùi Đăng Khoa"] == ("vắng", "có phép: Ốm")
    assert rows["Hồ Anh Đào"] == ("vắng", "chưa ghi lý do")


def seats_another_clerk(council: Council) -> None:
    """`outsider`, after Hà in order of protocol."""
    seat = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="clerk", votes=False)
    council.seats["outsider"] = council.submits("admin", seat).made["seat_id"]


def test_a_person_who_came_only_in_the_pause_is_named_and_signs_for_no_sitting(council: Council) -> None:
    with council.unwatched():
        seats_another_clerk(council)
        for who in (*council.voters, "outsider"):
            council.submits("an", present(council, who))
    council.starts("an")
    council.submits("an", pause(council))
    assert printed_clerk(council) == "Lý Quang Vinh"
    council.submits("an", present(council, "ha"))
    assert printed_clerk(council) == "Lý Quang Vinh"
    council.submits("an", EndMeeting(meeting_id=council.meeting))
    assert printed_clerk(council) == "Lý Quang Vinh"


def test_the_secretary_of_the_first_sitting_signs_though_another_led_the_second(council: Council) -> None:
    with council.unwatched():
        seats_another_clerk(council)
        for who in (*council.voters, "ha"):
            council.submits("an", present(council, who))
        council.starts("an")
        council.submits("an", pause(council))
        for who in (*council.voters, "outsider"):
            council.submits("an", present(council, who))
    council.submits("an", ResumeMeeting(meeting_id=council.meeting))
    assert printed_clerk(council) == "Lê Thu Hà"


def printed_clerk(council: Council) -> str:
    """The secretary whose name the minutes print; the same person must be the one who signs."""
    name = told(council).clerk.name
    with council.database.read() as db:
        signer = signer_of(db, council.meeting, Role.CLERK)
    assert signer is not None
    assert signer.particulars.full_name == name
    return name
