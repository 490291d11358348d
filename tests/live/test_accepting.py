"""How every accepted connection is set up before anything is read from it."""

import socket
from contextlib import closing

from meeting.live.connections import Connections
from meeting.live.doorway import accepting


def test_a_small_answer_is_sent_at_once() -> None:
    """Without it the kernel holds a small answer back until the one before it was received: 125 papers/s, not 400."""
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as door,
        socket.create_connection(door.getsockname()) as tablet,
    ):
        stream, address = accepting(door.accept, Connections(1024))
        with closing(stream):
            assert address == tablet.getsockname()
            assert stream.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
