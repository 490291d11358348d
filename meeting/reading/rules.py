"""Rules of reading. Pure decisions."""

from collections.abc import Collection, Iterable

MOST_PAGES = 500
"""The most pages in one request: more than anybody turns in half a minute."""


def noted(pages: Iterable[int], count: int | None) -> list[int]:
    """Return the reported pages that exist in a paper of `count` pages, sorted, each once."""
    return sorted({page for page in pages if 1 <= page <= (count or 0)})[:MOST_PAGES]


def spans(pages: Collection[int]) -> list[tuple[int, int]]:
    """Return pages as (first, last) spans; people write them `1–4, 7`."""
    found: list[tuple[int, int]] = []
    for page in sorted(pages):
        if found and page == found[-1][1] + 1:
            found[-1] = (found[-1][0], page)
        else:
            found.append((page, page))
    return found
