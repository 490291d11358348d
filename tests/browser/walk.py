"""A walk through the office: nothing that axe knows, nothing wider than the screen, nothing too low to press."""

from pathlib import Path

from tests.browser.axe import GROUNDS, brings_axe, faults
from tests.browser.still import Still

SIZES = ("1024", "upright", "1280x800", "phone")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BELOW_48 = """() => [...document.querySelectorAll(`main a.button, main button, main summary, main select,
  main input:not([type=checkbox], [type=radio], [type=hidden])`)].filter((each) => each.checkVisibility())
  .map((each) => [each.textContent.trim(), each.getBoundingClientRect().height]).filter(([, high]) => high < 48)"""
UNFOLD = "for (const each of document.querySelectorAll('main details')) each.open = true"
TABS = "document.querySelector('.office-tabs')?.getBoundingClientRect().height > 64"
"""Tabs of two lines."""


class Walk:
    """One desk goes from page to page; what is wrong is kept by the page's name. `album`: a folder for pictures."""

    def __init__(self, desk: Still, album: Path | None) -> None:
        self.desk = desk
        brings_axe(desk.context)
        self.album = album
        self.faults: dict[str, list[str]] = {}

    def goes(self, paths: dict[str, str]) -> None:
        """Open each of the pages, `{name: path}`, with everything unfolded."""
        for name, path in paths.items():
            self.desk.opens(path).page.evaluate(UNFOLD)
            self.looks(name)

    def fits(self, paths: dict[str, str]) -> None:
        """The same pages, held to their sizes alone: in another language words are longer, and colours the same."""
        for name, path in paths.items():
            self.desk.opens(path).page.evaluate(UNFOLD)
            if wrong := self._too_large():
                self.faults[name] = wrong

    def _too_large(self) -> list[str]:
        page = self.desk.page
        return [
            size
            for size in self.desk.looks(SIZES)
            if page.evaluate(WIDER) > 0 or page.evaluate(BELOW_48) or page.evaluate(TABS)
        ]

    def looks(self, name: str) -> None:
        """At the page that is open, on every size of screen and on both grounds."""
        page = self.desk.page
        wrong = self._too_large()
        for scheme, options in GROUNDS:
            wrong += [fault[:200] for fault in faults(page, scheme, options)]
            for size in self.desk.looks(SIZES if self.album else ()):
                page.screenshot(path=self.album / f"{name}-{size}-{scheme}.png", full_page=True)
        if wrong:
            self.faults[name] = wrong
