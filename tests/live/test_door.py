"""Who gets through the socket door, and for how long: this server's own pages, people while they are signed in."""

import time

import pytest
import requests
import socketio
import websocket

from meeting.people.commands import IssueCard
from tests.live.hall import Hall
from tests.live.tablet import Tablet

DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"


def test_a_page_from_elsewhere_is_refused_before_the_socket_opens(hall: Hall) -> None:
    lan = hall.browser("lan")
    for origin in ("http://evil.example", "null", f"https://127.0.0.1:{hall.server.port}", "http://127.0.0.1"):
        with pytest.raises(websocket.WebSocketBadStatusException, match="400"):
            hall.line(lan, origin=origin)
    assert hall.line(lan).connected


def test_a_missing_origin_is_refused(hall: Hall) -> None:
    """A browser always names one; the library underneath would let a missing one pass."""
    intruder = hall.line(hall.browser("lan"), origin=None)
    assert (intruder.connected, intruder.refused) == (False, {"message": "access.not_signed_in"})


def test_without_a_sign_in_of_this_server_nobody_is_connected(hall: Hall) -> None:
    strangers = [Tablet(hall.server.port, cookie) for cookie in (None, "meeting=", "meeting=eyJ0b2tlbiI6IngifQ.aSEh.x")]
    for stranger in strangers:
        assert (stranger.connected, stranger.refused) == (False, {"message": "access.not_signed_in"})
        stranger.say("resume", {"meeting": hall.meeting, "seq": 0})
    time.sleep(0.3)
    for stranger in strangers:
        assert not any("panels" in frame.text for frame in stranger.frames)
        stranger.close()


def test_there_is_no_way_in_but_the_web_socket(hall: Hall) -> None:
    address = f"{hall.server.url}/socket.io/?EIO=4&transport=polling"
    assert requests.get(address, headers={"Cookie": hall.browser("lan").cookie}, timeout=5).status_code == 400


def test_compression_is_not_agreed_on_even_when_it_is_offered(hall: Hall) -> None:
    """Every browser offers it; compressing each small message for each tablet costs more than it saves."""
    lan = hall.line(hall.browser("lan"), extra=[DEFLATE])
    assert "sec-websocket-extensions" not in lan.line.getheaders()
    assert "refused" not in lan.resume(hall.meeting, 0)


def test_the_next_message_after_signing_out_is_refused(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    lan = hall.tablet("lan")
    hall.browser("lan").send("/sign-out")
    ballot = {"meeting_id": hall.meeting, "motion_id": hall.motion, "choice": "for"}
    said = lan.say("do", {"command": "voting.cast_ballot", "payload": ballot, "key": ""})
    asked = lan.say("resume", {"meeting": hall.meeting, "seq": 0})
    assert lan.answer(said)["code"] == "access.not_signed_in"
    assert lan.answer(asked)["refused"]["code"] == "access.not_signed_in"
    assert hall.box() == {}


def test_whoever_was_given_a_new_card_is_cut_off_on_the_old_device_within_a_second(hall: Hall) -> None:
    """A lost tablet is shown nothing more, even if it asks for nothing."""
    clerk, lost, neighbour = hall.tablet("ha"), hall.tablet("lan"), hall.tablet("nam")
    hall.elsewhere(IssueCard(person_id=hall.people["lan"], card_hash="new", pin_hash="new"))
    lost.until(lambda: not lost.connected, patience=3)
    told = len(lost.news)
    neighbour.reaches(hall.turns_to(clerk, 2))
    lost.say("resume", {"meeting": hall.meeting, "seq": 0})
    time.sleep(0.3)
    assert len(lost.news) == told
    assert neighbour.connected
    assert "refused" in hall.line(hall.browser("lan")).resume(hall.meeting, 0)


def test_what_a_role_may_not_do_it_may_not_do_over_the_socket(hall: Hall) -> None:
    hall.opens(hall.tablet("ha"))
    ballot = {"motion_id": hall.motion, "choice": "for"}
    forbidden = [
        ("lan", "voting.close_motion", {"motion_id": hall.motion}),
        ("lan", "agenda.go_to_item", {"item_id": hall.items[1]}),
        ("lan", "attendance.mark_present", {"seat_id": hall.seats["nam"]}),
        ("lan", "documents.record_rendition", {"document_id": hall.document, "pdf_sha256": "0", "pages": 1}),
        ("an", "agenda.record_conclusion", {"item_id": hall.items[0], "text": "…"}),
        ("ha", "voting.record_ruling", {"motion_id": hall.motion, "adopted": True, "reason": "…"}),
        ("guest", "voting.cast_ballot", ballot),
        ("screen", "voting.cast_ballot", ballot),
        ("outsider", "voting.cast_ballot", ballot),
    ]
    head = hall.head()
    for who, command, payload in forbidden:
        answer = hall.line(hall.browser(who)).order(command, {"meeting_id": hall.meeting} | payload)
        assert (answer["ok"], answer["code"]) == (False, "access.not_allowed"), (who, command)
    assert hall.head() == head


def test_the_protocols_stock_client_is_served(hall: Hall) -> None:
    """What the tablets of these tests write by hand is the protocol that others speak."""
    client = socketio.SimpleClient()
    headers = {"Cookie": hall.browser("lan").cookie}  # it names the origin by itself
    client.connect(hall.server.url, headers=headers, namespace="/meeting", transports=["websocket"])
    batch = client.call("resume", {"meeting": hall.meeting, "seq": 0})
    client.disconnect()
    assert batch["panels"] == hall.drawn("member")
