"""The right to vote, tried by plain HTTP and by socket: nothing that a browser says is trusted."""

from tests.connection import Device
from tests.council import AGAINST, FOR, Council
from tests.pages.client import Browser

CAST = "voting.cast_ballot"


def test_a_late_arrival_gets_no_ballot_in_any_way(council: Council) -> None:
    council.sits(present=6)
    motion = council.opens_motion()
    council.arrives("khoa")
    payload = {"meeting_id": council.meeting, "motion_id": motion, "choice": FOR}
    answer = Browser(council, "khoa").submits(CAST, payload)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "voting.came_later")
    device = Device(council, "khoa")
    assert device.resumes()["mine"]["late"] == motion
    assert device.says("do", {"command": CAST, "payload": payload, "key": "k"})["code"] == "voting.came_later"
    assert council.box(motion) == {}


def test_the_question_reaches_the_persons_own_tablet_and_nobody_elses(sitting: Council) -> None:
    motion = sitting.opens_motion()
    lan, nam = Device(sitting, "lan"), Device(sitting, "nam")
    assert (lan.resumes()["mine"]["asked"], nam.resumes()["mine"]["asked"]) == (None, None)
    sitting.casts("lan", motion, FOR)
    about = {"meeting_id": sitting.meeting, "motion_id": motion, "seat_id": sitting.seats["lan"], "choice": AGAINST}
    secretary = Browser(sitting, "ha")
    refused = secretary.submits("voting.record_hand", about)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "voting.has_own_ballot")
    assert "đồng ý trên máy" in refused.get_json()["message"]
    assert secretary.submits("voting.propose_hand", about).status_code == 200
    assert lan.told("mine")[-1]["asked"] == {"motion": motion, "choice": AGAINST}
    assert nam.told("mine") == []
    payload = {"meeting_id": sitting.meeting, "motion_id": motion, "choice": AGAINST, "agreed": True}
    assert lan.says("do", {"command": "voting.answer_hand", "payload": payload, "key": "k"})["ok"]
    assert sitting.box(motion) == {AGAINST: 1}
    assert lan.told("mine")[-1]["asked"] is None
