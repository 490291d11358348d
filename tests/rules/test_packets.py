"""What a client may send through the socket: text, and none of the events that only the server raises."""

import pytest

from meeting.live.packets import Json, TextPacket
from meeting.live.sockets import packet


def refused(sent: object) -> bool:
    try:
        assert TextPacket(encoded_packet=sent).packet_type is not None
    except ValueError:  # what the library calls a bad packet; any other exception would leave a traceback in the log
        return True
    return False


@pytest.mark.parametrize(
    "sent",
    [
        "0",
        '0{"token":"x"}',
        "1",
        '2["resume",{"seq":7}]',
        '2/meeting,["resume"]',
        '21["ask"]',
        "31[]",
        '2["connected"]',
    ],
)
def test_packets_of_our_pages_are_read(sent: str) -> None:
    assert not refused(sent)


@pytest.mark.parametrize(
    "sent",
    [
        b"0",
        bytearray(b"0"),
        '4{"message":"no"}',
        '51-["upload",{"_placeholder":true,"num":0}]',
        '61-[{"_placeholder":true,"num":0}]',
        "7",
        "2",
        "2{}",
        "2[]",
        "2[7]",
        "2[[]]",
        '2"resume"',
        '2["connect"]',
        '2["disconnect"]',
        '2["connect_error",{}]',
        '2/meeting,["disconnect"]',
        "2[",
        "x",
    ],
)
def test_packets_that_our_pages_never_send_are_refused(sent: object) -> None:
    assert refused(sent)


def test_a_packet_is_read_as_sent_without_attachments() -> None:
    read = TextPacket(encoded_packet='2["resume",{"seq":7}]')
    assert (read.packet_type, read.data, read.attachment_count) == (packet.EVENT, ["resume", {"seq": 7}], 0)
    assert TextPacket(packet_type=packet.EVENT, data=["x", b"bytes"]).packet_type == packet.EVENT, "and none is made"


def test_vietnamese_letters_are_sent_as_they_are_and_half_a_character_does_no_harm() -> None:
    assert Json.dumps({"b": "Đồng ý"}) == '{"b":"Đồng ý"}'
    assert Json.dumps(["\ud83d"]) == '["\\ud83d"]'
    assert Json.loads('{"a":[1,2]}') == {"a": [1, 2]}
    with pytest.raises(ValueError, match="truncated"):
        Json.loads('{"a":')
