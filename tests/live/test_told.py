"""A panel that looks as all screens of the view already show it is not sent again; yet every screen shows the truth."""

import random
from typing import Any

import pytest

from meeting.attendance.commands import MarkLeft
from meeting.live.tail import Tail
from meeting.panels import drawing
from meeting.panels.gallery import Gallery
from meeting.panels.registry import names_for
from tests.council import Council
from tests.rows import with_rows
from tests.tries import shared

LOOK = ("clerk", "vi")


class Screen:
    """A console: its page was drawn at a number, then it follows the rule of the page's script."""

    def __init__(self, council: Council, gallery: Gallery) -> None:
        self.meeting, self.gallery, self.joined = council.meeting, gallery, False
        self.seq = gallery.catch_up(self.meeting)[0]
        self.shows = {name: gallery.html(self.meeting, name, *LOOK) for name in names_for("clerk")}

    def receive(self, batch: dict[str, Any]) -> None:
        assert batch["after"] <= self.seq, "nothing was lost on the way"
        if batch["upto"] > self.seq:
            rows = batch.get("rows", {})
            self.shows |= batch["panels"] | {name: with_rows(self.shows[name], rows[name]) for name in rows}
            self.seq = batch["upto"]


class Room:
    """All look through the secretary's view; keeps what they were sent."""

    def __init__(self, council: Council) -> None:
        council.watching = False
        self.council, self.screens, self.joins = council, list[Screen](), 0
        self.gallery = Gallery(council.database, drawing.draw, council.clock, council.house.site.settings.data)
        self.gallery.catch_up(council.meeting)
        self.tail = Tail(self.gallery, self, self, tick_ms=0)
        self.sent: list[dict[str, Any]] = []

    def views(self, meeting_id: int) -> set[tuple[str, str]]:
        return {LOOK} if any(screen.joined for screen in self.screens) else set()

    def joined(self, meeting_id: int) -> dict[tuple[str, str], int]:
        return {LOOK: self.joins}

    def show(self, meeting_id: int, view: str, language: str, batch: dict[str, Any]) -> None:
        self.sent.append(batch)
        for screen in self.screens:
            if screen.joined:
                screen.receive(batch)

    def count(self, meeting_id: int, seat_id: int) -> int:
        return 0

    def tell(self, meeting_id: int, seat_id: int) -> None:
        """Nobody has a connected device here."""

    def opens(self) -> None:
        """Somebody opens the page."""
        self.screens.append(Screen(self.council, self.gallery))

    def joins_in(self, screen: Screen) -> None:
        """Its socket is up, for the first time or again."""
        self.joins += 1
        screen.receive(self.gallery.batch(self.council.meeting, screen.seq, *LOOK))
        screen.joined = True

    def hears(self) -> dict[str, Any]:
        """The tail's turn; return the last that was sent."""
        self.tail.show_news(self.council.meeting)
        return self.sent[-1]


@pytest.fixture
def room(sitting: Council) -> Room:
    """One console looks on."""
    room = Room(sitting)
    room.opens()
    room.joins_in(room.screens[0])
    return room


def test_an_unchanged_next_step_is_sent_once_however_many_arrive(room: Room) -> None:
    council = room.council
    leave(council, "lan")
    leave(council, "hung")
    council.arrives("lan")
    assert {"quorum", "step"} <= set(room.hears()["panels"])
    council.arrives("hung")
    assert set(room.hears()["panels"]) == {"quorum"}
    assert room.screens[0].shows["step"] == council.sees("clerk", "step")


def test_the_first_news_after_a_new_connection_is_complete(room: Room) -> None:
    council = room.council
    leave(council, "lan")
    leave(council, "hung")
    council.arrives("lan")
    room.hears()
    room.opens()
    room.joins_in(room.screens[1])
    council.arrives("hung")
    assert {"quorum", "step"} <= set(room.hears()["panels"])


def test_news_that_could_not_be_sent_to_all_is_sent_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    leave(room.council, "lan")
    with monkeypatch.context() as away:
        away.setattr(room, "show", lambda *batch: 1 / 0)
        room.tail.show_news(room.council.meeting)
    assert {"quorum", "step"} <= set(room.hears()["panels"])


@pytest.mark.parametrize("seed", shared(8, 4))
def test_a_page_opened_and_joined_at_any_time_shows_the_truth(room: Room, seed: int) -> None:
    """Arrivals, departures and turns to and fro, some sent together; pages opened, joined and lost in between."""
    council, choose = room.council, random.Random(seed)

    def comes_or_goes() -> None:
        who = choose.choice(["lan", "hung"])
        (leave if here[who] else Council.arrives)(council, who)
        here[who] = not here[who]

    def turns() -> None:
        at[0] = 3 - at[0]
        council.turns_to(at[0])

    def joins() -> None:
        room.joins_in(choose.choice(room.screens))

    def loses_its_network() -> None:
        choose.choice(room.screens).joined = False

    here, at = dict.fromkeys(["lan", "hung"], True), [1]
    for _ in range(60):
        choose.choice([comes_or_goes, comes_or_goes, turns, room.opens, joins, loses_its_network])()
        if choose.random() < 0.5:
            room.tail.show_news(council.meeting)
            true = {name: council.sees("clerk", name) for name in ("step", "quorum", "speakers", "roll", "agenda")}
            for screen in room.screens:
                if screen.joined:
                    assert {name: screen.shows[name] for name in true} == true


def leave(council: Council, who: str) -> None:
    """Somebody closes the page."""
    council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats[who], reason="Có việc gấp"))
