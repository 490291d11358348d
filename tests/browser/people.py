"""What people do in front of a screen, in the words of a test."""

import re
from typing import Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.house import House
from tests.server import LOOPBACK

SIZES = {
    "tablet": (1024, 768),
    "upright": (768, 1024),
    "console": (1280, 800),
    "phone": (390, 844),
    "hall": (1920, 1080),
}


class Person:
    """Somebody with a device: a separate browser, and everything that went wrong in it.

    `outlasts`: its pages may leave a service worker behind; requests that go through it bypass a test that intercepts
    them.
    """

    def __init__(
        self,
        browser: Browser,
        house: House,
        size: str,
        *,
        port: int | None = None,
        dark: bool = False,
        outlasts: bool = False,
    ) -> None:
        width, height = SIZES[size]
        self.house = house
        self.base = f"http://{LOOPBACK}:{port or house.server.port}"
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=size != "console",
            locale="vi-VN",
            color_scheme="dark" if dark else "light",
            service_workers="allow" if outlasts else "block",
        )
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._hear)
        self.page.set_default_timeout(30_000)

    def signs_in(self, account: str) -> Self:
        """By the code and PIN of the printed card."""
        self.page.goto(f"{self.base}/sign-in")
        self.page.fill("#account", account)
        self.page.fill("#pin", self.house.cards[account])
        self.page.click("button.enter")
        self.page.wait_for_url(f"{self.base}/")
        return self

    def has_signed_in(self, account: str) -> Self:
        """Send the same form without a page, before what the test is about: a browser draws two pages less.

        No page is open afterwards.
        """
        door = f"{self.base}/sign-in"
        asked, form = self.context.request, {"account": account, "pin": self.house.cards[account]}
        token = re.findall(r'name="csrf-token" content="([^"]+)"', asked.get(door).text())[0]
        assert asked.post(door, form=form | {"csrf_token": token}, max_redirects=0).status == 303
        return self

    def enters(self) -> Self:
        """Into the room, from today's page."""
        if self.page.url == "about:blank":
            self.page.goto(f"{self.base}/")
        self.page.get_by_test_id("enter-room").click()
        return self._is_in()

    def opens(self, path: str) -> Self:
        """A page of the meeting."""
        self.page.goto(f"{self.base}/m/{self.house.meeting_id}/{path}")
        return self._is_in()

    def _is_in(self) -> Self:
        """The page says “connected” from its first paint; its scripts answer a press only once all of it is loaded."""
        expect(self.page.get_by_test_id("net-chip")).to_have_attribute("data-net", "ok")
        self.page.wait_for_load_state()
        return self

    def submits(self, command: str, **fields: str) -> None:
        """Press the first button of a form that hands in this command; confirm where asked."""
        form = self.page.locator(f'form[data-command="{command}"]').first
        for name, value in fields.items():
            form.locator(f'[name="{name}"]').fill(value)
        form.locator("button").last.click()
        self._confirms()

    def presses(self, testid: str) -> None:
        """Press a button by its name, confirm where asked. Without the wait it would count as the same press made
        twice."""
        self.page.wait_for_timeout(700)
        self.page.get_by_test_id(testid).first.click()
        self._confirms()

    def presses_twice(self, testid: str) -> None:
        """Press twice on the same spot, as unpractised people do; the page is redrawn between the two."""
        button = self.page.get_by_test_id(testid).first
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box
        for _ in range(2):
            self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            self.page.wait_for_timeout(250)

    def votes(self, choice: str) -> None:
        """Two taps: choose, send. A sheet that has just come up ignores taps for 600 ms."""
        self.page.wait_for_timeout(700)
        self.page.get_by_test_id(f"vote-{choice}").click()
        self.page.get_by_test_id("vote-send").click()

    def sees(self, testid: str, text: str, *, seconds: int = 15) -> None:
        """Wait for a text in a named place."""
        expect(self.page.get_by_test_id(testid).first).to_contain_text(text, timeout=seconds * 1000)

    def _confirms(self) -> None:
        dialog = self.page.locator("dialog.confirm[open]")
        if dialog.count():
            dialog.locator("button").last.click()

    def _hear(self, message: object) -> None:
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        # a tablet without a network logs it on its console; the test causes that
        # and a wrong PIN is answered with 403, which the browser reports too
        if kind == "error" and not any(word in text for word in ("WebSocket", "ERR_", "status of 403")):
            self.faults.append(text)


def field(person: Person) -> Locator:
    """Where the present item's conclusion is written."""
    return person.page.locator(".conclude textarea").locator("visible=true").first
