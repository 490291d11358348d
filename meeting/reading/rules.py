"""Rules of reading: pure decisions."""

from collections.abc import Collection, Iterable

MOST_PAGES = 500
"""Of one request: more than anybody turns in half a minute."""


def noted(pages: Iterable[int], count: int | None) -> list[int]:
    """The pages of a paper of `count` pages that a device says were opened, once each and in order."""
    return sorted({page for page in pages if 1 <= page <= (count or 0)})[:MOST_PAGES]


def spans(pages: Collection[int]) -> list[tuple[int, int]]:
    """Pages as people say them: `1–4, 7`."""
    found: list[tuple[int, int]] = []
    for page in sorted(pages):
        if found and page == found[-1][1] + 1:
            found[-1] = (found[-1][0], page)
        else:
            found.append((page, page))
    return found
