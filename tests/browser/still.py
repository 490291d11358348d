"""The pages of a council of the tests, seen in the installed browser at the moment of the test's clock.

No server runs: the browser's requests are answered by the application itself, so that a screen can be looked at
in any state of a meeting within a moment. What needs the socket is tried with a `House`.
"""

import re
from collections.abc import Iterable
from typing import Self, TypedDict
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, Route

from meeting.access.policy import View
from meeting.kernel.assets import static_prefix
from meeting.panels.registry import names_for
from tests.council import Council

SIZES = {
    "1920": (1920, 1080),
    "1280x720": (1280, 720),
    "1280x800": (1280, 800),
    "1024": (1024, 768),
    "upright": (768, 1024),
    "phone": (390, 844),
}


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


class Answer(TypedDict):
    """What a browser is told."""

    status: int
    headers: dict[str, str]
    body: bytes


_kept: dict[str, Answer] = {}


class Still:
    """One device of one person (or the hall screen) in front of a council."""

    def __init__(self, browser: Browser, council: Council, who: str, *, theme: str = "light") -> None:
        self.council = council
        self.client = council.browser(who)
        self.context = browser.new_context(color_scheme=theme, locale="vi-VN")
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.route("**/*", self._answer)

    def speaks(self, language: str) -> None:
        """Whose device it is reads in this language from here on."""
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.client.get("/sign-in").text)
        assert found is not None
        if language != "vi":
            self.client.post("/language", data={"language": language, "csrf_token": found[1]})
        assert f'lang="{language}"' in self.client.get("/sign-in").text

    def opens(self, path: str, size: str = "1024") -> Self:
        """Open a page as it stands now, and wait until its letters are there."""
        self.resizes(size)
        self.page.clock.set_fixed_time(self.council.clock())
        self.page.goto(f"http://phonghop.test{path}")
        self.page.evaluate("document.fonts.ready.then(() => 0)")
        return self

    def follows(self, view: View) -> None:
        """What has happened since is drawn by the page's own script, as when the server tells it."""
        self.page.clock.set_fixed_time(self.council.clock())
        told = {name: self.council.sees(view, name) for name in names_for(view)}
        self.page.evaluate(FOLLOW, [f"{static_prefix()}/js/live/panels.js", told])

    def resizes(self, size: str) -> Self:
        """Another screen."""
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        return self

    def looks(self, sizes: Iterable[str]) -> Iterable[str]:
        """At each of several sizes, once everything has found its place."""
        for size in sizes:
            self.resizes(size)
            self.page.evaluate(SETTLED, list(SIZES[size]))
            yield size

    def close(self) -> None:
        """Put the device away; nothing may have gone wrong in its scripts."""
        self.context.close()
        assert self.faults == []

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("data", "blob"):
            route.continue_()
        elif address.path.startswith("/socket.io"):
            route.abort()
        else:
            route.fulfill(**self._said(address.path, address.query, route.request))

    def _said(self, path: str, query: str, request: Request) -> Answer:
        """What the application answers; what never changes is asked for once."""
        if path in _kept:
            return _kept[path]
        with self.client.open(
            path,
            method=request.method,
            query_string=query,
            data=request.post_data_buffer,
            content_type=request.headers.get("content-type"),
            headers={name: said for name in SENT if (said := request.headers.get(name))},
            follow_redirects=True,
        ) as said:
            answer = Answer(status=said.status_code, headers=dict(said.headers), body=said.data)
        if path.startswith("/static/"):
            _kept[path] = answer
        return answer
