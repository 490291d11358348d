"""One person, two devices: the right to vote is on the last one signed in, or the last one that took it."""

import pytest

from meeting.access import sessions
from meeting.voting.events import RightMoved
from tests.cast import card_of
from tests.connection import Device
from tests.council import AGAINST, FOR, Council
from tests.pages.client import Browser

CAST = "voting.cast_ballot"


class Phone:
    """Lan's second device, signed in with her card."""

    def __init__(self, council: Council) -> None:
        council.clock.advance(seconds=5)
        self.browser = Browser(council)
        assert self.browser.scans(card_of("lan")).status_code == 303


@pytest.fixture
def voting(sitting: Council) -> tuple[Council, dict[str, object]]:
    """A vote is open and Lan has sent her ballot from her tablet."""
    motion = sitting.opens_motion()
    sitting.casts("lan", motion, FOR)
    return sitting, {"meeting_id": sitting.meeting, "motion_id": motion, "choice": AGAINST}


def test_the_right_to_vote_follows_the_last_sign_in_and_both_devices_show_it(
    voting: tuple[Council, dict[str, object]],
) -> None:
    council, ballot = voting
    tablet = Device(council, "lan")
    before = tablet.resumes()["mine"]["device"]
    phone = Phone(council)
    assert [event.seat_id for event in council.events() if isinstance(event, RightMoved)] == [council.seats["lan"]]
    told = tablet.told("mine")[-1]["device"]
    assert told != before, "the tablet learns that it is another device now"
    assert "Trần Thị Lan" in council.sees("clerk", "motion")
    assert "chuyển sang máy khác" in council.sees("clerk", "motion")
    assert "chuyển sang máy khác" not in council.sees("member", "motion")
    for answer in (
        Browser(council, "lan").submits(CAST, ballot).get_json(),
        tablet.says("do", {"command": CAST, "payload": ballot, "key": "k1"}),
    ):
        assert (answer["status"], answer["code"]) == (409, "voting.elsewhere")
        assert "Biểu quyết tại máy này" in answer["message"]
    assert phone.browser.submits(CAST, ballot).status_code == 200
    assert council.box(int(str(ballot["motion_id"]))) == {AGAINST: 1}


def test_a_person_who_signs_in_again_before_any_ballot_votes_only_on_the_new_device(sitting: Council) -> None:
    motion = sitting.opens_motion()
    phone = Phone(sitting)
    ballot: dict[str, object] = {"meeting_id": sitting.meeting, "motion_id": motion, "choice": FOR}
    assert Browser(sitting, "lan").submits(CAST, ballot).get_json()["code"] == "voting.elsewhere"
    assert phone.browser.submits(CAST, ballot, key="k1").status_code == 200


def test_the_first_device_takes_the_right_back_with_one_press(voting: tuple[Council, dict[str, object]]) -> None:
    council, ballot = voting
    phone = Phone(council)
    tablet = Device(council, "lan")
    here = {"command": "voting.vote_here", "payload": {"meeting_id": council.meeting}, "key": "k1"}
    assert tablet.says("do", here)["ok"]
    assert tablet.says("do", {"command": CAST, "payload": ballot, "key": "k2"})["ok"]
    refused = phone.browser.submits(CAST, ballot, key="k3")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "voting.elsewhere")
    assert phone.browser.submits("voting.vote_here", {"meeting_id": council.meeting}).status_code == 200
    assert phone.browser.submits(CAST, ballot, key="k3").status_code == 200


def test_a_page_loaded_again_is_the_same_device(voting: tuple[Council, dict[str, object]]) -> None:
    council, ballot = voting
    one, other = Device(council, "lan"), Device(council, "lan")
    for number, device in enumerate((one, other, one)):
        assert device.says("do", {"command": CAST, "payload": ballot, "key": f"k{number}"})["ok"]
    page = Browser(council, "lan").get(f"/m/{council.meeting}/tablet").text
    assert f'data-device-code="{one.resumes()["mine"]["device"]}"' in page


def test_a_device_after_signing_out_has_no_right_to_vote(voting: tuple[Council, dict[str, object]]) -> None:
    council, ballot = voting
    phone = Phone(council)
    phone.browser.send("/sign-out")
    assert Browser(council, "lan").submits(CAST, ballot).status_code == 200
    assert len([event for event in council.events() if isinstance(event, RightMoved)]) == 1


def test_signing_in_again_on_the_same_device_alarms_nobody(sitting: Council) -> None:
    Browser(sitting, "lan").send("/sign-out")
    first = Phone(sitting)
    first.browser.scans(card_of("lan"))
    assert [event for event in sitting.events() if isinstance(event, RightMoved)] == []


def test_an_agreement_must_come_from_the_voting_device(voting: tuple[Council, dict[str, object]]) -> None:
    council, ballot = voting
    about = ballot | {"seat_id": council.seats["lan"]}
    assert Browser(council, "ha").submits("voting.propose_hand", about).status_code == 200
    phone = Phone(council)
    refused = Browser(council, "lan").submits("voting.answer_hand", ballot | {"agreed": True})
    assert refused.get_json()["code"] == "voting.elsewhere"
    assert phone.browser.submits("voting.answer_hand", ballot | {"agreed": True}).status_code == 200


def test_a_person_who_agrees_on_a_device_after_leaving_another_votes_there(
    voting: tuple[Council, dict[str, object]],
) -> None:
    council, ballot = voting
    tablet = Browser(council, "lan")
    Phone(council).browser.send("/sign-out")
    Browser(council, "ha").submits("voting.propose_hand", ballot | {"seat_id": council.seats["lan"]})
    assert tablet.submits("voting.answer_hand", ballot | {"agreed": True}).status_code == 200
    told = len([event for event in council.events() if isinstance(event, RightMoved)])
    Phone(council)
    moved = [event.seat_id for event in council.events() if isinstance(event, RightMoved)]
    assert moved[told:] == [council.seats["lan"]], "a third device takes the right from the tablet, and all are told"


def test_a_person_without_a_vote_takes_no_right_to_vote(sitting: Council) -> None:
    answer = Browser(sitting, "ha").submits("voting.vote_here", {"meeting_id": sitting.meeting})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "voting.not_on_roll")


def test_an_expired_sign_in_has_no_right_to_vote(voting: tuple[Council, dict[str, object]]) -> None:
    council, ballot = voting
    Phone(council)
    council.clock.advance(hours=30)
    fresh = council.database.gate.submit(
        lambda db: sessions.begin(db, person_id=council.people["lan"], screen_of=None, now=council.clock(), hours=1)
    )
    tablet = Browser(council)
    with tablet.client.session_transaction() as session:
        session["token"] = fresh
    assert tablet.submits(CAST, ballot).status_code == 200


def test_after_the_meeting_no_right_to_vote_moves(voting: tuple[Council, dict[str, object]]) -> None:
    council, ballot = voting
    motion = int(str(ballot["motion_id"]))
    council.closes(motion, missing=8)
    council.announces(motion)
    phone = Phone(council)
    tablet = Browser(council, "lan")
    council.ends()
    for device in (tablet, phone.browser):
        answer = device.submits("voting.vote_here", {"meeting_id": council.meeting}).get_json()
        assert (answer["status"], answer["code"]) == (409, "agenda.not_running")
