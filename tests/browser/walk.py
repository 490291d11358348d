"""A walk through the office: axe finds nothing, nothing is wider than the screen, nothing too low to press."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.axe import GROUNDS, faults
from tests.browser.still import Still
from tests.council import Council

SIZES = ("1024", "upright", "1280x800", "phone")
BELOW_48 = """() => [...document.querySelectorAll(`main a.button, main button, main summary, main select,
  main input:not([type=checkbox], [type=radio], [type=hidden])`)].filter((each) => each.checkVisibility())
  .map((each) => [each.textContent.trim(), each.getBoundingClientRect().height]).filter(([, high]) => high < 48)"""
UNFOLD = "for (const each of document.querySelectorAll('main details')) each.open = true"
BROKEN = """() => {
  const broken = [], range = document.createRange(), walker = document.createTreeWalker(
    document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.checkVisibility() || node.parentElement.closest('.visually-hidden, svg')) continue;
    for (const { 0: word, index } of node.data.matchAll(/(?<!\\S)\\p{L}{2,12}(?!\\S)/gu)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = [...range.getClientRects()].map((rect) => Math.round(rect.top));
      if (Math.max(...tops) - Math.min(...tops) > 8) broken.push(word);
    }
  }
  return broken;
}"""
"""Ordinary words that do not fit on a line: a column is too narrow for them."""
DOES_NOT_FIT = f"""() => document.documentElement.scrollWidth > document.documentElement.clientWidth
  || ({BELOW_48})().length > 0 || document.querySelector('.office-tabs')?.getBoundingClientRect().height > 64"""
"""Something is wider than the screen, or too low to press; or tabs take two lines."""
OR_BREAKS = f"() => ({DOES_NOT_FIT})() || ({BROKEN})().length > 0"


class Walk:
    """One desk goes from page to page; keeps what is wrong by the page's name. `album`: a folder for pictures.

    `whole_words`: also whether a column is too narrow for an ordinary word.
    """

    def __init__(self, desk: Still, album: Path | None, *, whole_words: bool = False) -> None:
        self.desk = desk
        self.album = album
        self.faults: dict[str, list[str]] = {}
        self._checked: set[str] = set()
        self._wrong = OR_BREAKS if whole_words else DOES_NOT_FIT

    def goes(self, paths: dict[str, str]) -> None:
        """Open each of the pages, `{name: path}`, with everything unfolded."""
        for name, path in paths.items():
            self.desk.opens(path).page.evaluate(UNFOLD)
            self.looks(name)

    def _too_large(self) -> list[str]:
        return [size for size in self.desk.looks(SIZES) if self.desk.page.evaluate(self._wrong)]

    def looks(self, name: str) -> None:
        """Check the open page, on every size of screen and on both grounds.

        In another language words are longer, and little else changes: there axe checks the first page alone.
        """
        page = self.desk.page
        by_axe = self.desk.language == "vi" or self.desk.language not in self._checked
        self._checked.add(self.desk.language)
        wrong = self._too_large()
        for scheme, structure in GROUNDS:
            if by_axe:
                wrong += [fault[:200] for fault in faults(page, scheme, structure)]
            for size in self.desk.looks(SIZES if self.album else ()):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.screenshot(path=self.album / f"{name}-{size}-{scheme}.png", full_page=True)
        if wrong:
            self.faults[name] = wrong


def looked_at(
    browser: Browser, council: Council, who: str, paths: dict[str, str], album: Path | None
) -> dict[str, object]:
    """What is wrong with these pages, as somebody sees them."""
    still = Still(browser, council, who)
    walk = Walk(still, album)
    walk.goes(paths)
    still.close()
    return dict(walk.faults)
