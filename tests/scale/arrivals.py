"""People who come in: each scans the code on the hall screen with a device that is signed in, and checks in by it.

Reads a job as JSON from standard input (`host port meeting secret cookies`), prints `{came, refused, seconds}`. They
come as fast as they can, or evenly within the seconds of `over`. Loopback only; gives up after a minute.
"""

import gzip
import http.client
import ipaddress
import json
import secrets
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
GZIP = b"\x1f\x8b"
BROWSER = {
    "User-Agent": "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.4 Mobile/15E148 Safari/604.1",
    "Accept-Language": "vi-VN,vi;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}


class Device:
    """One kept connection, used by one person after the other: opening one for each would cost the client more."""

    def __init__(self, command: dict[str, Any]) -> None:
        self.job = command
        self.link = http.client.HTTPConnection(command["host"], command["port"], timeout=30)

    def check_in(self, cookie: str) -> bool:
        """Scan the code. The browser already has the page that it leads to: the page sends one request."""
        token = make_pass(bytes.fromhex(self.job["secret"]), self.job["meeting"], now(), PASS_SECONDS)
        origin = f"http://{self.job['host']}:{self.job['port']}"
        head = {"Cookie": cookie, "Origin": origin, "Content-Type": "application/json", "Accept": "application/json"}
        body = json.dumps({"payload": {"pass": token}, "key": secrets.token_hex(16)})
        self.link.request("POST", "/q", body, head | BROWSER)
        answer = self.link.getresponse()
        told = answer.read()
        return bool(json.loads(gzip.decompress(told) if told.startswith(GZIP) else told)["ok"])


def arrive(command: dict[str, Any]) -> dict[str, Any]:
    """Let everybody come; return how many did, and in how many seconds."""
    if not ipaddress.ip_address(command["host"]).is_loopback:
        raise SystemExit("only a loopback address may be put under load")
    waiting: SimpleQueue[tuple[float, str]] = SimpleQueue()
    came: list[bool] = []
    apart = command.get("over", 0.0) / max(1, len(command["cookies"]))
    start = time.perf_counter()
    for place, cookie in enumerate(command["cookies"]):
        waiting.put((start + place * apart, cookie))

    def let_in() -> None:
        device = Device(command)
        while time.perf_counter() - start < LIMIT:
            try:
                moment, cookie = waiting.get_nowait()
            except Empty:
                return
            time.sleep(max(0.0, moment - time.perf_counter()))
            came.append(device.check_in(cookie))

    devices = [threading.Thread(target=let_in) for _ in range(DEVICES)]
    for each in devices:
        each.start()
    for each in devices:
        each.join()
    seconds = time.perf_counter() - start
    return {"came": sum(came), "refused": [False] * (len(command["cookies"]) - sum(came)), "seconds": seconds}


if __name__ == "__main__":
    json.dump(arrive(json.load(sys.stdin)), sys.stdout)
