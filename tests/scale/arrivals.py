"""People who come in: each scans the code on the hall screen with a device that is signed in, and checks in by it.

Reads an order as JSON from standard input (`host port meeting secret cookies`), prints `{came, refused, seconds}`.
Loopback only; gives up after a minute.
"""

import http.client
import ipaddress
import json
import re
import sys
import threading
import time
from queue import Empty, SimpleQueue
from typing import Any

from meeting.attendance.passes import make_pass
from meeting.kernel.clock import now

DEVICES = 16
LIMIT = 60.0
PASS_SECONDS = 15
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Device:
    """One kept connection, used by one person after the other: a phone's own would cost the client more to open."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.order = order
        self.link = http.client.HTTPConnection(order["host"], order["port"], timeout=30)
        self.cookie = ""

    def check_in(self, cookie: str) -> bool:
        """Scan the code and press the button it leads to; whether the room is open then."""
        self.cookie, meeting = cookie, self.order["meeting"]
        token = make_pass(bytes.fromhex(self.order["secret"]), meeting, now(), PASS_SECONDS)
        self.ask("GET", f"/q/{token}")
        _, page = self.ask("GET", f"/m/{meeting}/arrive")
        found = TOKEN.search(page)
        if found is None:
            return False
        place, _ = self.ask("POST", f"/m/{meeting}/arrive", f"csrf_token={found[1]}")
        return place.endswith(f"/m/{meeting}")

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[str, str]:
        """One request as the browser makes it; where it leads to, and the page."""
        origin = f"http://{self.order['host']}:{self.order['port']}"
        head = {"Cookie": self.cookie, "Origin": origin, "Referer": f"{origin}/"}
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        self.link.request(method, path, body, head)
        answer = self.link.getresponse()
        page = answer.read().decode()
        for each in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = each.partition(";")[0]
        return answer.headers.get("Location", ""), page


def arrive(order: dict[str, Any]) -> dict[str, Any]:
    """Let everybody come; how many did, and in how many seconds."""
    if not ipaddress.ip_address(order["host"]).is_loopback:
        raise SystemExit("only a loopback address may be put under load")
    waiting: SimpleQueue[str] = SimpleQueue()
    came: list[bool] = []
    start = time.perf_counter()
    for cookie in order["cookies"]:
        waiting.put(cookie)

    def let_in() -> None:
        device = Device(order)
        while time.perf_counter() - start < LIMIT:
            try:
                came.append(device.check_in(waiting.get_nowait()))
            except Empty:
                return

    devices = [threading.Thread(target=let_in) for _ in range(DEVICES)]
    for each in devices:
        each.start()
    for each in devices:
        each.join()
    seconds = time.perf_counter() - start
    return {"came": sum(came), "refused": [False] * (len(order["cookies"]) - sum(came)), "seconds": seconds}


if __name__ == "__main__":
    json.dump(arrive(json.load(sys.stdin)), sys.stdout)
