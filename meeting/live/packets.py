"""Packets of the live protocol: text, and nothing else.

The protocol's binary events announce how many attachments will follow, and everything that follows is
kept until all are there. Nobody here sends any, so whoever announces them is not listened to.
"""

import json
from typing import Any

import msgspec

from meeting.live.sockets import packet

RESERVED = ("connect", "disconnect", "connect_error")
"""What the server itself says happened: a client that could say so would leave the list of those who are here."""


class TextPacket(packet.Packet):  # type: ignore[misc]
    """A packet without attachments, which then need not be looked for in what is sent either."""

    uses_binary_events = False

    def decode(self, encoded_packet: Any) -> int:
        """Read a packet; ValueError for one that no page of ours sends."""
        if not isinstance(encoded_packet, str):
            raise ValueError("no bytes here")
        super().decode(encoded_packet)
        if self.packet_type not in (packet.CONNECT, packet.DISCONNECT, packet.EVENT, packet.ACK):
            raise ValueError("not for a client to send")
        if self.packet_type == packet.EVENT and not _is_event(self.data):
            raise ValueError("no event of a client")
        return 0


def _is_event(data: Any) -> bool:
    return isinstance(data, list) and bool(data) and isinstance(data[0], str) and data[0] not in RESERVED


class Json:
    """JSON for the sockets: Vietnamese letters as they are, which is a third shorter than escaped."""

    @staticmethod
    def dumps(value: Any, **options: Any) -> str:
        """As text."""
        try:
            return msgspec.json.encode(value).decode()
        except UnicodeEncodeError:  # half a character that somebody sent, quoted back to them
            return json.dumps(value, separators=(",", ":"))

    @staticmethod
    def loads(text: str, **options: Any) -> Any:
        """From text; ValueError for what is no JSON."""
        return msgspec.json.decode(text)
