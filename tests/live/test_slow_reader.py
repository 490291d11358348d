"""A device that stops reading is cut off before its queue grows, and costs the others nothing."""

import contextlib
import time
from pathlib import Path

import pytest
import websocket

from meeting.app import COMMANDS_A_SECOND
from meeting.live.push import KEPT
from tests.live.conftest import OpenHall
from tests.live.hall import Hall
from tests.live.tablet import Tablet
from tests.nursery import NODES

DEAF = 8
CHANGES = 40 * NODES  # each process grows a little by them, whether read or not
LETTERS = 19_900  # of three bytes each, under each of three items: a change is 180 kilobytes for every device
UNREAD_MIB = DEAF * CHANGES * LETTERS * 3 * 3 / 2**20
HELD = 0.58 * UNREAD_MIB
"""MiB, between the server's growth with a limit (0.3 to 0.5 of what is not read) and with a copy for each device (0.8).

All devices in a view share one message, so without a limit it would grow as slowly, and not
stop while they do not read.
"""
QUESTIONS = 90  # more questions at once get no answer
HELD_OF_ANSWERS = 0.5 * QUESTIONS * LETTERS * 3 * 3 / 2**20
"""MiB, between the server's growth by a device that reads no answers, with the limit and without it."""

ONE_MODE = pytest.mark.parametrize("nursery", ["eventlet"], indirect=True)
"""A control shows what the test beside it can notice, which does not depend on how the server runs."""


@pytest.mark.timeout(300 * NODES)
@pytest.mark.quiet
def test_a_client_that_does_not_read_is_cut_off_and_costs_the_others_nothing(open_hall: OpenHall) -> None:
    hall = open_hall(send_queue="4")
    flood = Flood(hall)
    assert flood.growth < HELD
    assert flood.slowest < max(1.5, 3 * flood.usual)
    assert flood.neighbour.gaps == 0
    others = sorted(hall.seats[who] for who in ("ha", "lan"))
    flood.clerk.until(lambda: flood.clerk.heard("devices")[-1]["seats"] == others, patience=10)
    for deaf in flood.deaf:
        deaf.listen_again()
        deaf.until(lambda deaf=deaf: deaf.closed)
        assert deaf.seq < flood.neighbour.seq, "it was not told everything"
    back = hall.line(hall.browser("khoa"))
    back.seq, back.panels = deaf.seq, dict(deaf.panels)
    back.resume(hall.meeting)
    assert back.panels == hall.drawn("member")


@ONE_MODE
@pytest.mark.timeout(300 * NODES)
def test_without_the_limit_no_client_would_be_cut_off(open_hall: OpenHall) -> None:
    """The control: the same flood, and a queue that takes everything."""
    flood = Flood(open_hall(send_queue="100000"))
    assert not any(deaf.closed for deaf in flood.deaf)


def test_a_client_that_does_not_read_its_answers_is_cut_off(open_hall: OpenHall) -> None:
    """Answers wait to be read as pushes do: questions asked again and again must not pile up either."""
    hall = open_hall(send_queue="4")
    deaf, growth = asked_by_the_deaf(hall)
    assert growth < HELD_OF_ANSWERS
    assert "dropped a device" in hall.server.said()
    deaf.listen_again()
    deaf.until(lambda: deaf.closed)
    assert "Traceback" not in hall.server.said()
    back = hall.tablet("khoa")
    assert back.panels == hall.drawn("member")


@ONE_MODE
def test_without_the_limit_answers_would_pile_up(open_hall: OpenHall) -> None:
    """The control: the same questions, and a queue that takes every answer."""
    deaf, growth = asked_by_the_deaf(open_hall(send_queue="100000"))
    assert growth > HELD_OF_ANSWERS
    assert not deaf.closed


@pytest.mark.quiet
def test_a_client_that_asks_a_lot_at_once_and_reads_is_answered(open_hall: OpenHall) -> None:
    hall = open_hall(send_queue="4")
    lan = hall.tablet("lan")
    numbers = [lan.say("beat", {}) for _ in range(300)]
    assert all("now" in lan.answer(number) for number in numbers)


def asked_by_the_deaf(hall: Hall) -> tuple[Tablet, float]:
    """A device that asks for everything, over and over, and reads nothing; return the server's growth (MiB).

    It asks from another number each time, because an answer that many lack is written once for all.
    """
    clerk, numbers = hall.tablet("ha"), hall.head()
    assert numbers > KEPT
    for item in hall.items:
        hall.submits(clerk, "conduct.record_conclusion", item_id=item, text="ế" * LETTERS)
    reader, deaf = hall.tablet("lan"), hall.line(hall.browser("khoa"), room=4096)
    for number in range(2 * KEPT):  # what the server draws and keeps for other readers is not measured
        reader.resume(hall.meeting, number % numbers)
    deaf.resume(hall.meeting, 0)
    deaf.deafen()
    before = hall.server.memory()
    with contextlib.suppress(OSError, websocket.WebSocketException):  # it may be cut off before it has asked all
        for number in range(QUESTIONS):
            deaf.say("resume", {"meeting": hall.meeting, "seq": number % numbers})
    return deaf, _settled(hall, deaf.port) - before


def _settled(hall: Hall, device: int) -> float:
    """The server's memory (MiB) once it has read everything or closed the connection, and is stable for two seconds."""
    until = time.monotonic() + 60
    while unread(hall.server.port, device) and time.monotonic() < until:
        time.sleep(0.1)
    seen = [hall.server.memory()]
    while len(seen) < 60 and (len(seen) < 5 or max(seen[-5:]) - min(seen[-5:]) > 1):
        time.sleep(0.5)
        seen.append(hall.server.memory())
    return seen[-1]


def unread(server: int, device: int) -> int:
    """Bytes from a device that the server has not read yet, found by their ports."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, here, there, _, queues, *_ = line.split()
        if here.endswith(f":{server:04X}") and there.endswith(f":{device:04X}"):
            return int(queues.partition(":")[2], 16)
    return 0


class Flood:
    """Long texts change while some devices do not read: the server's growth in MiB, a neighbour's longest wait (s).

    `usual`: the same while everybody reads.
    """

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.clerk, self.neighbour = hall.tablet("ha"), hall.tablet("lan")
        self.written = 0
        self.usual = self.pour(5)
        self.deaf = [self._deafened() for _ in range(DEAF)]
        before = hall.server.memory()
        self.slowest = self.pour(CHANGES)
        self.growth = hall.server.memory() - before

    def pour(self, changes: int) -> float:
        """Change the long texts this many times; the longest time (s) until the neighbour's tablet showed them."""
        waits = []
        for n in range(changes):
            asked, text = time.monotonic(), f"{n} " + "ế" * LETTERS
            for item in self.hall.items:
                command = {"item_id": item, "text": text, "version": self.written}
                upto = self.hall.submits(self.clerk, "conduct.record_conclusion", **command)["upto"]
            self.written += 1
            self.neighbour.reaches(upto)
            waits.append(time.monotonic() - asked)
            # one person's pace allows only these, and they are more than may come at once
            time.sleep(max(0.0, len(self.hall.items) / COMMANDS_A_SECOND - waits[-1]))
        return max(waits)

    def _deafened(self) -> Tablet:
        """A device that has seen the meeting and then stops reading, with little room in its network card."""
        tablet = self.hall.line(self.hall.browser("khoa"), room=4096)
        tablet.resume(self.hall.meeting, 0)
        tablet.deafen()
        return tablet
