"""Count pages inside the jail: `python -m meeting.binder.count_apart` (see binding.py)."""

import pikepdf

from meeting.binder.bind_apart import shape
from meeting.binder.binding import Counted, PageCounts
from meeting.kernel.task import answer_request


def count(asked: Counted) -> PageCounts:
    """Return the number of pages of each file. Counts one file at a time, so the largest file limits the memory."""
    return PageCounts(pages=[_pages(path) for path in asked.paths])


def _pages(path: str) -> int:
    try:
        with pikepdf.open(path) as paper:
            for page in paper.pages:  # as in binding: one odd page must not make the whole binder fail
                shape(page)
            return len(paper.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError, TypeError):
        return 0


if __name__ == "__main__":
    answer_request(Counted, count)
