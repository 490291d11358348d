"""What the product sends to one tablet, so that the bare server can send just as much."""

import json
import secrets
from typing import Any

from tests.scale import wire
from tests.scale.crowd import Crowd
from tests.scale.crowd_tablet import Lost, Tablet
from tests.scale.room import Room
from tests.server import LOOPBACK, Server

Messages = dict[str, dict[str, str]]
TICK_SECONDS = 1.0


def listen(server: Server, room: Room, motion: int) -> Messages:
    """The panels of three moments: entering (`state`), an item change (`change`), vote progress (`tally`).

    The meeting is at its first item. Uses up `motion`: it is opened, voted on once and announced.
    """
    crowd = Crowd(LOOPBACK, server.port, room.meeting)
    seat, cookie = room.seats[0]
    clerk, tablet = Tablet(0, room.clerk), Tablet(seat, cookie)
    lost: list[str] = []
    crowd.on_lost = lambda who, why: lost.append(why)
    crowd.open([clerk, tablet])
    if not crowd.run(lambda: clerk.ready and tablet.ready, 10):
        raise Lost(f"cannot enter the room: {lost}")
    found = {"state": _panels(tablet)}

    def ask(who: Tablet, command: str, **payload: object) -> None:
        crowd.ask(who, command, {"meeting_id": room.meeting, **payload}, secrets.token_hex(16))
        crowd.run(lambda: False, TICK_SECONDS)

    ask(clerk, "conduct.go_to_item", item_id=room.items[1])
    ask(clerk, "conduct.go_to_item", item_id=room.items[0])
    found["change"] = _panels(tablet)
    ask(clerk, "voting.open_motion", motion_id=motion)
    ask(tablet, "voting.cast_ballot", motion_id=motion, choice="for")
    found["tally"] = _panels(tablet)
    ask(clerk, "voting.close_motion", motion_id=motion, missing=len(room.seats) - 1)
    ask(clerk, "voting.announce_result", motion_id=motion)
    crowd.close()
    return found


def _panels(tablet: Tablet) -> dict[str, str]:
    text = tablet.last.removeprefix(wire.EVENT)
    parts: list[Any] = json.loads(text)
    told: dict[str, Any] = parts[-1]
    rows = {name: json.dumps(each, ensure_ascii=False) for name, each in told.get("rows", {}).items()}
    return {**told["panels"], **rows}


def plain() -> Messages:
    """Messages of a likely size, for trying the load client without the product."""
    row = '<li class="item" data-state="upcoming"><span>%d</span> Báo cáo kinh tế – xã hội kỳ %d</li>'
    agenda = "".join(row % (n, n) for n in range(1, 25))
    short = "".join(row % (n, n) for n in range(1, 5))
    state = {"agenda": agenda, "now": short}
    return {"state": state, "change": state, "tally": {"motion": short}}
