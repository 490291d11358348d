"""Everybody types their PIN: sign-ins over HTTP, some at once."""

import re
import sqlite3
import threading
from contextlib import closing
from queue import Empty, SimpleQueue

import requests

from meeting.kernel.hashing import hash_secret
from tests.scale.room import Room
from tests.server import LOOPBACK

AT_ONCE = 20
PIN = "135790"


def give_pins(room: Room) -> None:
    """Everybody's card has the same PIN: this measures the typing, not the printing."""
    with closing(sqlite3.connect(room.database)) as db, db:
        db.execute("update login set pin_hash = ?", (hash_secret(PIN),))


def sign_in_all(port: int, accounts: list[str]) -> list[int]:
    """Everybody types code and PIN, some at once; return the status of each answer."""
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
