"""People come into the room and leave it: by the hall screen's code, by the secretary, and who does not come."""

import pytest

from meeting.attendance import passes
from meeting.attendance.commands import CheckIn, MarkLeft, MarkPresent, NoteAbsence, UndoArrival
from meeting.attendance.events import AbsenceNoted, CheckedIn, Left
from meeting.attendance.rules import CameBy
from meeting.attendance.tables import attendance_of, head_count
from meeting.journal.events import Wait
from meeting.kernel.refusals import Refused
from meeting.minutes.text.attendance import attendance
from meeting.voting.commands.motions import CancelMotion
from tests.commands.claims import claim
from tests.council import FOR, Council

SECONDS = 15


def leave(council: Council, who: str, reason: str = "Có việc gấp") -> MarkLeft:
    return MarkLeft(meeting_id=council.meeting, seat_id=council.seats[who], reason=reason)


def absent(council: Council, who: str, reason: str = "Đi công tác") -> NoteAbsence:
    return NoteAbsence(meeting_id=council.meeting, seat_id=council.seats[who], excused=True, reason=reason)


def undo(council: Council, who: str) -> UndoArrival:
    return UndoArrival(meeting_id=council.meeting, seat_id=council.seats[who])


def roll_line(council: Council, who: str) -> str:
    """What the roll shows of a person."""
    roll = council.sees("clerk", "roll")
    return roll[roll.index(f'data-seat="{council.seats[who]}"') :].partition("</li>")[0]


def code_of(work) -> str:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.code


# the code on the hall screen


def test_a_pass_is_valid_in_its_own_slot_and_in_the_next(council: Council) -> None:
    secret, shown = council.house.site.secret, council.clock()
    token = passes.make_pass(secret, council.meeting, shown, SECONDS)
    for _ in range(2):
        assert passes.read_pass(secret, token, council.clock(), SECONDS) == council.meeting
        council.clock.advance(seconds=SECONDS)
    assert code_of(lambda: passes.read_pass(secret, token, council.clock(), SECONDS)) == "attendance.stale_pass"


def test_a_pass_from_the_future_is_stale(council: Council) -> None:
    secret = council.house.site.secret
    token = passes.make_pass(secret, council.meeting, council.clock(), SECONDS)
    council.clock.advance(seconds=-SECONDS)
    assert code_of(lambda: passes.read_pass(secret, token, council.clock(), SECONDS)) == "attendance.stale_pass"


@pytest.mark.parametrize(
    "forge",
    [
        lambda t: "2" + t[1:],
        lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"),
        lambda t: t.rpartition(".")[0],
        lambda t: t + "a",
        lambda t: "",
        lambda t: "..",
        lambda t: "một.hai.ba",
        lambda t: "²." + t.partition(".")[2],
        lambda t: t.replace(".", ".-", 1),
    ],
)
def test_a_pass_not_made_here_is_refused(council: Council, forge) -> None:
    secret = council.house.site.secret
    token = forge(passes.make_pass(secret, council.meeting, council.clock(), SECONDS))
    assert code_of(lambda: passes.read_pass(secret, token, council.clock(), SECONDS)) == "attendance.copied_pass"


def test_a_pass_is_not_accepted_as_a_claim(council: Council) -> None:
    secret = council.house.site.secret
    token = passes.make_pass(secret, council.meeting, council.clock(), SECONDS)
    assert council.refuses("lan", CheckIn(meeting_id=council.meeting, claim=token)) == "attendance.copied_pass"


def test_a_claim_checks_in_for_two_minutes(council: Council) -> None:
    command = claim(council)
    council.clock.advance(seconds=120)
    council.submits("lan", command)
    assert council.events()[-1] == CheckedIn(seat_id=council.seats["lan"], how="qr")
    council.clock.advance(seconds=1)
    assert council.refuses("nam", command) == "attendance.stale_pass"


def test_a_claim_for_another_meeting_is_foreign(council: Council) -> None:
    assert council.refuses("lan", claim(council, council.meeting + 1)) == "attendance.foreign_pass"


def test_the_first_arrival_counts(council: Council) -> None:
    council.submits("lan", claim(council))
    came, seq = council.clock(), council.seq()
    council.clock.advance(minutes=1)
    council.submits("lan", claim(council))
    council.arrives("lan")
    assert council.seq() == seq, "nothing new to tell"
    with council.database.read() as db:
        assert attendance_of(db, council.meeting)[council.seats["lan"]].arrived_at == came


# the secretary


def test_the_quorum_counts_those_with_a_vote(council: Council) -> None:
    council.arrives("an", "lan", "nam", "guest")
    assert "3/9" in council.sees("screen", "quorum")
    assert "3/9" in council.sees("member", "quorum")


def test_a_secretary_without_a_vote_is_not_listed_as_a_guest(council: Council) -> None:
    council.arrives("ha", "guest")
    with council.database.read() as db:
        assert head_count(db, council.meeting) == (9, 0, 0, 1, 0, 0)


@pytest.mark.parametrize("who", ["ha", "an"])
def test_the_person_who_opens_the_meeting_is_in_the_room(council: Council, who: str) -> None:
    council.starts(who)
    assert CheckedIn(seat_id=council.seats[who], how="opening") in council.events()


def test_a_person_who_was_there_before_opening_is_not_checked_in_again(council: Council) -> None:
    council.submits("ha", claim(council))
    council.starts()
    arrivals = [event.how for event in council.events() if isinstance(event, CheckedIn)]
    assert arrivals == ["qr"]


def test_a_person_who_left_is_counted_out_and_may_come_back(council: Council) -> None:
    council.arrives("an", "lan")
    council.submits("ha", leave(council, "lan"))
    assert council.events()[-1] == Left(seat_id=council.seats["lan"], reason="Có việc gấp")
    assert "1/9" in council.sees("screen", "quorum")
    council.arrives("lan")
    assert "2/9" in council.sees("screen", "quorum")


def test_leaving_needs_somebody_present_and_a_reason(council: Council) -> None:
    assert council.refuses("ha", leave(council, "lan")) == "attendance.not_present"
    council.arrives("lan")
    assert council.refuses("ha", leave(council, "lan", reason="")) == "attendance.no_reason"
    council.submits("ha", leave(council, "lan"))
    assert council.refuses("ha", leave(council, "lan")) == "attendance.not_present"


def test_an_absence_is_recorded_with_its_reason(council: Council) -> None:
    council.submits("ha", absent(council, "lan"))
    assert council.events()[-1] == AbsenceNoted(seat_id=council.seats["lan"], excused=True, reason="Đi công tác")
    assert "Đi công tác" in council.sees("clerk", "roll")
    assert council.refuses("ha", absent(council, "nam", reason="")) == "attendance.no_reason"


def test_a_person_who_comes_after_all_is_not_absent(council: Council) -> None:
    council.submits("ha", absent(council, "lan"))
    council.arrives("lan")
    assert "Đi công tác" not in council.sees("clerk", "roll")


def test_a_person_who_has_left_is_listed_as_gone_and_may_come_back(council: Council) -> None:
    council.arrives("lan")
    council.clock.advance(minutes=75)
    council.submits("ha", leave(council, "lan"))
    line = roll_line(council, "lan")
    assert "Đã rời họp 09:15" in line
    assert "attendance.mark_present" in line
    assert "attendance.note_absence" not in line


def test_a_person_who_came_was_not_absent(council: Council) -> None:
    council.arrives("lan")
    assert council.refuses("ha", absent(council, "lan")) == "attendance.has_come"
    council.submits("ha", leave(council, "lan"))
    assert council.refuses("ha", absent(council, "lan")) == "attendance.has_come"


def test_a_mistaken_check_in_is_undone_without_a_trace(council: Council) -> None:
    assert council.refuses("ha", undo(council, "lan")) == "attendance.not_present"
    council.arrives("lan")
    council.submits("ha", undo(council, "lan"))
    assert "0/9" in council.sees("screen", "quorum")
    assert "Chưa đến" in roll_line(council, "lan")
    assert not any(seat.visits for seat in council.retells().seats)
    council.submits("ha", absent(council, "lan"))
    assert "Đi công tác" in roll_line(council, "lan")


def test_undoing_a_mistaken_check_in_restores_the_earlier_absence(council: Council) -> None:
    council.submits("ha", absent(council, "lan"))
    council.arrives("lan")
    assert "Đi công tác" not in roll_line(council, "lan")
    assert not any("Đi công tác" in line for line in attendance(council.retells())), "whoever is here is not absent"
    council.submits("ha", undo(council, "lan"))
    line = roll_line(council, "lan")
    assert "Vắng có phép" in line
    assert "Đi công tác" in line
    assert any("Vắng mặt có phép" in line and "Đi công tác" in line for line in attendance(council.retells()))


def test_a_person_who_came_late_and_left_is_listed_as_gone_and_not_as_absent(council: Council) -> None:
    council.submits("ha", absent(council, "lan"))
    council.arrives("lan")
    council.submits("ha", leave(council, "lan", "Có việc gấp"))
    council.arrives("lan")
    council.submits("ha", undo(council, "lan"))
    assert "Đã rời họp" in roll_line(council, "lan")
    assert not any("Đi công tác" in line for line in attendance(council.retells()))


def test_undoing_a_second_check_in_keeps_the_first_stay(council: Council) -> None:
    council.arrives("lan")
    council.clock.advance(minutes=75)
    council.submits("ha", leave(council, "lan"))
    council.clock.advance(minutes=5)
    council.arrives("lan")
    council.submits("ha", undo(council, "lan"))
    assert "Đã rời họp 09:15" in roll_line(council, "lan")


def test_the_check_in_of_a_person_who_voted_or_was_counted_is_not_undone(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.submits("ha", undo(sitting, "khoa"))
    sitting.casts("lan", motion, FOR)
    assert sitting.refuses("ha", undo(sitting, "lan")) == "attendance.counted"
    sitting.closes(motion, missing=7)
    assert sitting.motion(motion).present == 8
    assert sitting.refuses("ha", undo(sitting, "nam")) == "attendance.counted"


def test_a_person_present_at_a_count_of_hands_was_counted(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    sitting.counts_hands(motion, 5, 4)
    assert sitting.refuses("ha", undo(sitting, "lan")) == "attendance.counted"


def test_a_vote_that_was_called_off_counted_nobody(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    sitting.counts_hands(motion, 5, 4)
    sitting.submits("ha", CancelMotion(meeting_id=sitting.meeting, motion_id=motion, reason="đếm nhầm"))
    sitting.submits("ha", undo(sitting, "lan"))
    assert "Chưa đến" in roll_line(sitting, "lan")


def test_calling_off_a_vote_keeps_the_count_of_an_earlier_one(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    sitting.counts_hands(motion, 9, 0)
    sitting.closes(motion)
    sitting.announces(motion)
    assert sitting.refuses("ha", undo(sitting, "lan")) == "attendance.counted"
    motion = sitting.opens_motion("Thông qua danh sách")
    sitting.casts("nam", motion, FOR)
    sitting.closes(motion, missing=8)
    sitting.calls_off(motion)
    assert sitting.refuses("ha", undo(sitting, "lan")) == "attendance.counted"
    sitting.submits("ha", leave(sitting, "lan"))
    sitting.arrives("lan")
    sitting.submits("ha", undo(sitting, "lan"))
    assert "Đã rời họp" in roll_line(sitting, "lan"), "the second stay was counted by none"


def test_nobody_comes_or_goes_after_the_end(sitting: Council) -> None:
    sitting.ends()
    arrive = MarkPresent(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"])
    for command in (arrive, leave(sitting, "lan"), absent(sitting, "lan"), undo(sitting, "lan")):
        assert sitting.refuses("ha", command) == "attendance.meeting_over"
    assert sitting.refuses("lan", claim(sitting)) == "attendance.meeting_over"


def test_a_seat_of_another_meeting_is_not_found(council: Council) -> None:
    for command in (
        MarkPresent(meeting_id=council.meeting, seat_id=999),
        MarkLeft(meeting_id=council.meeting, seat_id=999, reason="x"),
    ):
        assert council.refuses("ha", command) == "kernel.not_found"


def test_check_ins_by_code_are_shown_once_a_second_and_those_by_the_secretary_at_once() -> None:
    assert CheckedIn(seat_id=1, how=CameBy.QR).waits() == Wait.SECOND
    assert CheckedIn(seat_id=1, how=CameBy.CLERK).waits() == Wait.NONE
