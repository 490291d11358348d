"""The wheel: of several secretaries one changes the course of the meeting, seen by all, given or taken by one press."""

import pytest
from msgspec.structs import replace

from meeting.agenda.commands import AddSeat
from meeting.agenda.events import WheelGiven
from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import GoToItem, RecordConclusion, StartMeeting
from meeting.conduct.wheel import GiveWheel
from meeting.journal import chain
from meeting.planning.seats import ChangeSeat, RemoveSeat
from meeting.record.replay import replay
from meeting.speaking.commands import EnterSpeaker
from meeting.voting.commands.ballots import RecordHand
from meeting.voting.commands.motions import OpenMotion, PrepareMotion
from tests.council import FOR, Council
from tests.pages.client import Browser


@pytest.fixture
def two(council: Council) -> Council:
    """A second secretary: `outsider`, a man of the office."""
    with council.unwatched():
        seat = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="clerk", votes=False)
        council.seats["outsider"] = council.orders("admin", seat).made["seat_id"]
        council.arrives(*council.voters)
    return council


def turn(council: Council, place: int) -> GoToItem:
    return GoToItem(meeting_id=council.meeting, item_id=council.items[place - 1])


def give(council: Council, who: str) -> GiveWheel:
    return GiveWheel(meeting_id=council.meeting, seat_id=council.seats[who])


def held_by(council: Council) -> str:
    """Whom the officers' screens name."""
    shown = " ".join(council.sees("clerk", "wheel").split())
    assert shown == " ".join(council.sees("chair", "wheel").split())
    return shown.partition("<b>")[2].partition("</b>")[0]


def test_whoever_acts_first_holds_it_and_the_others_acts_are_refused_with_the_name(two: Council) -> None:
    assert "chưa có" in held_by(two)
    two.starts("ha")
    assert held_by(two) == "Lê Thu Hà"
    assert two.refuses("outsider", turn(two, 2)) == "conduct.not_driving"
    answer = Browser(two, "outsider").orders("conduct.go_to_item", {"meeting_id": 1, "item_id": two.items[1]})
    assert "bà Lê Thu Hà đang điều hành" in answer.get_json()["message"]
    two.orders("ha", turn(two, 2))


def test_one_press_takes_it_over_when_a_laptop_has_died_and_the_former_is_refused_from_then_on(two: Council) -> None:
    two.starts("ha")
    two.orders("outsider", give(two, "outsider"))
    assert held_by(two) == "Lý Quang Vinh"
    assert two.refuses("ha", turn(two, 2)) == "conduct.not_driving"
    two.orders("outsider", turn(two, 2))


def test_who_holds_it_or_presides_hands_it_on_and_nobody_hands_on_what_they_do_not_hold(two: Council) -> None:
    with two.unwatched():
        seat = AddSeat(meeting_id=two.meeting, person_id=two.people["admin"], role="clerk", votes=False)
        two.seats["admin"] = two.orders("admin", seat).made["seat_id"]
    two.starts("ha")
    assert two.refuses("outsider", give(two, "admin")) == "conduct.not_driving"
    two.orders("ha", give(two, "admin"))
    two.orders("an", give(two, "outsider"))
    assert held_by(two) == "Lý Quang Vinh"
    assert two.refuses("ha", give(two, "outsider")) == "conduct.drives_already"
    assert two.refuses("an", give(two, "lan")) == "conduct.not_a_clerk"
    for who in ("lan", "guest"):
        assert two.refuses(who, give(two, "ha")) == "access.not_allowed"


def test_who_presides_is_never_held_up_and_takes_no_wheel(two: Council) -> None:
    two.starts("ha")
    two.orders("an", turn(two, 2))
    assert held_by(two) == "Lê Thu Hà"


def test_the_second_secretary_keeps_the_roll_prepares_and_writes_meanwhile(two: Council) -> None:
    two.starts("ha")
    two.orders("outsider", MarkPresent(meeting_id=two.meeting, seat_id=two.seats["guest"]))
    said = RecordConclusion(meeting_id=two.meeting, item_id=two.items[0], text="Thống nhất.")
    two.orders("outsider", said)
    question = PrepareMotion(meeting_id=two.meeting, item_id=two.items[0], title="Thông qua")
    motion = two.orders("outsider", question).made["motion_id"]
    two.opens(motion)
    hand = RecordHand(meeting_id=two.meeting, motion_id=motion, seat_id=two.seats["lan"], choice=FOR)
    for order in (hand, EnterSpeaker(meeting_id=two.meeting, seat_id=two.seats["nam"]),
                  OpenMotion(meeting_id=two.meeting, motion_id=motion)):  # fmt: skip
        assert two.refuses("outsider", order) == "conduct.not_driving"
    two.orders("ha", hand)


def test_an_act_that_is_refused_takes_no_wheel(two: Council) -> None:
    assert two.refuses("outsider", turn(two, 2)) == "agenda.not_running"
    assert "chưa có" in held_by(two)
    two.orders("outsider", StartMeeting(meeting_id=two.meeting))
    assert held_by(two) == "Lý Quang Vinh"


def test_a_meeting_with_one_secretary_knows_no_wheel(sitting: Council) -> None:
    sitting.turns_to(2)
    assert "wheel" not in sitting.sees("clerk", "wheel")
    assert not [event for event in sitting.events() if isinstance(event, WheelGiven)]


def test_a_journal_that_gives_it_to_who_is_no_secretary_is_named_at_that_line(two: Council) -> None:
    two.starts("ha")
    entries = two.journal()
    (given,) = (entry for entry in entries if entry.kind == WheelGiven.kind)
    before = [entry for entry in entries if entry.seq < given.seq]
    wrong = replace(given, body={"seat_id": two.seats["lan"]})
    for course in ([*before, wrong], [*before, given, given]):
        with pytest.raises(chain.Broken) as broken:
            replay(course)
        assert broken.value.seq == given.seq


def test_a_turn_of_the_chair_is_taken_back_by_the_secretary_who_takes_the_wheel_with_it(two: Council) -> None:
    two.starts("an")
    two.orders("an", turn(two, 2))
    two.clock.advance(seconds=5)
    two.orders("ha", turn(two, 1))
    assert held_by(two) == "Lê Thu Hà"
    first, second, _ = two.retells().items
    assert (len(first.spans), first.is_open(), second.spans) == (1, True, ())
    two.ends()


@pytest.mark.parametrize("gone", ["removed", "a guest now"])
def test_who_is_no_secretary_any_more_holds_no_wheel(two: Council, gone: str) -> None:
    with two.unwatched():
        third = AddSeat(meeting_id=two.meeting, person_id=two.people["admin"], role="clerk", votes=False)
        two.orders("admin", third)
        two.orders("outsider", give(two, "outsider"))
        seat = {"meeting_id": two.meeting, "seat_id": two.seats["outsider"]}
        leaves = RemoveSeat(**seat) if gone == "removed" else ChangeSeat(**seat, role="guest", votes=False, label="")
        two.orders("admin", leaves)
    assert "chưa có" in held_by(two)
    two.starts("ha")
    assert held_by(two) == "Lê Thu Hà"
