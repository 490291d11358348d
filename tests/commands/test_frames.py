"""What the server keeps of the messages that it sent."""

import sys

import socketio
from engineio import packet
from engineio.socket import Socket

from meeting.live.wire import Frames, share_frames


def test_messages_to_a_single_tablet_are_not_cached() -> None:
    server = socketio.Server(async_mode="threading")
    share_frames(server)
    eio = server.eio
    line = eio.sockets["line"] = Socket(eio, "line")
    line.connected = True
    frames, whole_state = Frames(), "".join(["Tờ trình "] * 500)
    before = sys.getrefcount(whole_state)
    eio.send("line", whole_state)
    told = line.queue.get()
    text = told.encode()
    assert text == "4" + whole_state
    assert frames.of(text, deflates=True) == frames.of("4" + whole_state, deflates=True)
    assert sys.getrefcount(text) == 2  # here and as an argument: neither the packet nor the frames hold it
    assert sys.getrefcount(whole_state) == before


def test_a_message_to_everybody_is_encoded_once() -> None:
    frames = Frames()
    text = packet.Packet(packet.MESSAGE, "Tờ trình " * 500).encode()
    assert frames.of(text, deflates=True) is frames.of(text, deflates=True)
