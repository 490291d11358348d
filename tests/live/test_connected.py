"""Connected seats, and for how long others have been lost: officers see it on every page they open."""

from meeting.live.connected import Connected


def test_a_seat_counts_as_lost_until_it_is_back() -> None:
    seats, passed = {1: {7, 8}}, [100.0]
    connected = Connected(lambda meeting: set(seats[meeting]), lambda: passed[0])
    assert connected.look(1)
    assert not connected.look(1)
    assert connected.told(1) == {"seats": [7, 8], "lost": {}, "heard": 0}
    seats[1].discard(8)
    passed[0] = 110.4
    assert connected.look(1)
    passed[0] = 430.0
    assert connected.told(1) == {"seats": [7], "lost": {"8": 319}, "heard": 330}
    seats[1] |= {8}
    assert connected.told(1)["lost"] == {}, "also before the next look"
    assert connected.look(1)
    seats[1].discard(8)
    assert connected.look(1)
    assert connected.told(1)["lost"] == {"8": 0}, "counted anew"


def test_an_empty_room_is_reported_once() -> None:
    connected = Connected(lambda meeting: set())
    assert (connected.look(1), connected.look(1)) == (True, False)
