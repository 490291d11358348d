"""A new tablet opens the room over slow 4G: when its delegate first sees something, and how much it had to fetch.

The network and the processor are slowed as the tools of Chromium do it: 1.44 Mbit/s, 562 ms of latency, a quarter of
the processor.
"""

from typing import Any

from playwright.sync_api import Browser, Page

from tests.chromium import CHROMIUM, chromium
from tests.scale.room import Room
from tests.server import Server

TRIES = 3
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def first_page(server: Server, room: Room) -> list[dict[str, Any]]:
    """Each try: `paint_ms` and `kilobytes`. Nothing where no Chromium is installed."""
    if CHROMIUM is None:
        return []
    with chromium() as browser:
        return [_opened(browser, server, room) for _ in range(TRIES)]


def _opened(browser: Browser, server: Server, room: Room) -> dict[str, Any]:
    context = browser.new_context(
        viewport={"width": 1024, "height": 768}, extra_http_headers={"Cookie": room.seats[0][1]}
    )
    page = context.new_page()
    received = _slowed(page)
    page.goto(f"{server.url}/m/{room.meeting}", wait_until="networkidle")
    told = {"paint_ms": page.evaluate(PAINT), "kilobytes": sum(received) / 1000}
    context.close()
    return told


def _slowed(page: Page) -> list[float]:
    """Slow a page down; return the list that gets the bytes of each file that it receives."""
    received: list[float] = []
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_4G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    tools.on("Network.loadingFinished", lambda done: received.append(done["encodedDataLength"]))
    return received
