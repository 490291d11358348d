"""A card used on a second device: the first device says so while it is open."""

from tests.live.hall import Hall


def test_the_first_device_shows_it_at_once(hall: Hall) -> None:
    first = hall.line(hall.another_browser("lan"))
    before = first.resume(hall.meeting, 0)["mine"]["signed_in_at"]
    hall.another_browser("lan")
    first.until(lambda: first.heard("mine"))
    assert first.heard("mine")[-1]["signed_in_at"] > before
