"""The process that carries papers is stopped, as by a debugger or a disk: what becomes of its readers and newcomers?

Prints, one per line: `cut` (the reader was cut off), `sent by the server` (the paper of a reader who came meanwhile),
`carried` (the paper of one who came afterwards), and how many processes were started in all.
"""

import contextlib
import os
import signal
import socket
import sys
import threading
import time

SIZE = 20 << 20


def main() -> None:
    """`eventlet` or `threading`."""
    from meeting.live import loop

    loop.patch(sys.argv[1])
    from meeting.live import carrier
    from meeting.live.connections import Caller
    from meeting.live.doorway import CALLER

    ours = carrier.Carrier()
    paper = os.memfd_create("paper")
    os.truncate(paper, SIZE)
    processes = set()
    door = socket.create_server(("127.0.0.1", 0))

    def asked() -> tuple[socket.socket, threading.Thread, list[bool]]:
        """Somebody asks for the paper; the list gets what `carry` returned, once it has returned."""
        tablet = socket.create_connection(door.getsockname())
        stream, _ = door.accept()
        stream.settimeout(60)
        caller, carried = Caller("here", stream, float("inf")), []
        work = threading.Thread(target=lambda: carried.append(ours.carry({CALLER: (None, caller)}, paper, 0, SIZE)))
        work.start()
        tablet.settimeout(60)
        return tablet, work, carried

    def reads(tablet: socket.socket) -> int:
        got = 0
        with contextlib.suppress(ConnectionError):
            while got < SIZE and (piece := tablet.recv(1 << 20)):
                got += len(piece)
        return got

    early, begins, _ = asked()
    reads(early)
    begins.join(60)
    usual, carrier.LOOK_SECONDS = carrier.LOOK_SECONDS, 1.0
    slow, first, _ = asked()
    slow.recv(1000)
    process = ours._process._child.pid
    processes.add(process)
    os.kill(process, signal.SIGSTOP)
    newcomer, second, fallen_back = asked()
    first.join(60)
    print("cut" if reads(slow) < SIZE - 1000 else "not cut")
    second.join(60)
    print("sent by the server" if fallen_back == [False] else "lost")
    newcomer.close()
    carrier.LOOK_SECONDS = usual  # a busy machine may need its time to start the next one
    later, third, carried = asked()
    print("carried" if reads(later) == SIZE else "lost")
    third.join(60)
    processes.add(ours._process._child.pid)
    assert carried == [True]
    while ours._process._child.poll() is None and not ours._process._child.kill():
        time.sleep(0.01)
    print(len(processes))


if __name__ == "__main__":
    main()
