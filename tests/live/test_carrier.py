"""The process that carries papers, on its own: whom it cuts off, and what becomes of the papers when it hangs."""

import os
import select
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from meeting.live import carrying
from meeting.live.carrying import DONE, ORDER, TAKEN, Carrying, handed_over
from tests.server import ROOT

MEGABYTE = 1 << 20


def test_a_reader_who_accepts_nothing_is_disconnected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(carrying, "STILL_SECONDS", 0.5)
    (tmp_path / "paper").write_bytes(bytes(10 * MEGABYTE))
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    work = Carrying(theirs.fileno(), lambda: handed_over(theirs), select.epoll())
    carrier = threading.Thread(target=work.run, daemon=True)
    carrier.start()
    for takes in (True, False):
        server, tablet = socket.socketpair()
        server.setblocking(False)
        wait, tell = os.pipe()
        with (tmp_path / "paper").open("rb") as file:
            socket.send_fds(ours, [ORDER.pack(0, 10 * MEGABYTE)], [server.fileno(), file.fileno(), tell])
        os.close(tell)
        got = 0
        while takes and got < 10 * MEGABYTE:
            got += len(tablet.recv(MEGABYTE))
        with os.fdopen(wait, "rb") as said:
            assert said.read() == (TAKEN + DONE if takes else TAKEN)
        server.close()
        tablet.close()
    ours.close()
    carrier.join(30)
    assert not carrier.is_alive(), "it ends with the server"
    theirs.close()


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_when_the_carrier_hangs_its_readers_are_cut_newcomers_are_served_and_another_starts(mode: str) -> None:
    words = [sys.executable, "-m", "tests.live.hanging", mode]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout.splitlines() == ["cut", "sent by the server", "carried", "2"], run.stderr
