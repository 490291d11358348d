"""Bind files inside the jail: `python -m meeting.binder.bind_apart` (see binding.py)."""

from typing import NamedTuple

import pikepdf
from pikepdf import Name, OutlineItem, Page, Pdf

from meeting.binder.binding import BindingPlan, Bookmark, Done
from meeting.kernel.task import answer_request

SIZE = 9.0
EDGE = 16.0
"""Points from the lower edge of the page as it is displayed."""
_WIDTHS = {" ": 0.278, "/": 0.278}
"""Widths in Helvetica, which every reader has; a digit is 0.556 wide."""


class Shape(NamedTuple):
    """The visible part of a page in points, and its rotation in degrees."""

    left: float
    low: float
    right: float
    high: float
    turned: int


def shape(page: Page) -> Shape:
    """Return the visible part of a page.

    Raises TypeError or ValueError for a page without box or with a bad rotation.
    """
    left, low, right, high = (float(side) for side in page.cropbox)
    turned = int(page.obj.get("/Rotate", _inherited(page, "/Rotate"))) % 360
    return Shape(left, low, right, high, turned)


def bind(plan: BindingPlan) -> Done:
    """Bind the files of a plan and return the number of pages. Copies visible content, but no forms and scripts."""
    bound = pikepdf.new()
    opened: dict[str, Pdf] = {}
    for path, only in plan.files:
        source = opened.get(path) or opened.setdefault(path, pikepdf.open(path))
        bound.pages.extend([source.pages[only]] if only >= 0 else source.pages)
    font = bound.make_indirect(pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    stamp = _stamp(bound, plan.stamp)
    total = len(bound.pages)
    for number, page in enumerate(bound.pages, start=1):
        _number(page, f"{number} / {total}", font, stamp)
    _bookmarks(bound, plan.marks)
    bound.save(plan.result, deterministic_id=True)
    return Done(pages=total)


def _stamp(bound: Pdf, path: str) -> pikepdf.Object | None:
    if not path:
        return None
    with pikepdf.open(path) as drawn:
        return bound.copy_foreign(drawn.pages[0].as_form_xobject())


def _number(page: Page, words: str, font: pikepdf.Object, stamp: pikepdf.Object | None) -> None:
    """Write the page number in the middle of the lower edge, and the reader's name at the left, in any rotation."""
    if "/AA" in page.obj:  # actions that a PDF reader would run automatically
        del page.obj["/AA"]
    left, low, right, high, turned = shape(page)
    wide = right - left if turned in (0, 180) else high - low
    matrix = {
        0: f"1 0 0 1 {left:.2f} {low:.2f}",
        90: f"0 1 -1 0 {right:.2f} {low:.2f}",
        180: f"-1 0 0 -1 {right:.2f} {high:.2f}",
        270: f"0 -1 1 0 {left:.2f} {high:.2f}",
    }.get(turned, f"1 0 0 1 {left:.2f} {low:.2f}")
    half = SIZE * sum(_WIDTHS.get(letter, 0.556) for letter in words) / 2
    name = page.add_resource(font, Name.Font)
    drawn = f"BT {name} {SIZE} Tf 0 g {wide / 2 - half:.2f} {EDGE} Td ({words}) Tj ET"
    if stamp is not None:
        drawn += f" q 1 0 0 1 {EDGE} {EDGE - 3} cm {page.add_resource(stamp, Name.XObject)} Do Q"
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ q {matrix} cm {drawn} Q\n".encode())


def _inherited(page: Page, key: str) -> int:
    above = page.obj.get("/Parent")
    for _ in range(50):
        if above is None:
            return 0
        if key in above:
            return int(above[key])
        above = above.get("/Parent")
    return 0


def _bookmarks(bound: Pdf, marks: list[Bookmark]) -> None:
    with bound.open_outline() as outline:
        above: list[OutlineItem] = []
        for mark in marks:
            item = OutlineItem(mark.title, mark.page)
            del above[mark.level :]
            (above[-1].children if above else outline.root).append(item)
            above.append(item)


if __name__ == "__main__":
    answer_request(BindingPlan, bind)
