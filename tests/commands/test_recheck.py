"""Before a vote everybody is asked once more whether they are here; those who do not answer may be marked as gone."""

import re

import pytest

from meeting.agenda.pause_rules import PauseKind
from meeting.attendance.commands import MarkLeft
from meeting.attendance.recheck_rules import sum_of
from meeting.conduct.commands import EndMeeting
from meeting.conduct.mandates import RecordMandate
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.conduct.rechecking import AskRecheck, ConfirmPresence, EndRecheck, SeePresence
from meeting.minutes.text.attendance import attendance
from meeting.speaking.commands import EnterSpeaker, GiveFloor
from meeting.voting.commands.motions import OpenMotion
from tests.council import FOR, Council


@pytest.fixture
def asked(council: Council) -> Council:
    """Everybody has come, and is asked."""
    council.sits()
    council.submits("ha", AskRecheck(meeting_id=council.meeting))
    return council


def confirms(council: Council, *people: str) -> None:
    for who in people:
        council.submits(who, ConfirmPresence(meeting_id=council.meeting))


def ends(council: Council, missing: int) -> EndRecheck:
    """The command that an officer's present page sends, with the number of people that it shows as missing."""
    seen = awaited(council)
    assert len(seen) == missing
    return EndRecheck(meeting_id=council.meeting, mark_left=True, seen=sum_of(council.seats[who] for who in seen))


def awaited(council: Council, view: str = "clerk") -> set[str]:
    """The people who have not answered, as an officer's page shows them."""
    rows = re.findall(r'<li data-key="recheck-(\d+)"[^>]*?(hidden)?>', council.sees(view, "recheck_roll"))
    names = {number: who for who, number in council.seats.items()}
    return {names[int(number)] for number, hidden in rows if not hidden}


def test_people_who_confirm_are_done_and_the_others_are_marked_out_with_one_press(asked: Council) -> None:
    others = [who for who in asked.voters if who not in ("lan", "nam")]
    assert awaited(asked) == set(asked.voters)
    confirms(asked, *others)
    assert awaited(asked) == awaited(asked, "chair") == {"lan", "nam"}
    before = asked.sees("member", "quorum")
    asked.submits("ha", ends(asked, 2))
    assert "lan" not in awaited(asked)
    total = len(asked.voters)
    assert f"{total}/{total}" in before
    assert f"{total - 2}/{total}" in asked.sees("member", "quorum"), "the quorum follows"
    told = " ".join(attendance(asked.retells()))
    assert f"{total - 2} người xác nhận có mặt; chưa xác nhận: 2 người" in told
    motion = asked.opens_motion()
    box = asked.sees("clerk", "motion")
    assert motion
    assert f'data-key="box-{asked.seats["lan"]}"' not in box, "and so does the roll of the next vote"


def test_a_person_who_confirms_twice_has_confirmed_once(asked: Council) -> None:
    confirms(asked, "lan")
    seq = asked.seq()
    confirms(asked, "lan")
    assert asked.seq() == seq


def test_the_secretary_answers_for_somebody_whose_device_fails(asked: Council) -> None:
    asked.submits("ha", SeePresence(meeting_id=asked.meeting, seat_id=asked.seats["lan"]))
    assert "lan" not in awaited(asked)


def test_a_person_who_has_just_confirmed_is_not_marked_out(asked: Council) -> None:
    before = ends(asked, len(asked.voters))
    confirms(asked, "lan")
    assert asked.refuses("ha", before) == "attendance.missing_changed"
    assert asked.refuses("ha", AskRecheck(meeting_id=asked.meeting)) == "attendance.recheck_runs"
    asked.submits("ha", EndRecheck(meeting_id=asked.meeting))
    total = len(asked.voters)
    assert f"{total}/{total}" in asked.sees("member", "quorum"), "ended without marking, nobody has left"
    assert asked.refuses("lan", ConfirmPresence(meeting_id=asked.meeting)) == "attendance.no_recheck"


def test_the_presiding_person_is_not_marked_out_with_the_others_but_confirmed_first(asked: Council) -> None:
    confirms(asked, *(who for who in asked.voters if who not in ("an", "lan")))
    assert asked.refuses("ha", ends(asked, 2)) == "attendance.presider_awaited"
    assert awaited(asked) == {"an", "lan"}, "and nobody is marked out"
    asked.submits("ha", SeePresence(meeting_id=asked.meeting, seat_id=asked.seats["an"]))
    asked.submits("ha", ends(asked, 1))
    told = " ".join(attendance(asked.retells()))
    assert "chưa xác nhận: 1 người" in told


def test_a_new_arrival_is_not_marked_out_instead_of_a_person_who_has_just_confirmed(council: Council) -> None:
    *here, late = council.voters
    council.sits(present=len(here))
    council.submits("ha", AskRecheck(meeting_id=council.meeting))
    confirms(council, *here[3:])
    before = ends(council, 3)
    confirms(council, here[0])
    council.arrives(late)
    assert len(awaited(council)) == 3, "as many, and others"
    assert council.refuses("ha", before) == "attendance.missing_changed"
    assert late in awaited(council) and here[0] not in awaited(council), "whose presence stands"
    council.submits("ha", ends(council, 3))


def test_an_absent_person_is_not_asked_and_cannot_confirm(asked: Council) -> None:
    away = MarkLeft(meeting_id=asked.meeting, seat_id=asked.seats["lan"], reason="việc gấp")
    asked.submits("ha", away)
    assert "lan" not in awaited(asked)
    assert asked.refuses("lan", ConfirmPresence(meeting_id=asked.meeting)) == "attendance.not_present"


def test_nobody_is_asked_in_a_vote_in_a_pause_or_before_the_meeting(council: Council) -> None:
    command = AskRecheck(meeting_id=council.meeting)
    assert council.refuses("ha", command) == "agenda.not_running"
    council.sits()
    council.opens_motion()
    assert council.refuses("ha", command) == "agenda.vote_running"


def test_no_vote_opens_during_a_recheck(asked: Council) -> None:
    asked.turns_to(2)
    motion = asked.prepares("Thông qua", item=2)
    command = OpenMotion(meeting_id=asked.meeting, motion_id=motion)
    assert asked.refuses("ha", command) == "attendance.recheck_runs"
    asked.submits("ha", EndRecheck(meeting_id=asked.meeting))
    asked.submits("ha", command)
    asked.casts("lan", motion, FOR)
    assert f"box-{asked.seats['lan']}" in asked.sees("clerk", "motion"), "and everybody here has a ballot"


def test_a_pause_and_the_end_of_the_meeting_cancel_the_recheck(asked: Council) -> None:
    confirms(asked, "lan")
    asked.submits("ha", PauseMeeting(meeting_id=asked.meeting, kind=PauseKind.RECESS))
    assert "recheck-here" not in asked.sees("member", "recheck")
    asked.submits("ha", ResumeMeeting(meeting_id=asked.meeting))
    assert asked.refuses("nam", ConfirmPresence(meeting_id=asked.meeting)) == "attendance.no_recheck"
    asked.submits("ha", AskRecheck(meeting_id=asked.meeting))
    assert "lan" in awaited(asked), "asked anew, everybody is asked"
    asked.submits("ha", EndMeeting(meeting_id=asked.meeting))
    assert "Điểm danh lại" not in " ".join(attendance(asked.retells()))


def test_a_speaker_who_does_not_confirm_has_their_speech_ended(council: Council) -> None:
    council.sits()
    speech = council.submits("ha", EnterSpeaker(meeting_id=council.meeting, seat_id=council.seats["lan"]))
    floor = GiveFloor(meeting_id=council.meeting, speech_id=speech.made["speech_id"], minutes=3)
    council.submits("ha", floor)
    assert "Trần Thị Lan" in council.sees("member", "floor")
    council.submits("ha", AskRecheck(meeting_id=council.meeting))
    confirms(council, *(who for who in council.voters if who != "lan"))
    council.submits("ha", ends(council, 1))
    assert "Trần Thị Lan" not in council.sees("member", "floor")


def test_members_are_asked_and_guests_are_not(asked: Council) -> None:
    assert 'data-testid="recheck-here"' in asked.browser("lan").get(f"/m/{asked.meeting}").text
    assert "recheck-here" not in asked.browser("guest").get(f"/m/{asked.meeting}").text


def test_a_person_without_a_ballot_is_not_asked_and_not_counted(council: Council) -> None:
    """A guest, a secretary without a vote, somebody suspended: the minutes count those who vote."""
    council.sits()
    council.arrives("guest", "ha")
    suspends = RecordMandate(
        meeting_id=council.meeting,
        seat_id=council.seats["khoa"],
        mandate="suspended",  # type: ignore[arg-type]
        number="12/NQ",
        reason="bị khởi tố",
    )
    council.submits("ha", AskRecheck(meeting_id=council.meeting))
    assert "khoa" in awaited(council)
    council.submits("ha", suspends)
    assert f"recheck-{council.seats['khoa']}" not in council.sees("clerk", "recheck_roll")
    for who in ("ha", "khoa"):
        assert council.refuses(who, ConfirmPresence(meeting_id=council.meeting)) == "attendance.not_asked"
    for who in ("guest", "khoa"):
        seen = SeePresence(meeting_id=council.meeting, seat_id=council.seats[who])
        assert council.refuses("ha", seen) == "attendance.not_asked"
    confirms(council, "lan")
    council.submits("ha", EndRecheck(meeting_id=council.meeting))
    left = len(council.voters) - 2
    told = " ".join(attendance(council.retells()))
    assert f"1 người xác nhận có mặt; chưa xác nhận: {left} người" in told
