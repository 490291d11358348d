"""The wheel: of several secretaries one leads the meeting, seen by all, and hands it on or loses it by one press."""

import re

import pytest
from msgspec.structs import replace

from meeting.agenda.commands import AddSeat
from meeting.agenda.events import MeetingLed, WheelGiven
from meeting.agenda.pause_rules import PauseKind
from meeting.attendance.commands import MarkLeft, MarkPresent, NoteAbsence
from meeting.attendance.pointing import ExpectAtPoint
from meeting.conduct.commands import EndMeeting, GoToItem, RecordConclusion, StartMeeting
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.conduct.wheel import GiveWheel
from meeting.journal import chain
from meeting.kernel.roles import Role
from meeting.minutes.basis import ConfirmBasis
from meeting.minutes.tables import signer_of
from meeting.minutes.text.compose import compose
from meeting.planning.seats import ChangeSeat, RemoveSeat
from meeting.record.record import QUORUM
from meeting.record.replay import replay
from meeting.speaking.commands import EnterSpeaker
from meeting.voting.commands.ballots import CastBallot, RecordHand
from meeting.voting.commands.motions import OpenMotion, PrepareMotion
from tests.council import FOR, Council
from tests.pages.client import Browser
from tests.seen import seat_seen


@pytest.fixture
def two(council: Council) -> Council:
    """A second secretary: `outsider`, a man of the office."""
    with council.unwatched():
        seat = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="clerk", votes=False)
        council.seats["outsider"] = council.submits("admin", seat).made["seat_id"]
        council.arrives(*council.voters)
    return council


def turn(council: Council, place: int) -> GoToItem:
    return GoToItem(meeting_id=council.meeting, item_id=council.items[place - 1])


def give(council: Council, who: str) -> GiveWheel:
    return GiveWheel(meeting_id=council.meeting, seat_id=council.seats[who])


def there(council: Council) -> set[str]:
    """The secretaries whom the roll calls present."""
    lines = re.findall(r'data-name="([^"]+)" data-state="present"', council.sees("clerk", "roll"))
    return {name for name in lines if name in ("Lê Thu Hà", "Lý Quang Vinh")}


def held_by(council: Council) -> str:
    """The secretary whom the officers' screens name."""
    shown = " ".join(council.sees("clerk", "wheel").split())
    assert shown == " ".join(council.sees("chair", "wheel").split())
    return shown.partition("<b>")[2].partition("</b>")[0]


def test_the_first_to_act_leads_and_others_are_refused_with_that_name(two: Council) -> None:
    assert "chưa có" in held_by(two)
    two.starts("ha")
    assert held_by(two) == "Lê Thu Hà"
    assert two.refuses("outsider", turn(two, 2)) == "conduct.not_driving"
    answer = Browser(two, "outsider").submits("conduct.go_to_item", {"meeting_id": 1, "item_id": two.items[1]})
    assert "bà Lê Thu Hà đang điều hành" in answer.get_json()["message"]
    two.submits("ha", turn(two, 2))


def test_a_secretary_who_takes_over_during_the_meeting_is_present_and_the_minutes_name_both(two: Council) -> None:
    two.starts("ha")
    two.clock.advance(minutes=5)
    two.submits("outsider", give(two, "outsider"))
    assert there(two) == {"Lê Thu Hà", "Lý Quang Vinh"}
    assert "Có mặt 08:05" in two.sees("clerk", "roll")
    told = {each.label: each.text for each in compose(two.retells(), (1, "h")).particulars}[
        "Thư ký (người ghi biên bản):"
    ]
    assert "Lê Thu Hà" in told and "Lý Quang Vinh" in told


def test_a_secretary_who_takes_over_before_the_meeting_or_by_handover_is_not_thereby_present(two: Council) -> None:
    two.submits("outsider", give(two, "outsider"))
    assert there(two) == set(), "they may take it at home"
    two.starts("outsider")
    two.submits("outsider", give(two, "ha"))
    assert there(two) == {"Lý Quang Vinh"}, "who opens is there, and to whom it is handed may be on the way"


def named(council: Council) -> str:
    """The people whom the minutes name as secretaries."""
    facts = compose(council.retells(), (1, "h"))
    return {each.label: each.text for each in facts.particulars}["Thư ký (người ghi biên bản):"]


def test_a_secretary_who_leads_by_acting_first_is_present_and_named_in_the_minutes(two: Council) -> None:
    two.starts("an")
    assert there(two) == set()
    two.submits("outsider", turn(two, 2))
    assert held_by(two) == "Lý Quang Vinh"
    assert there(two) == {"Lý Quang Vinh"}
    assert "Lý Quang Vinh" in named(two) and "Lê Thu Hà" not in named(two)


def test_a_secretary_who_still_leads_after_lunch_is_on_the_new_roll_from_the_first_act(two: Council) -> None:
    two.submits("outsider", give(two, "outsider"))
    two.starts("an")
    two.submits("an", PauseMeeting(meeting_id=two.meeting, kind=PauseKind.LUNCH))
    two.clock.advance(hours=2)
    two.arrives(*two.voters)
    two.submits("an", ResumeMeeting(meeting_id=two.meeting))
    assert there(two) == set()
    two.submits("outsider", turn(two, 2))
    assert there(two) == {"Lý Quang Vinh"}
    assert "Lý Quang Vinh" in named(two)


def test_a_voting_secretary_who_leads_from_elsewhere_is_named_and_not_present(two: Council) -> None:
    with two.unwatched():
        two.submits("admin", _as(two, "outsider", "clerk", votes=True))
        two.starts("ha")
        before = two.sees("clerk", "quorum")
    two.submits("outsider", give(two, "outsider"))
    two.submits("outsider", turn(two, 2))
    assert two.sees("clerk", "quorum") == before, "a quorum is never made by a press at home"
    assert there(two) == {"Lê Thu Hà"}
    motion = two.prepares("Thông qua", item=2)
    two.submits("outsider", OpenMotion(meeting_id=two.meeting, motion_id=motion))
    assert two.refuses("outsider", CastBallot(meeting_id=two.meeting, motion_id=motion, choice=FOR))  # type: ignore[arg-type]
    assert "Lý Quang Vinh" in named(two), "who led has kept the minutes"
    (seat,) = (seat for seat in two.retells().seats if seat.seat_id == two.seats["outsider"])
    assert not seat.visits, "and is absent in them"
    assert [event.seat_id for event in two.events() if isinstance(event, MeetingLed)] == [two.seats["outsider"]]


@pytest.mark.parametrize("away", ["left", "absent", "at a point"])
def test_an_absent_secretary_who_takes_over_is_not_thereby_back(two: Council, away: str) -> None:
    with two.unwatched():
        two.starts("ha")
        seat = {"meeting_id": two.meeting, "seat_id": two.seats["outsider"]}
        if away == "left":
            two.arrives("outsider")
            two.submits("ha", MarkLeft(**seat, reason="Đi công tác"))  # type: ignore[arg-type]
        elif away == "absent":
            two.submits("ha", NoteAbsence(**seat, reason="Nghỉ ốm"))  # type: ignore[arg-type]
        else:
            point = two.point("UBND xã Minh Tân")
            two.submits("ha", ExpectAtPoint(meeting_id=two.meeting, seat_ids=[two.seats["outsider"]], point_id=point))
    two.submits("outsider", give(two, "outsider"))
    two.submits("outsider", turn(two, 2))
    assert there(two) == {"Lê Thu Hà"}
    assert "Lê Thu Hà" in named(two) and "Lý Quang Vinh" in named(two)


def test_where_no_secretary_came_the_one_who_led_from_elsewhere_signs(two: Council) -> None:
    with two.unwatched():
        two.submits("admin", _as(two, "outsider", "clerk", votes=True))
        two.starts("an")
    two.submits("outsider", turn(two, 2))
    two.submits("an", ConfirmBasis(meeting_id=two.meeting, decision=QUORUM))
    two.submits("an", EndMeeting(meeting_id=two.meeting))
    assert compose(two.retells(), (1, "h")).clerk.name == "Lý Quang Vinh"
    with two.database.read() as db:
        signs = signer_of(db, two.meeting, Role.CLERK)
    assert signs is not None and signs.id == two.seats["outsider"]
    assert "Lê Thu Hà" not in named(two)


def test_a_journal_in_which_somebody_leads_without_the_right_is_named_at_that_line(two: Council) -> None:
    with two.unwatched():
        two.submits("admin", _as(two, "outsider", "clerk", votes=True))
        two.starts("ha")
    two.submits("outsider", give(two, "outsider"))
    *before, last = two.journal()
    assert last.kind == MeetingLed.kind
    wrong = replace(last, body={"seat_id": two.seats["ha"]})
    for course in ([*before, wrong], [*before, last, last], [*before[:-1], last]):
        with pytest.raises(chain.Broken):
            replay(course)


def test_one_press_takes_over_from_a_dead_laptop_and_the_former_secretary_is_refused_afterwards(two: Council) -> None:
    two.starts("ha")
    two.submits("outsider", give(two, "outsider"))
    assert held_by(two) == "Lý Quang Vinh"
    assert two.refuses("ha", turn(two, 2)) == "conduct.not_driving"
    two.submits("outsider", turn(two, 2))


def test_the_leading_secretary_or_the_chair_hands_over_and_nobody_else_does(two: Council) -> None:
    with two.unwatched():
        seat = AddSeat(meeting_id=two.meeting, person_id=two.people["admin"], role="clerk", votes=False)
        two.seats["admin"] = two.submits("admin", seat).made["seat_id"]
    two.starts("ha")
    assert two.refuses("outsider", give(two, "admin")) == "conduct.not_driving"
    two.submits("ha", give(two, "admin"))
    two.submits("an", give(two, "outsider"))
    assert held_by(two) == "Lý Quang Vinh"
    assert two.refuses("ha", give(two, "outsider")) == "conduct.drives_already"
    assert two.refuses("an", give(two, "lan")) == "conduct.not_a_clerk"
    for who in ("lan", "guest"):
        assert two.refuses(who, give(two, "ha")) == "access.not_allowed"


def test_the_presiding_person_is_never_blocked_and_does_not_take_over(two: Council) -> None:
    two.starts("ha")
    two.submits("an", turn(two, 2))
    assert held_by(two) == "Lê Thu Hà"


def test_the_second_secretary_meanwhile_keeps_the_roll_prepares_and_writes(two: Council) -> None:
    two.starts("ha")
    two.submits("outsider", MarkPresent(meeting_id=two.meeting, seat_id=two.seats["guest"]))
    said = RecordConclusion(meeting_id=two.meeting, item_id=two.items[0], text="Thống nhất.")
    two.submits("outsider", said)
    question = PrepareMotion(meeting_id=two.meeting, item_id=two.items[0], title="Thông qua")
    motion = two.submits("outsider", question).made["motion_id"]
    two.opens(motion)
    hand = RecordHand(meeting_id=two.meeting, motion_id=motion, seat_id=two.seats["lan"], choice=FOR)
    for command in (hand, EnterSpeaker(meeting_id=two.meeting, seat_id=two.seats["nam"]),
                  OpenMotion(meeting_id=two.meeting, motion_id=motion)):  # fmt: skip
        assert two.refuses("outsider", command) == "conduct.not_driving"
    two.submits("ha", hand)


def test_a_refused_act_does_not_take_over(two: Council) -> None:
    assert two.refuses("outsider", turn(two, 2)) == "agenda.not_running"
    assert "chưa có" in held_by(two)
    two.submits("outsider", StartMeeting(meeting_id=two.meeting))
    assert held_by(two) == "Lý Quang Vinh"


def test_a_meeting_with_one_secretary_has_no_handover(sitting: Council) -> None:
    sitting.turns_to(2)
    assert "wheel" not in sitting.sees("clerk", "wheel")
    assert not [event for event in sitting.events() if isinstance(event, WheelGiven)]


def test_a_journal_that_hands_over_to_somebody_who_is_not_a_secretary_is_named_at_that_line(two: Council) -> None:
    two.starts("ha")
    entries = two.journal()
    (given,) = (entry for entry in entries if entry.kind == WheelGiven.kind)
    before = [entry for entry in entries if entry.seq < given.seq]
    wrong = replace(given, body={"seat_id": two.seats["lan"]})
    for course in ([*before, wrong], [*before, given, given]):
        with pytest.raises(chain.Broken) as broken:
            replay(course)
        assert broken.value.seq == given.seq


def test_a_secretary_who_takes_back_the_chairs_turn_takes_over(two: Council) -> None:
    two.starts("an")
    two.submits("an", turn(two, 2))
    two.clock.advance(seconds=5)
    two.submits("ha", turn(two, 1))
    assert held_by(two) == "Lê Thu Hà"
    first, second, _ = two.retells().items
    assert (len(first.spans), first.is_open(), second.spans) == (1, True, ())
    two.ends()


def _as(two: Council, who: str, role: str, *, votes: bool) -> ChangeSeat:
    seat = {"meeting_id": two.meeting, "seat_id": two.seats[who]}
    return ChangeSeat(**seat, seen=seat_seen(two.database, seat["seat_id"]), role=role, votes=votes, label="")  # type: ignore[arg-type]


@pytest.mark.parametrize("gone", ["removed", "a guest now"])
def test_a_former_secretary_does_not_lead(two: Council, gone: str) -> None:
    with two.unwatched():
        third = AddSeat(meeting_id=two.meeting, person_id=two.people["admin"], role="clerk", votes=False)
        two.submits("admin", third)
        two.submits("outsider", give(two, "outsider"))
        seat = {"meeting_id": two.meeting, "seat_id": two.seats["outsider"]}
        leaves = RemoveSeat(**seat) if gone == "removed" else _as(two, "outsider", "guest", votes=False)
        two.submits("admin", leaves)
    assert "chưa có" in held_by(two)
    two.starts("ha")
    assert held_by(two) == "Lê Thu Hà"
