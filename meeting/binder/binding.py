"""Bind papers into one file, only inside the jail, with limited time and memory."""

from pathlib import Path

import msgspec

from meeting.work.jail import Bounds, JailFailed, ask_jailed

COUNT_BOUNDS = Bounds(seconds=60)
BIND_BOUNDS = Bounds(seconds=150, memory=2 << 30, file_size=2 << 30)


class Counted(msgspec.Struct, frozen=True):
    """Absolute paths of PDFs."""

    paths: list[str]


class PageCounts(msgspec.Struct, frozen=True):
    """The number of pages of each file; 0 when it cannot be read."""

    pages: list[int]


class Bookmark(msgspec.Struct, frozen=True):
    """A bookmark: its target page, counted from 0, and its depth."""

    title: str
    page: int
    level: int


class BindingPlan(msgspec.Struct, frozen=True):
    """A request to bind files.

    `files`: in order, each with -1 for all pages or the number of one; then bookmarks, stamp, result.
    """

    files: list[tuple[str, int]]
    marks: list[Bookmark]
    stamp: str
    result: str


class Done(msgspec.Struct, frozen=True):
    """The number of pages of the result."""

    pages: int


def count(paths: list[Path]) -> list[int]:
    """Return the number of pages of each file; 0 when it cannot be read. Raises Refused without a jail."""
    asked = Counted(paths=[str(path) for path in paths])
    return ask_jailed("meeting.binder.count_apart", asked, PageCounts, COUNT_BOUNDS, reads=paths).pages


def bind(plan: BindingPlan, folder: Path, reads: list[Path], bounds: Bounds = BIND_BOUNDS) -> int:
    """Bind a plan into a file in `folder` and return its number of pages. Raises JailFailed when that fails."""
    done = ask_jailed("meeting.binder.bind_apart", plan, Done, bounds, reads=reads, folder=folder)
    result = Path(plan.result)
    if result.is_symlink() or not result.is_file():
        raise JailFailed("no file")
    return done.pages
