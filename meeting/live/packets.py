"""Packets of the live protocol: text, and nothing else.

The protocol's binary events announce how many attachments will follow, and everything that follows is
kept until all are there. Nobody here sends any, so whoever announces them is not listened to.
"""

from typing import Any

from socketio import packet


class TextPacket(packet.Packet):  # type: ignore[misc]
    """A packet without attachments, which then need not be looked for in what is sent either."""

    uses_binary_events = False

    def decode(self, encoded_packet: Any) -> int:
        """Read a packet; ValueError when it announces attachments."""
        super().decode(encoded_packet)
        if self.packet_type in (packet.BINARY_EVENT, packet.BINARY_ACK):
            raise ValueError("no attachments here")
        return 0
