"""The load client speaks as a browser does, so that it measures what a tablet would see."""

import zlib

import pytest

from tests.scale import wire


def unmasked(frame: bytes) -> bytes:
    """What a server reads from a short client frame."""
    mask, body = frame[2:6], frame[6:]
    return bytes(byte ^ mask[place % 4] for place, byte in enumerate(body))


def test_a_server_can_read_what_a_tablet_writes():
    assert unmasked(wire.frame(b"40/meeting,")) == b"40/meeting,"


def test_every_client_frame_is_masked_with_a_new_mask():
    assert wire.frame(b"2")[1] & 0x80
    assert len({wire.frame(b"2")[2:6] for _ in range(50)}) > 1


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536, 70000])
def test_frames_of_every_length_form_are_read(size):
    head = bytes([0x81]) + (
        bytes([size])
        if size < 126
        else bytes([126]) + size.to_bytes(2, "big")
        if size < 65536
        else bytes([127]) + size.to_bytes(8, "big")
    )
    assert [len(payload) for _, _, payload, _ in wire.frames(head + b"x" * size)] == [size]


def test_half_a_frame_waits_for_its_second_half():
    whole = b"\x81\x05hello" + b"\x81\x05wor"
    found = list(wire.frames(whole))
    assert [payload for _, _, payload, _ in found] == [b"hello"]
    assert found[-1][3] == 7


def test_a_masked_frame_from_a_server_is_an_error():
    with pytest.raises(wire.WireError):
        list(wire.frames(wire.frame(b"hello")))


def test_a_refused_upgrade_names_the_status():
    with pytest.raises(wire.WireError, match="403"):
        wire.accepted(b"HTTP/1.1 403 Forbidden\r\nServer: x")


def test_compressed_messages_share_one_dictionary():
    packer = zlib.compressobj(wbits=-15)
    packed = []
    for text in (b"Xin chao" * 20, b"Xin chao" * 20):
        packed.append((packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4])
    inflate = wire.accepted(b"HTTP/1.1 101 OK\r\nSec-WebSocket-Extensions: permessage-deflate")
    assert inflate is not None
    assert [inflate(part) for part in packed] == [b"Xin chao" * 20] * 2
    assert len(packed[1]) < len(packed[0])


def test_the_journal_number_is_found_without_reading_the_panels():
    packet = rb'42/meeting,["panels",{"panels":{"now":"<a data-x=\"\\\"upto\\\":9\">"},"after": 3,"upto":41}]'
    assert (wire.number(packet, wire.AFTER), wire.number(packet, wire.UPTO)) == (3, 41)
    assert wire.number(b'42/meeting,["mine",{}]', wire.UPTO) == -1


def test_an_ack_gives_back_its_number():
    assert wire.answer(b'43/meeting,17[{"ok":true}]') == (17, b'[{"ok":true}]')
