"""Our rooms by connection equal the library's, and a leaving client does not cost a search through a whole hall."""

import random
import statistics
import time

import pytest
import socketio
from socketio.manager import Manager

from meeting.live.rooms import Rooms

MEETING = "/meeting"


def managed(manager: Manager) -> Manager:
    """A server's manager, which announces no departure."""
    socketio.Server(client_manager=manager, async_mode="threading")
    return manager


@pytest.mark.parametrize("seed", range(20))
def test_arrivals_and_departures_agree_with_the_librarys_manager_of_rooms(seed: int) -> None:
    choose = random.Random(seed)
    ours, librarys = managed(Rooms()), managed(Manager())
    here: dict[str, tuple[str, str]] = {}
    for number in range(200):
        does = choose.choice(["comes", "comes", "enters", "enters", "leaves", "begins to go", "goes", "is refused"])
        if does in ("comes", "is refused"):
            line = f"line-{number}"
            ids = tuple(each.pre_connect(line, MEETING) for each in (ours, librarys))
            if does == "is refused":
                for each, sid in zip((ours, librarys), ids, strict=True):
                    each.disconnect(sid, MEETING)
            else:
                here[line] = tuple(each.connect(sid, MEETING) for each, sid in zip((ours, librarys), ids, strict=True))
        elif here:
            line = choose.choice(sorted(here))
            room = choose.choice("ABC")
            for each, sid in zip((ours, librarys), here[line], strict=True):
                match does:
                    case "enters":
                        each.enter_room(sid, MEETING, room)
                    case "leaves":
                        each.leave_room(sid, MEETING, room)
                    case "begins to go":
                        each.pre_disconnect(sid, MEETING)
                    case "goes":
                        each.disconnect(sid, MEETING)
            if does in ("begins to go", "goes"):
                for each, sid in zip((ours, librarys), here.pop(line), strict=True):
                    each.disconnect(sid, MEETING)
        assert seen(ours) == seen(librarys)
    assert set(ours._of) <= {sid for sid, _ in here.values()}, "who has gone is forgotten"


def seen(manager: Manager) -> dict[str, object]:
    """The connections in each room, and how many are coming and going."""
    rooms = manager.rooms.get(MEETING, {})
    names = rooms.get(None, {})
    return {
        "rooms": {names.get(room, room): sorted(members.values()) for room, members in rooms.items()},
        "coming": len(manager.pending_connect.get(MEETING, ())),
        "going": len(manager.pending_disconnect.get(MEETING, ())),
    }


def test_a_departure_among_three_thousand_costs_as_much_as_one_among_a_hundred() -> None:
    few, many = spent_on_going(100), spent_on_going(3000)
    assert many <= 8 * few, "the library's own takes thirty times as much"


def spent_on_going(hall: int) -> float:
    """Processor time in which one of this many leaves, the median of fifty."""
    manager, took = managed(Rooms()), []
    sids = [manager.connect(f"line-{number}", MEETING) for number in range(hall)]
    for number, sid in enumerate(sids):
        manager.enter_room(sid, MEETING, f"seat-{number}")
    for sid in sids[:50]:
        began = time.thread_time()
        manager.disconnect(sid, MEETING)
        took.append(time.thread_time() - began)
    return statistics.median(took)
