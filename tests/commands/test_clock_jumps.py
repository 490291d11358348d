"""The clock of the machine is set back, set far ahead, or begins in 1970: the meeting goes on in its order."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete
from sqlalchemy.orm import Session

from meeting.access import actors, sessions
from meeting.attendance.commands import MarkLeft
from meeting.attendance.passes import STALE, make_pass, read_pass
from meeting.conduct.chair import GiveChair
from meeting.conduct.commands import EndMeeting
from meeting.journal.chain import check
from meeting.kernel.refusals import Refused
from meeting.minutes.basis import ConfirmBasis
from meeting.minutes.text.compose import compose
from meeting.paper.manuscript import FORM, FORM_BY_ORDER
from meeting.record.record import QUORUM
from meeting.speaking.commands import EnterSpeaker, GiveFloor, TakeBackFloor
from meeting.work import jobs
from meeting.work.jobs import LEASE
from meeting.work.tables import Job
from tests.cast import MORNING, PIN
from tests.conftest import Builder
from tests.council import AGAINST, FOR, Council
from tests.pages.client import Browser

JUMPS = {
    "a day back": timedelta(days=-1),
    "a year ahead": timedelta(days=366),
    "1970": datetime(1970, 1, 1, 0, 2, tzinfo=UTC) - MORNING,
}


@pytest.fixture(params=JUMPS.values(), ids=JUMPS)
def jump(request: pytest.FixtureRequest) -> timedelta:
    """How far the clock jumps."""
    found: timedelta = request.param
    return found


def test_a_vote_during_a_clock_jump_is_counted_and_recorded_in_order(sitting: Council, jump: timedelta) -> None:
    """People stay signed in, or sign in again; no ballot is lost and no line changes its place."""
    motion = sitting.opens_motion()
    sitting.votes(motion, lan=FOR, nam=FOR, mai=AGAINST)
    seq = sitting.seq()
    sitting.clock.moment += jump
    signed_in_anew(sitting)
    sitting.votes(motion, an=FOR, hung=FOR, binh=FOR, y_thinh=FOR)
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["dao"], reason="Có việc gấp"))
    sitting.closes(motion, missing=2)
    assert sitting.announces(motion).outcome == "adopted"
    assert sitting.box(motion) == {FOR: 6, AGAINST: 1}
    lines = sitting.journal()
    assert check(lines) == lines[-1].hash
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert (lines[seq].at < lines[seq - 1].at) == (jump < timedelta(0)), "the time is the one that the clock had"
    sitting.turns_to(2)
    sitting.ends()
    assert sitting.retells().ended_at == sitting.clock.moment
    for view in ("member", "chair", "clerk", "screen"):
        assert sitting.sees(view, "now")


def test_the_clock_may_be_corrected_during_a_vote(sitting: Council, jump: timedelta) -> None:
    motion = sitting.opens_motion()
    sitting.clock.moment += jump
    signed_in_anew(sitting)
    sitting.votes(motion, lan=FOR, nam=FOR)
    sitting.clock.moment -= jump
    signed_in_anew(sitting)
    sitting.votes(motion, mai=FOR, hung=FOR, binh=FOR)
    sitting.closes(motion, missing=4)
    sitting.announces(motion)
    assert sitting.box(motion) == {FOR: 5}
    check(sitting.journal())


def test_a_ballot_sent_again_after_the_jump_is_the_same_ballot(sitting: Council, jump: timedelta) -> None:
    motion = sitting.opens_motion()
    first = sitting.casts("lan", motion, FOR, key="k1")
    sitting.clock.moment += jump
    signed_in_anew(sitting)
    assert sitting.casts("lan", motion, FOR, key="k1") == first
    assert sitting.box(motion) == {FOR: 1}


def test_people_stay_signed_in_when_the_clock_is_set_back(sitting: Council) -> None:
    """A cookie from tomorrow is valid: how long a sign-in lasts is stored with the sign-in."""
    browser = Browser(sitting)
    with time_machine.travel(MORNING):
        browser.signs_in("lan", PIN)
    sitting.clock.advance(days=-1)
    with time_machine.travel(MORNING - timedelta(days=1)):
        assert browser.get("/m/1/tablet").status_code == 200


def test_a_machine_that_begins_in_1970_lets_people_in(sitting: Council) -> None:
    """The tablet's own clock is right, so it would throw away a cookie that ended half a century ago."""
    sitting.clock.moment = datetime(1970, 1, 1, 0, 2, tzinfo=UTC)
    with time_machine.travel(sitting.clock.moment):
        answer = Browser(sitting).signs_in("lan", PIN)
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert "Expires" not in cookie
    assert "Max-Age=50400" in cookie


def test_sign_ins_that_ended_in_a_wrong_year_are_valid_again(sitting: Council) -> None:
    def is_in() -> bool:
        with sitting.database.read() as db:
            return actors.find(db, sitting.tokens["lan"], 1, sitting.clock()) is not None

    assert is_in()
    sitting.clock.advance(days=366)
    assert not is_in()
    sitting.clock.advance(days=-366)
    assert is_in()


def test_a_mistyped_pin_locks_nobody_out_for_the_day_that_the_clock_was_set_back(build: Builder) -> None:
    council = build()
    stranger = Browser(council, address="192.168.1.9")
    with time_machine.travel(MORNING):
        for _ in range(9):
            stranger.signs_in("lan", "000000")
    with time_machine.travel(MORNING - timedelta(days=1)):
        assert stranger.signs_in("lan", PIN).status_code == 303
        assert [Browser(council, address="192.168.1.10").signs_in("nam", "000000").status_code for _ in range(11)] == [
            *[403] * 10,
            429,
        ], "and guessing is slowed as ever"


def test_a_pass_from_before_the_jump_is_stale_and_the_new_one_admits(jump: timedelta) -> None:
    secret, after = b"s" * 32, MORNING + jump
    with pytest.raises(Refused) as stale:
        read_pass(secret, make_pass(secret, 1, MORNING, 15), after, 15)
    assert stale.value.code == STALE
    assert read_pass(secret, make_pass(secret, 1, after, 15), after, 15) == 1


def test_a_dead_workers_job_is_taken_up_although_its_lease_lies_in_the_future(council: Council) -> None:
    gate = council.database.gate
    gate.submit(lambda db: db.execute(delete(Job)) and None)
    gate.submit(lambda db: jobs.enqueue(db, "documents.render", MORNING, meeting_id=1, document_id=1))
    assert gate.submit(lambda db: jobs.lease(db, MORNING) is not None)
    assert gate.submit(lambda db: jobs.lease(db, MORNING + LEASE / 2) is None), "somebody is at it"
    assert gate.submit(lambda db: jobs.lease(db, MORNING - timedelta(days=1)) is not None)


def test_a_speech_is_not_taken_for_a_slip_because_the_clock_was_set_back(sitting: Council) -> None:
    enter = EnterSpeaker(meeting_id=1, seat_id=sitting.seats["lan"])
    speech = sitting.submits("ha", enter).made["speech_id"]
    sitting.submits("ha", GiveFloor(meeting_id=1, speech_id=speech, minutes=5))
    sitting.clock.advance(days=-1)
    assert sitting.refuses("ha", TakeBackFloor(meeting_id=1, speech_id=speech)) == "speaking.too_late"


def printed(council: Council) -> str:
    """The minutes as of now, one paragraph per line."""
    facts = compose(council.retells(), (council.seq(), "h"))
    head = [text for each in facts.particulars for text in (f"{each.label} {each.text}", *each.more)]
    table = [" | ".join(row) for section in facts.annexes[0].sections for row in section.rows]
    return "\n".join([*head, *table])


def test_a_person_who_came_before_the_start_is_not_late_after_the_clock_was_set_back(council: Council) -> None:
    council.arrives(*council.voters)
    council.clock.advance(days=-1)
    signed_in_anew(council)
    council.starts()
    told = printed(council)
    assert "tổng số 9, có mặt 9/9, vắng mặt 0." in told
    assert "khi khai mạc có mặt 9/9" in told
    assert "Đến sau" not in told
    assert "đến muộn" not in told
    assert "đến muộn" not in council.sees("clerk", "roll")
    [line] = [line for line in told.splitlines() if line.startswith("Đồng hồ máy chủ bị lùi ở bản ghi số ")]
    assert "từ 08:00:00 ngày 24 tháng 9 năm 2026 về 08:00:00 ngày 23 tháng 9 năm 2026;" in line
    assert "24/9: 08:00" in told, "a time says its day where the days run backwards"


def test_a_person_who_comes_after_the_start_is_late_although_the_clock_was_set_back(council: Council) -> None:
    council.arrives("an", "lan", "nam", "mai", "hung")
    council.clock.advance(minutes=5)
    council.starts()
    council.clock.advance(days=-1)
    signed_in_anew(council)
    council.arrives("dao")
    told = printed(council)
    assert "có mặt 6/9 (khi khai mạc: 5/9)" in told
    assert "Đến sau khi khai mạc: 1 người: bà Hồ Anh Đào (8 giờ 05 ngày 23/9)." in told
    [row] = [line for line in told.splitlines() if "Hồ Anh Đào |" in line]
    assert "23/9: 08:05" in row
    assert "đến muộn" in row
    assert council.sees("clerk", "roll").count("đến muộn") == 1


def test_a_person_who_left_early_is_recorded_so_although_the_clock_was_set_back(sitting: Council) -> None:
    sitting.clock.advance(minutes=10)
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["dao"], reason="Có việc gấp"))
    sitting.clock.advance(days=-1)
    signed_in_anew(sitting)
    sitting.ends()
    told = printed(sitting)
    assert "Rời cuộc họp trước khi kết thúc: 1 người: bà Hồ Anh Đào (8 giờ 10 ngày 24/9)." in told
    assert "24/9: 08:00–08:10" in told


def test_a_departure_on_an_earlier_day_than_the_arrival_is_printed_with_both_days(sitting: Council) -> None:
    sitting.clock.advance(days=-1, minutes=10)
    signed_in_anew(sitting)
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["dao"], reason="Có việc gấp"))
    assert "24/9: 08:00–08:10 (23/9)" in printed(sitting)


def test_the_last_to_preside_is_recorded_although_the_clock_was_set_back(sitting: Council) -> None:
    sitting.clock.advance(days=-1, minutes=10)
    signed_in_anew(sitting)
    sitting.submits("ha", GiveChair(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"]))
    sitting.clock.advance(minutes=10)
    sitting.submits("lan", ConfirmBasis(meeting_id=sitting.meeting, decision=QUORUM))
    sitting.submits("ha", EndMeeting(meeting_id=sitting.meeting))
    told = "Điều hành: ông Nguyễn Văn An từ 8 giờ 00 ngày 24/9; bà Trần Thị Lan từ 8 giờ 10 ngày 23/9."
    assert told in printed(sitting)


def test_a_clock_that_was_set_back_often_is_reported_once_and_one_that_runs_ahead_never(sitting: Council) -> None:
    sitting.clock.advance(days=1)
    signed_in_anew(sitting)
    sitting.clock.advance(seconds=0.9)
    sitting.turns_to(2)
    assert "Đồng hồ" not in printed(sitting)
    assert compose(sitting.retells(), (1, "h")).form == FORM
    sitting.clock.advance(seconds=-0.2)
    sitting.turns_to(3)
    assert "Đồng hồ" not in printed(sitting), "minutes print no smaller part of time than a second"
    assert compose(sitting.retells(), (1, "h")).form == FORM, "servers beside each other differ by as much"
    for back, place in ((60, 2), (120, 1)):
        sitting.clock.advance(seconds=-back)
        sitting.turns_to(place)
    assert compose(sitting.retells(), (1, "h")).form == FORM_BY_ORDER
    assert printed(sitting).count("Đồng hồ máy chủ bị lùi 2 lần, lần đầu ở bản ghi số") == 1


def signed_in_anew(council: Council) -> None:
    """People whose sign-in has expired by this clock scan their card again."""
    with council.database.read() as db:
        out = [who for who in council.people if actors.find(db, council.tokens[who], 1, council.clock()) is None]

    def begin(db: Session) -> dict[str, str]:
        now = council.clock()
        return {
            who: sessions.begin(db, person_id=council.people[who], screen_of=None, now=now, hours=14) for who in out
        }

    council.tokens = council.tokens | council.database.gate.submit(begin)
