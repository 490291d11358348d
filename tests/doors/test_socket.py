"""The socket door: only from our own pages, only by people who are signed in now, and never more than a role may
see."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from meeting.access.tables import SignIn
from meeting.kernel.tokens import token_hash
from meeting.panels import registry as panels
from tests.connection import OWN, Device
from tests.council import FOR, Council


@pytest.mark.parametrize(
    ("origin", "comes_in"),
    [
        (OWN, True),
        ("", False),
        ("null", False),
        ("https://localhost", False),
        ("http://localhost:8000", False),
        ("http://localhost.evil.example", False),
        ("http://evil.example", False),
        ("http://LOCALHOST/", False),
    ],
)
def test_only_our_own_pages_connect(council: Council, origin: str, comes_in: bool) -> None:
    assert Device(council, "lan", Origin=origin).connected is comes_in


def test_a_person_who_is_not_signed_in_does_not_connect(council: Council) -> None:
    assert not Device(council).connected


def test_a_new_device_is_given_every_panel_of_its_view_and_what_is_its_own(sitting: Council) -> None:
    """Its page was drawn before the journal was read: number 0 means everything."""
    for who, view in (("lan", "member"), ("ha", "clerk"), ("an", "chair"), ("guest", "guest"), ("screen", "screen")):
        answer = Device(sitting, who).resumes()
        assert set(answer["panels"]) == set(panels.names_for(view)), view
        assert answer["upto"] == sitting.seq()
    mine = Device(sitting, "lan").resumes()["mine"]
    assert (mine["seat"], mine["present"], mine["ballots"]) == (sitting.seats["lan"], True, {})
    assert Device(sitting, "screen").resumes()["mine"] == {}


def test_a_device_that_was_away_gets_only_what_has_changed(sitting: Council) -> None:
    device = Device(sitting, "lan")
    seq = device.resumes()["upto"]
    assert device.resumes(seq) == {"upto": seq, "panels": {}} | {
        name: device.resumes(seq)[name] for name in ("mine", "private", "now")
    }
    sitting.arrives("guest")
    answer = device.resumes(seq)
    assert (answer["after"], answer["upto"]) == (seq, seq + 1)
    assert set(answer["panels"]) == {"quorum", "floor"}
    assert "rows" not in answer, "no vote is open: no line of one changed"


def test_a_vote_by_socket_is_acknowledged_with_its_line(sitting: Council) -> None:
    motion = sitting.opens_motion()
    device = Device(sitting, "lan")
    device.resumes()
    payload = {"meeting_id": sitting.meeting, "motion_id": motion, "choice": FOR}
    wish = {"command": "voting.cast_ballot", "payload": payload, "key": "k1"}
    reply = device.says("do", wish)
    assert (reply["ok"], reply["upto"]) == (True, sitting.seq())
    assert device.says("do", wish) == reply
    assert sitting.box(motion) == {FOR: 1}
    assert device.resumes()["mine"]["ballots"][str(motion)]["code"] == reply["code"]


def test_the_other_device_of_the_same_person_is_notified(sitting: Council) -> None:
    motion = sitting.opens_motion()
    tablet, phone, neighbour = Device(sitting, "lan"), Device(sitting, "lan"), Device(sitting, "nam")
    for device in (tablet, phone, neighbour):
        device.resumes()
    payload = {"meeting_id": sitting.meeting, "motion_id": motion, "choice": FOR}
    tablet.says("do", {"command": "voting.cast_ballot", "payload": payload, "key": "k1"})
    (mine,) = phone.told("mine")
    assert mine["ballots"][str(motion)]["choice"] == FOR
    assert neighbour.told("mine") == [], "nobody else's device learns it"


def test_a_refusal_by_socket_is_a_code_and_a_sentence(sitting: Council) -> None:
    device = Device(sitting, "guest")
    payload = {"meeting_id": sitting.meeting, "motion_id": 1, "choice": FOR}
    refused = device.says("do", {"command": "voting.cast_ballot", "payload": payload, "key": ""})
    assert (refused["ok"], refused["code"]) == (False, "access.not_allowed")


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("do", None),
        ("do", {}),
        ("do", {"command": "voting.cast_ballot", "payload": [], "key": "k"}),
        ("do", {"command": "voting.cast_ballot", "payload": {}, "key": 1}),
        ("do", {"command": "voting.cast_ballot", "payload": {}, "key": "k", "actor": "an"}),
        ("resume", None),
        ("resume", {"meeting": "1", "seq": 0}),
        ("resume", {"meeting": 1}),
        ("resume", {"meeting": 2**70, "seq": 0}),
        ("resume", {"meeting": 1, "seq": -1}),
    ],
)
def test_an_inexact_message_is_refused(council: Council, event: str, message: object) -> None:
    answer = Device(council, "lan").says(event, message)
    assert answer.get("refused", answer)["code"] == "commands.malformed"


@pytest.mark.parametrize("who", ["outsider", "admin"])
def test_a_person_who_has_no_seat_sees_nothing(council: Council, who: str) -> None:
    assert Device(council, who).resumes()["refused"]["code"] == "access.not_allowed"


def test_nobody_sees_another_meeting(council: Council) -> None:
    for who in ("lan", "screen", "ha"):
        assert Device(council, who).resumes(meeting=council.meeting + 1)["refused"]["code"] == "access.not_allowed"


def test_an_ended_session_ends_on_the_open_socket_too(sitting: Council) -> None:
    motion = sitting.opens_motion()
    device = Device(sitting, "lan")
    device.resumes()
    lock = text("update login set active = false where account = 'lan'")
    sitting.database.gate.submit(lambda db: db.execute(lock))
    payload = {"meeting_id": sitting.meeting, "motion_id": motion, "choice": FOR}
    refused = device.says("do", {"command": "voting.cast_ballot", "payload": payload, "key": "k"})
    assert refused["code"] == "access.not_signed_in"
    assert device.resumes()["refused"]["code"] == "access.not_signed_in"
    assert sitting.box(motion) == {}


def test_a_signed_out_session_cannot_connect(council: Council) -> None:
    """The cookie may have been copied; the table says that the sign-in is over."""
    digest = token_hash(council.tokens["lan"])

    def end(db: Any) -> None:
        db.get(SignIn, digest).ended_at = council.clock()

    council.database.gate.submit(end)
    device = Device(council, "lan")
    assert not device.connected or device.resumes()["refused"]["code"] == "access.not_signed_in"


def test_a_fault_is_reported_without_details_and_the_connection_stays(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua kế hoạch")
    spoil = text("update meeting set quorum = '{'")
    sitting.database.gate.submit(lambda db: db.execute(spoil))
    device = Device(sitting, "ha")
    payload = {"meeting_id": sitting.meeting, "motion_id": motion}
    refused = device.says("do", {"command": "voting.open_motion", "payload": payload, "key": "k"})
    assert (refused["code"], refused["status"]) == ("live.broken", 500)
    assert "recusal" not in str(refused)
    assert device.says("beat", {})


def test_the_pulse_is_answered_with_the_servers_time(council: Council) -> None:
    assert Device(council, "lan").says("beat", {}) == {"now": "2026-09-24T01:00:00.000Z"}


def test_everything_sent_is_plain_json(sitting: Council) -> None:
    sitting.opens_motion()
    for who in ("lan", "ha", "screen"):
        assert msgspec.json.encode(Device(sitting, who).resumes())
