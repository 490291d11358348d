"""The tail by itself: a drawing that fails leaves only its own view dark, and only until it succeeds."""

from typing import Any

import pytest

from meeting.live.tail import Tail
from meeting.panels import drawing
from meeting.panels.gallery import Gallery
from tests.council import Council


class Room:
    """Who looks on, and what they were shown."""

    def __init__(self, *views: str) -> None:
        self._views = {(view, "vi") for view in views}
        self.shown: dict[str, list[dict[str, Any]]] = {view: [] for view in views}

    def views(self, meeting_id: int) -> set[tuple[str, str]]:
        return self._views

    def show(self, meeting_id: int, view: str, language: str, batch: dict[str, Any]) -> None:
        self.shown[view].append(batch)


class Nobody:
    """No person's own device is connected."""

    def count(self, meeting_id: int, seat_id: int) -> int:
        return 0

    def tell(self, meeting_id: int, seat_id: int) -> None:
        raise AssertionError("there is nobody to tell")


class Pen:
    """Draws, unless the ink is out: then what only the secretary sees cannot be drawn."""

    def __init__(self) -> None:
        self.dry = False

    def __call__(self, template: str, model: dict[str, Any], language: str) -> str:
        if self.dry and model["view"] == "clerk":
            raise ZeroDivisionError("no ink")
        return drawing.draw(template, model, language)


def test_a_view_that_cannot_be_drawn_does_not_leave_the_others_dark(
    sitting: Council, caplog: pytest.LogCaptureFixture
) -> None:
    pen, room = Pen(), Room("clerk", "member", "screen")
    gallery = Gallery(sitting.database, pen, sitting.clock, sitting.house.site.settings.data)
    tail = Tail(gallery, room, Nobody(), tick_ms=0)
    gallery.catch_up(sitting.meeting)
    pen.dry = True
    sitting.turns_to(2)
    tail.show_news(sitting.meeting)
    assert room.shown["clerk"] == []
    for view in ("member", "screen"):
        assert room.shown[view][-1]["upto"] == sitting.seq()
    assert "could not be drawn" in caplog.text
    pen.dry = False
    tail.show_news(sitting.meeting)
    assert room.shown["clerk"][-1]["upto"] == sitting.seq()
    assert room.shown["clerk"][-1]["panels"]["now"] == sitting.sees("clerk", "now")


def test_what_was_shown_is_not_shown_again(sitting: Council) -> None:
    room = Room("member")
    gallery = Gallery(sitting.database, drawing.draw, sitting.clock, sitting.house.site.settings.data)
    tail = Tail(gallery, room, Nobody(), tick_ms=0)
    gallery.catch_up(sitting.meeting)
    sitting.turns_to(2)
    for _ in range(3):
        tail.show_news(sitting.meeting)
    (batch,) = room.shown["member"]
    assert (batch["after"], batch["upto"]) == (sitting.seq() - 1, sitting.seq())
