"""Whatever comes over the wire, the server answers it or closes that connection; the others notice nothing."""

import json
from collections.abc import Callable

import websocket

from tests.live.hall import Hall
from tests.live.tablet import EVENT, Tablet

BALLOT = {"meeting_id": 1, "motion_id": 1, "choice": "for"}

MISSHAPEN = [
    ("resume", None),
    ("resume", "1"),
    ("resume", [1, 2]),
    ("resume", {"meeting": 1}),
    ("resume", {"meeting": 1, "seq": -1}),
    ("resume", {"meeting": 1, "seq": 1.5}),
    ("resume", {"meeting": 2**80, "seq": 0}),
    ("resume", {"meeting": True, "seq": 0}),
    ("resume", {"meeting": 1, "seq": 0, "view": 7}),
    ("resume", {"meeting": 1, "seq": 0, "role": "clerk"}),
    ("do", None),
    ("do", {"command": "voting.cast_ballot", "payload": BALLOT}),
    ("do", {"command": "voting.cast_ballot", "payload": BALLOT, "key": 7}),
    ("do", {"command": "voting.cast_ballot", "payload": BALLOT, "key": "x" * 65}),
    ("do", {"command": "voting.cast_ballot", "payload": [], "key": ""}),
    ("do", {"command": "voting.cast_ballot", "payload": BALLOT, "key": "", "token": "x"}),
    ("do", {"command": "voting.cast_ballot", "payload": BALLOT | {"seat_id": "1"}, "key": ""}),
    ("do", {"command": "voting.cast_ballot", "payload": BALLOT | {"motion_id": "1"}, "key": ""}),
    ("do", {"command": "voting.cast_ballot", "payload": BALLOT | {"motion_id": 2**70}, "key": ""}),
    ("do", {"command": "voting.cast_ballot", "payload": BALLOT | {"choice": ["for"]}, "key": ""}),
]
"""Events with a wrong shape: each is refused in words."""

GARBAGE = [
    "",
    "9",
    "x",
    "4",
    "42",
    "42/meeting",
    "42/meeting,",
    "42/meeting,{",
    "42/meeting,7[]",
    "42/meeting,7[5]",
    "42/meeting,7[null,{}]",
    '42/meeting,7["resume"]',
    '42/meeting,7["do",{},{},{}]',
    '42/meeting,7["connect",{}]',
    '42/meeting,7["disconnect"]',
    '42/meeting,7["no such event",{}]',
    '42/meeting,99999999999999999999999999999999999["beat",{}]',
    '42["resume",{"meeting":1,"seq":0}]',
    '42/elsewhere,["resume",{"meeting":1,"seq":0}]',
    "40/elsewhere,",
    "40/meeting,",
    "40",
    '42/meeting,7["do",{"command":"voting.cast_ballot","payload":{},"key":"\\ud800"}]',
    "43/meeting,1[]",
    "44/meeting,{}",
    '451-/meeting,7["do",{"_placeholder":true,"num":0}]',
    '4599999999-/meeting,["do",{"_placeholder":true,"num":0}]',
    "46/meeting,1[]",
    "49/meeting,[]",
    "42/meeting,7" + "[" * 30_000,
    '42/meeting,7["do",' + '{"a":' * 9_000 + "1" + "}" * 9_000 + "]",
    "2probe",
    "5",
    "6",
]
"""Text frames that the protocol does not have, or packets that a client may not send."""


def test_an_inexact_message_is_refused(hall: Hall) -> None:
    lan = hall.tablet("lan")
    head = hall.head()
    for event, message in MISSHAPEN:
        answer = lan.ask(event, message)
        refusal = answer.get("refused", answer)
        assert (refusal["ok"], refusal["code"]) == (False, "commands.malformed"), (event, message)
        assert refusal["message"]
    assert "Traceback" not in hall.server.said()
    assert hall.head() == head
    lan.ask("beat", {})


def test_an_unknown_command_is_not_found(hall: Hall) -> None:
    answer = hall.tablet("lan").submit("voting.count_twice", {})
    assert (answer["code"], answer["status"]) == ("kernel.not_found", 404)


def test_garbage_affects_only_its_sender(hall: Hall) -> None:
    neighbour, clerk = hall.tablet("nam"), hall.tablet("ha")
    for text in GARBAGE:
        vandal = hall.line(hall.browser("lan"))
        vandal.line.send(text)
        answers_or_is_gone(vandal, text)
        vandal.close()
        neighbour.ask("beat", {})
    neighbour.reaches(hall.turns_to(clerk, 2))
    assert neighbour.gaps == 0


def test_binary_and_broken_frames_affect_only_their_sender(hall: Hall) -> None:
    neighbour = hall.tablet("nam")
    throws: list[Callable[[websocket.WebSocket], object]] = [
        lambda line: line.send_binary(b"\x00\xff" * 100),
        lambda line: line.send_binary(b""),
        lambda line: line.sock.sendall(b"\x81\xfe\xff"),
        lambda line: line.sock.sendall(b"\x81\x05hello"),  # not masked, as a client must
        lambda line: line.sock.sendall(b"\xf1\x80\x00\x00\x00\x00"),  # reserved bits
        lambda line: line.sock.sendall(b"\x81\x82\x00\x00\x00\x00\xff\xfe"),  # text that is not UTF-8
        lambda line: line.sock.sendall(b"\x8b\x80\x00\x00\x00\x00"),  # no such opcode
        lambda line: line.sock.sendall(b"GET / HTTP/1.1\r\n\r\n"),
    ]
    for throw in throws:
        vandal = hall.line(hall.browser("lan"))
        throw(vandal.line)
        vandal.close()
        neighbour.ask("beat", {})


def test_a_frame_of_seventy_kilobytes_is_not_read_to_the_end(hall: Hall) -> None:
    """A text of 20,000 letters, the longest that any command takes, still passes."""
    vandal, neighbour, clerk = hall.tablet("lan"), hall.tablet("nam"), hall.tablet("ha")
    text = json.dumps(["resume", {"meeting": 1, "seq": 0, "more": "x" * 70_000}])
    vandal.line.send(f"{EVENT}77{text}")
    vandal.until(lambda: vandal.closed)
    assert not any(frame.text.startswith("43/meeting,77") for frame in vandal.frames)
    neighbour.ask("beat", {})
    longest = "ế" * 20_000
    assert len(longest.encode()) < 64 * 1024
    neighbour.reaches(hall.submits(clerk, "conduct.record_conclusion", item_id=hall.items[0], text=longest)["upto"])
    assert longest in neighbour.panels["agenda"]


def answers_or_is_gone(vandal: Tablet, sent: str) -> None:
    """The connection still works, or it is over; it never hangs."""
    try:
        number = vandal.say("beat", {})
    except (OSError, websocket.WebSocketConnectionClosedException):
        return
    try:
        vandal.until(lambda: vandal.closed or not vandal.connected or vandal.has_answer(number), patience=3)
    except AssertionError as hung:
        raise AssertionError(f"left hanging after {sent[:80]}") from hung
