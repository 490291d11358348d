"""The pages of the tests' council, seen in the installed browser at the moment of the test's clock.

No server runs: the application itself answers the browser's requests, so that a screen can be looked at in any state of
a meeting within a moment. Tests that need the socket use a `House`.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page

from meeting.access.policy import View
from meeting.kernel.assets import static_prefix
from meeting.panels.registry import names_for
from tests.browser.answers import Answer, Asked, Proxy
from tests.council import Council

SIZES = {
    "1920": (1920, 1080),
    "1280x720": (1280, 720),
    "1280x800": (1280, 800),
    "1024": (1024, 768),
    "upright": (768, 1024),
    "phone": (390, 844),
}


HERE = "http://phonghop.test"
"""Where every page is."""

SENT = ("accept", "x-csrftoken")
"""Headers of the browser's that the application looks at."""


SETTLED = """([wide, high]) => new Promise((done) => {
  const frame = (left) => requestAnimationFrame(() => {
    if (innerWidth !== wide || innerHeight !== high) frame(3); // a busy machine has not heard of the new size yet
    else if (left) frame(left - 1);
    else done();
  });
  frame(3);
})"""


FOLLOW = "([script, told]) => import(script).then(({ drawPanels }) => drawPanels(document, told))"


AXE = "/static/axe.js"
"""Where a page finds axe-core, which the browser then keeps from page to page."""

_kept: dict[str, Answer] = {
    AXE: Answer(
        200,
        {"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "public, max-age=31536000, immutable"},
        AXE_SCRIPT.encode(),
    )
}


class Still:
    """One device of one person (or the hall screen) in front of a council."""

    def __init__(self, browser: Browser, council: Council, who: str, *, theme: str = "light") -> None:
        self.council = council
        self.language = "vi"
        self._set_to: datetime | None = None
        self.client = council.browser(who)
        self.faults: list[str] = []
        proxy = Proxy(browser, self._said, self.faults)
        self.context = browser.new_context(color_scheme=theme, locale="vi-VN", proxy={"server": proxy.url})
        self.context.on("close", lambda _: proxy.close())
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def speaks(self, language: str) -> None:
        """From here on the device's owner reads this language."""
        self.language = language
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.client.get("/sign-in").text)
        assert found is not None
        if language != "vi":
            self.client.post("/language", data={"language": language, "csrf_token": found[1]})
        assert f'lang="{language}"' in self.client.get("/sign-in").text

    def opens(self, path: str, size: str = "1024") -> Self:
        """Open a page as it is now, and wait until its fonts are there."""
        self.resizes(size)
        self._sets_clock()
        self.page.goto(f"{HERE}{path}")
        self.page.evaluate("document.fonts.ready.then(() => 0)")
        return self

    def follows(self, view: View) -> None:
        """The page's own script draws what has happened since, as when the server pushes it."""
        self._sets_clock()
        told = {name: self.council.sees(view, name) for name in names_for(view)}
        self.page.evaluate(FOLLOW, [f"{static_prefix()}/js/live/panels.js", told])

    def resizes(self, size: str) -> Self:
        """Change the screen's size."""
        width, height = SIZES[size]
        if self.page.viewport_size != {"width": width, "height": height}:
            self.page.set_viewport_size({"width": width, "height": height})
        return self

    def looks(self, sizes: Iterable[str]) -> Iterable[str]:
        """Yield several sizes, each once everything has found its place."""
        for size in sizes:
            self.resizes(size)
            self.page.evaluate(SETTLED, list(SIZES[size]))
            yield size

    def _sets_clock(self) -> None:
        """Set the page's clock when the test's has moved: every setting is repeated on each page opened later."""
        if self._set_to != self.council.clock():
            self._set_to = self.council.clock()
            self.page.clock.set_fixed_time(self._set_to)

    def close(self) -> None:
        """Close the device; nothing may have gone wrong in its scripts."""
        self.context.close()
        assert self.faults == []

    def _said(self, asked: Asked) -> Answer | None:
        """The application's answer; files that never change are requested once. No socket is answered."""
        if asked.path.startswith("/socket.io"):
            return None
        if asked.path in _kept:
            return _kept[asked.path]
        with self.client.open(
            asked.path,
            method=asked.method,
            query_string=asked.query,
            data=asked.body,
            content_type=asked.headers.get("content-type"),
            headers={name: said for name in SENT if (said := asked.headers.get(name))},
        ) as said:
            answer = Answer(said.status_code, dict(said.headers), said.data)
        if asked.path.startswith("/static/"):
            _kept[asked.path] = answer
        return answer


def tablet(browser: Browser, council: Council, who: str, size: str = "1024") -> Still:
    return Still(browser, council, who).opens(f"/m/{council.meeting}", size)


def said(device: Still) -> Locator:
    return device.page.get_by_test_id("vote-status")
