"""Binding: files of papers become one, in the jail only, with bounded time and memory."""

from pathlib import Path

import msgspec

from meeting.work.jail import Bounds, JailFailed, ask_jailed

COUNT_BOUNDS = Bounds(seconds=60)
BIND_BOUNDS = Bounds(seconds=150, memory=2 << 30, file_size=2 << 30)


class Counted(msgspec.Struct, frozen=True):
    """Absolute paths of PDFs."""

    paths: list[str]


class Counts(msgspec.Struct, frozen=True):
    """How many pages each has; 0: it cannot be read."""

    pages: list[int]


class Mark(msgspec.Struct, frozen=True):
    """A bookmark: the page it leads to, counted from 0, and how deep it stands."""

    title: str
    page: int
    level: int


class Plan(msgspec.Struct, frozen=True):
    """What to bind: files in order (a page of one alone where `only` is not -1), bookmarks, the stamp, the result."""

    files: list[tuple[str, int]]
    marks: list[Mark]
    stamp: str
    result: str


class Done(msgspec.Struct, frozen=True):
    """How many pages the result has."""

    pages: int


def count(paths: list[Path]) -> list[int]:
    """Pages of each file; 0 of one that cannot be read. Refused without a jail."""
    asked = Counted(paths=[str(path) for path in paths])
    return ask_jailed("meeting.binder.count_apart", asked, Counts, COUNT_BOUNDS, reads=paths).pages


def bind(plan: Plan, folder: Path, reads: list[Path], bounds: Bounds = BIND_BOUNDS) -> int:
    """Bind into a file of `folder`; the number of its pages. JailFailed when it does not come about."""
    done = ask_jailed("meeting.binder.bind_apart", plan, Done, bounds, reads=reads, folder=folder)
    result = Path(plan.result)
    if result.is_symlink() or not result.is_file():
        raise JailFailed("no file")
    return done.pages
