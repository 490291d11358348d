"""The counting task, run in the jail: `python -m meeting.binder.count_apart` (see binding.py)."""

import pikepdf

from meeting.binder.binding import Counted, Counts
from meeting.work.jail import answer_jailed


def count(asked: Counted) -> Counts:
    """One file at a time, so that memory is that of the largest."""
    return Counts(pages=[_pages(path) for path in asked.paths])


def _pages(path: str) -> int:
    try:
        with pikepdf.open(path) as paper:
            return len(paper.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError):
        return 0


if __name__ == "__main__":
    answer_jailed(Counted, count)
