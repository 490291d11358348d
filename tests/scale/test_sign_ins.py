"""Five hundred who type their PIN: what it takes of memory goes back, and the ballots beside it go first."""

import re
import sqlite3
import threading
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest
import requests

from meeting.access.directory import hash_secret
from tests.scale.big_paper import big_paper
from tests.scale.crowd import Crowd
from tests.scale.crowd_tablet import Tablet
from tests.scale.room import Room, room_server, seeded_room
from tests.server import LOOPBACK

TABLETS = 300
SIGN_INS = 500
AT_ONCE = 20
MOST_MIB = 350
PIN = "135790"


def give_pins(room: Room) -> None:
    """Everybody's card has the same PIN: what is measured is the typing, not the printing."""
    with sqlite3.connect(room.database) as db:
        db.execute("update login set pin_hash = ?", (hash_secret(PIN),))
    db.close()


def sign_in_all(port: int, accounts: list[str]) -> list[int]:
    """Everybody types code and PIN, some at once; the status of each answer."""
    waiting: SimpleQueue[str] = SimpleQueue()
    statuses: list[int] = []
    for account in accounts:
        waiting.put(account)

    def device() -> None:
        while True:
            try:
                account = waiting.get_nowait()
            except Empty:
                return
            statuses.append(_sign_in(port, account))

    devices = [threading.Thread(target=device) for _ in range(AT_ONCE)]
    for each in devices:
        each.start()
    for each in devices:
        each.join()
    return statuses


def _sign_in(port: int, account: str) -> int:
    url = f"http://{LOOPBACK}:{port}/sign-in"
    with requests.Session() as browser:
        page = browser.get(url, timeout=60)
        token = re.findall(r'csrf-token" content="([^"]+)"', page.text)[0]
        form = {"csrf_token": token, "account": account, "pin": PIN}
        return browser.post(url, data=form, allow_redirects=False, timeout=60).status_code


@pytest.mark.timeout(240)
def test_five_hundred_sign_ins_beside_three_hundred_tablets_leave_a_small_server(tmp_path: Path) -> None:
    room = seeded_room(tmp_path, big_paper(tmp_path / "paper.pdf", 1), TABLETS, 1)
    give_pins(room)
    with room_server(tmp_path).running() as server:
        crowd = Crowd(LOOPBACK, server.port, room.meeting)
        ready: list[Tablet] = []
        crowd.on_ready = lambda tablet, _: ready.append(tablet)
        tablets = [Tablet(seat, cookie) for seat, cookie in room.seats]
        crowd.open(tablets)
        assert crowd.run(lambda: len(ready) == TABLETS, 60)
        before = server.memory()
        statuses: list[int] = []
        accounts = [f"db{n % TABLETS:04d}" for n in range(SIGN_INS)]
        typing = threading.Thread(target=lambda: statuses.extend(sign_in_all(server.port, accounts)))
        typing.start()
        crowd.run(lambda: not typing.is_alive(), 180)
        after = server.memory()
        connected = sum(tablet.ready for tablet in tablets)
        crowd.close()
    print(f"{before:.0f} MiB before, {after:.0f} MiB after")
    assert statuses == [303] * SIGN_INS
    assert connected == TABLETS
    assert after < MOST_MIB
