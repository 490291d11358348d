"""A device that stops reading is cut off before its queue grows, and costs the others nothing."""

import time

from tests.live.conftest import OpenHall
from tests.live.hall import Hall
from tests.live.tablet import Tablet

DEAF = 8
CHANGES = 40
LETTERS = 19_900  # of three bytes each, under three items: a change is 180 kilobytes for every device
UNREAD_MIB = DEAF * CHANGES * LETTERS * 3 * 3 / 2**20
HELD = 0.58 * UNREAD_MIB
"""Between what the server grows by (0.3 to 0.4 of what is not read) and would grow by without a limit (0.8), in MiB."""


def test_whoever_does_not_read_is_cut_off_and_costs_the_others_nothing(open_hall: OpenHall) -> None:
    hall = open_hall(send_queue="4")
    flood = Flood(hall)
    assert flood.growth < HELD
    assert flood.slowest < 1.5
    assert flood.neighbour.gaps == 0
    others = {"seats": sorted(hall.seats[who] for who in ("ha", "lan"))}
    flood.clerk.until(lambda: flood.clerk.heard("devices")[-1] == others, patience=10)
    for deaf in flood.deaf:
        deaf.listen_again()
        deaf.until(lambda deaf=deaf: deaf.closed)
        assert deaf.seq < flood.neighbour.seq, "it was not told everything"
    back = hall.line(hall.browser("khoa"))
    back.seq, back.panels = deaf.seq, dict(deaf.panels)
    back.resume(hall.meeting)
    assert back.panels == hall.drawn("member")


def test_without_the_limit_the_servers_memory_would_grow(open_hall: OpenHall) -> None:
    """The control: the same flood, and a queue that takes everything."""
    flood = Flood(open_hall(send_queue="100000"))
    assert flood.growth > HELD
    assert not any(deaf.closed for deaf in flood.deaf)


class Flood:
    """Long texts change while some devices do not read: the server's growth in MiB, a neighbour's longest wait."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.clerk, self.neighbour = hall.tablet("ha"), hall.tablet("lan")
        for item in hall.items[1:]:
            hall.orders(self.clerk, "agenda.record_conclusion", item_id=item, text="ế" * LETTERS)
        self.pour(5)
        self.deaf = [self._deafened() for _ in range(DEAF)]
        before = hall.server.memory()
        self.slowest = self.pour(CHANGES)
        self.growth = hall.server.memory() - before

    def pour(self, changes: int) -> float:
        """Change a long text so many times; the longest time (s) until the neighbour's tablet showed it."""
        waits = []
        for n in range(changes):
            asked, text = time.monotonic(), f"{n} " + "ế" * LETTERS
            order = {"item_id": self.hall.items[0], "text": text}
            self.neighbour.reaches(self.hall.orders(self.clerk, "agenda.record_conclusion", **order)["upto"])
            waits.append(time.monotonic() - asked)
        return max(waits)

    def _deafened(self) -> Tablet:
        """A device that has seen the meeting and then stops reading, with little room in its network card."""
        tablet = self.hall.line(self.hall.browser("khoa"), room=4096)
        tablet.resume(self.hall.meeting, 0)
        tablet.deafen()
        return tablet
