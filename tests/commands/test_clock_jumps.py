"""The clock of the machine is set back, set far ahead, or begins in 1970: the meeting goes on in its order."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete
from sqlalchemy.orm import Session

from meeting.access import actors, sessions
from meeting.attendance.commands import MarkLeft
from meeting.attendance.passes import STALE, make_pass, read_pass
from meeting.journal.chain import check
from meeting.kernel.refusals import Refused
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


def test_a_vote_that_the_clock_jumps_in_is_counted_and_told_in_its_order(sitting: Council, jump: timedelta) -> None:
    """Whoever is signed in by then stays so, or signs in anew; no ballot is lost and no line changes its place."""
    motion = sitting.opens_motion()
    sitting.votes(motion, lan=FOR, nam=FOR, mai=AGAINST)
    seq = sitting.seq()
    sitting.clock.moment += jump
    signed_in_anew(sitting)
    sitting.votes(motion, an=FOR, hung=FOR, binh=FOR, y_thinh=FOR)
    sitting.orders("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["dao"], reason="Có việc gấp"))
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


def test_the_clock_may_be_put_right_again_in_the_middle(sitting: Council, jump: timedelta) -> None:
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


def test_who_was_signed_in_stays_so_when_the_clock_is_set_back(sitting: Council) -> None:
    """A cookie of tomorrow is a cookie still: how long a sign-in lasts stands with the sign-in."""
    browser = Browser(sitting)
    with time_machine.travel(MORNING):
        browser.signs_in("lan", PIN)
    sitting.clock.advance(days=-1)
    with time_machine.travel(MORNING - timedelta(days=1)):
        assert browser.get("/m/1/tablet").status_code == 200


def test_a_machine_that_begins_in_1970_lets_people_in(sitting: Council) -> None:
    """The tablet knows better what day it is, and would throw away a cookie that ended half a century ago."""
    sitting.clock.moment = datetime(1970, 1, 1, 0, 2, tzinfo=UTC)
    with time_machine.travel(sitting.clock.moment):
        answer = Browser(sitting).signs_in("lan", PIN)
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert "Expires" not in cookie
    assert "Max-Age=50400" in cookie


def test_sign_ins_that_ran_out_in_a_year_that_never_was_stand_again(sitting: Council) -> None:
    def is_in() -> bool:
        with sitting.database.read() as db:
            return actors.find(db, sitting.tokens["lan"], 1, sitting.clock()) is not None

    assert is_in()
    sitting.clock.advance(days=366)
    assert not is_in()
    sitting.clock.advance(days=-366)
    assert is_in()


def test_nobody_who_mistyped_a_pin_is_kept_out_for_the_day_that_the_clock_was_set_back(build: Builder) -> None:
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


def test_a_pass_of_before_is_stale_and_the_new_one_admits(jump: timedelta) -> None:
    secret, after = b"s" * 32, MORNING + jump
    with pytest.raises(Refused) as stale:
        read_pass(secret, make_pass(secret, 1, MORNING, 15), after, 15)
    assert stale.value.code == STALE
    assert read_pass(secret, make_pass(secret, 1, after, 15), after, 15) == 1


def test_a_job_whose_worker_died_is_taken_up_although_its_lease_is_of_tomorrow(council: Council) -> None:
    gate = council.database.gate
    gate.submit(lambda db: db.execute(delete(Job)) and None)
    gate.submit(lambda db: jobs.enqueue(db, "documents.render", MORNING, meeting_id=1, document_id=1))
    assert gate.submit(lambda db: jobs.lease(db, MORNING) is not None)
    assert gate.submit(lambda db: jobs.lease(db, MORNING + LEASE / 2) is None), "somebody is at it"
    assert gate.submit(lambda db: jobs.lease(db, MORNING - timedelta(days=1)) is not None)


def test_a_speech_is_no_mistake_because_the_clock_was_set_back(sitting: Council) -> None:
    enter = EnterSpeaker(meeting_id=1, seat_id=sitting.seats["lan"])
    speech = sitting.orders("ha", enter).made["speech_id"]
    sitting.orders("ha", GiveFloor(meeting_id=1, speech_id=speech, minutes=5))
    sitting.clock.advance(days=-1)
    assert sitting.refuses("ha", TakeBackFloor(meeting_id=1, speech_id=speech)) == "speaking.too_late"


def signed_in_anew(council: Council) -> None:
    """Whose sign-in has run out by this clock reads their card once more."""
    with council.database.read() as db:
        out = [who for who in council.people if actors.find(db, council.tokens[who], 1, council.clock()) is None]

    def begin(db: Session) -> dict[str, str]:
        now = council.clock()
        return {
            who: sessions.begin(db, person_id=council.people[who], screen_of=None, now=now, hours=14) for who in out
        }

    council.tokens = council.tokens | council.database.gate.submit(begin)
