"""The socket door lets in, while they are signed in: this server's own pages, people while they are signed in."""

import json
import subprocess
import sys

import pytest
import requests
import websocket

from meeting.people.commands import IssueCard
from tests.live.hall import Hall
from tests.live.tablet import EVENT, Tablet

STOCK_CLIENT = """
import json, socketio, sys
url, cookie, meeting = sys.argv[1:]
client = socketio.SimpleClient()
client.connect(url, headers={"Cookie": cookie}, namespace="/meeting", transports=["websocket"])
answer = client.call("resume", {"meeting": int(meeting), "seq": 0})
print(json.dumps([answer, *client.receive(timeout=20)]))
client.disconnect()
"""  # it names the origin by itself


def test_a_page_from_elsewhere_is_refused_before_the_socket_opens(hall: Hall) -> None:
    """A browser always says where a page comes from; so a request without an origin is refused too."""
    lan = hall.browser("lan")
    elsewhere = ("http://evil.example", "null", f"https://127.0.0.1:{hall.server.port}", "http://127.0.0.1", None)
    for origin in elsewhere:
        with pytest.raises(websocket.WebSocketBadStatusException, match="403") as refused:
            hall.line(lan, origin=origin)
        assert refused.value.resp_body.decode() == "live.foreign"
    assert hall.line(lan).connected


def test_without_a_sign_in_of_this_server_no_socket_opens(hall: Hall) -> None:
    lan = hall.browser("lan")
    over = lan.cookie
    lan.send("/sign-out")
    for cookie in (None, "meeting=", "meeting=eyJ0b2tlbiI6IngifQ.aSEh.x", over):
        with pytest.raises(websocket.WebSocketBadStatusException, match="401"):
            Tablet(hall.server.port, cookie)


def test_the_web_socket_is_the_only_transport(hall: Hall) -> None:
    address = f"{hall.server.url}/socket.io/?EIO=4&transport=polling"
    headers = {"Cookie": hall.browser("lan").cookie, "Origin": hall.server.url}
    assert requests.get(address, headers=headers, timeout=5).status_code == 400


def test_the_next_message_after_signing_out_is_refused(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    lan = hall.tablet("lan")
    hall.browser("lan").send("/sign-out")
    ballot = {"meeting_id": hall.meeting, "motion_id": hall.motion, "choice": "for"}
    said = lan.say("do", {"command": "voting.cast_ballot", "payload": ballot, "key": ""})
    asked = lan.say("resume", {"meeting": hall.meeting, "seq": 0})
    lan.until(lambda: lan.has_answer(asked) or lan.closed)
    told = [lan.answer(number) for number in (said, asked) if lan.has_answer(number)]
    assert {answer.get("refused", answer)["code"] for answer in told} <= {"access.not_signed_in"}
    assert len(told) == 2 or lan.closed, "its line is cut within a second, which may be before it was read"
    assert hall.box() == {}


def test_the_old_device_is_cut_off_within_a_second_of_a_new_card(hall: Hall) -> None:
    """A lost tablet is shown nothing more, even if it asks for nothing."""
    clerk, lost, neighbour = hall.tablet("ha"), hall.tablet("lan"), hall.tablet("nam")
    hall.elsewhere(IssueCard(person_id=hall.people["lan"], card_hash="new", pin_hash="new"))
    lost.until(lambda: lost.closed, patience=3)
    neighbour.reaches(hall.turns_to(clerk, 2))
    assert neighbour.connected
    with pytest.raises(websocket.WebSocketBadStatusException, match="401"):
        hall.line(hall.browser("lan"))


def test_no_client_can_avoid_being_cut_off(hall: Hall) -> None:
    """One says that it has gone, one goes and keeps its socket open, one never came in: the server knows all three."""
    gone, left, never = (hall.line(hall.browser("lan"), joins=joins) for joins in (True, True, False))
    gone.line.send(f'{EVENT}["disconnect"]')
    left.line.send("41/meeting,")
    gone.until(lambda: gone.closed)
    hall.elsewhere(IssueCard(person_id=hall.people["lan"], card_hash="new", pin_hash="new"))
    for tablet in (left, never):
        tablet.until(lambda tablet=tablet: tablet.closed, patience=3)


def test_a_client_cannot_call_the_servers_own_events(hall: Hall) -> None:
    lan, nam = hall.tablet("lan"), hall.tablet("nam")
    for event in ('["connect",{"HTTP_COOKIE":"x"}]', '["connect"]', '["disconnect","x"]', '["connect_error"]'):
        vandal = hall.line(hall.browser("lan"))
        vandal.line.send(EVENT + "7" + event)
        vandal.until(lambda vandal=vandal: vandal.closed)
    for tablet in (lan, nam):
        tablet.ask("beat", {})


@pytest.mark.parametrize("hours", [-2, 2])
def test_an_expired_sign_in_is_cut_off_whatever_the_clock_did(hall: Hall, hours: int) -> None:
    """The clock is set forward past the end of the sign-in, or back to before it."""
    lan, neighbour = hall.browser("lan"), hall.tablet("nam")
    hall.signed_in_until("lan", seconds=4)
    tablet = hall.line(lan)
    hall.signed_in_until("lan", seconds=3600 * hours)
    tablet.until(lambda: tablet.closed, patience=12)
    with pytest.raises(websocket.WebSocketBadStatusException, match="401"):
        hall.line(lan)
    assert neighbour.connected


def test_the_socket_grants_a_role_only_its_rights(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    ballot = {"motion_id": hall.motion, "choice": "for"}
    forbidden = [
        ("lan", "voting.close_motion", {"motion_id": hall.motion}),
        ("lan", "conduct.go_to_item", {"item_id": hall.items[1]}),
        ("lan", "attendance.mark_present", {"seat_id": hall.seats["nam"]}),
        ("lan", "documents.record_rendition", {"document_id": hall.document, "pdf_sha256": "0", "pages": 1}),
        ("an", "conduct.record_conclusion", {"item_id": hall.items[0], "text": "…"}),
        ("ha", "voting.record_ruling", {"motion_id": hall.motion, "adopted": True, "reason": "…"}),
        ("guest", "voting.cast_ballot", ballot),
        ("screen", "voting.cast_ballot", ballot),
        ("outsider", "voting.cast_ballot", ballot),
    ]
    head = hall.head()
    for who, command, payload in forbidden:
        answer = hall.line(hall.browser(who)).submit(command, {"meeting_id": hall.meeting} | payload)
        assert (answer["ok"], answer["code"]) == (False, "access.not_allowed"), (who, command)
    assert hall.head() == head


def test_the_protocols_stock_client_is_served(hall: Hall) -> None:
    """The tests' hand-written tablets speak the same protocol as other programs."""
    device = hall.browser("lan").cookie
    words = [sys.executable, "-c", STOCK_CLIENT, hall.server.url, device, str(hall.meeting)]
    told = subprocess.run(words, check=True, capture_output=True, timeout=60).stdout
    answer, name, batch = json.loads(told)
    assert (name, batch["upto"], batch["panels"]) == ("panels", answer["upto"], hall.drawn("member"))
