"""The reading of one scanned page, run in the jail: `python -m meeting.search.scan_apart` (see scans.py)."""

import os
import subprocess

import pypdfium2

from meeting.documents.content.secrecy import is_marked_text
from meeting.search.scans import AskedScan, Scanned
from meeting.search.text import LONGEST_PAGE
from meeting.work.jail import answer_jailed

DOTS_PER_POINT = 300 / 72
"""Of a page at 300 dots an inch, at which Tesseract reads best."""
MOST_DOTS = 18_000_000
"""An A3 page has as many; of a larger one the picture is coarser."""
LONGEST_SIDE = 20_000


def read(asked: AskedScan) -> Scanned:
    """Draw the page and have it read."""
    said = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", "vie", "--psm", "1"],  # noqa: S607 - where the jail has it
        input=_picture(asked),
        capture_output=True,
        check=True,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # it would take every core
    )
    words = said.stdout.decode("utf-8", "ignore")[: 2 * LONGEST_PAGE]
    return Scanned(secret=True) if asked.judged and is_marked_text(words) else Scanned(words)


def _picture(asked: AskedScan) -> bytes:
    """The page in grey, as a portable graymap (PGM), whose rows have no gaps."""
    page = pypdfium2.PdfDocument(asked.path)[asked.page - 1]
    width, height = (max(1.0, side) for side in page.get_size())
    scale = min(DOTS_PER_POINT, (MOST_DOTS / (width * height)) ** 0.5, LONGEST_SIDE / max(width, height))
    bitmap = page.render(scale=scale, grayscale=True)
    dots = bytes(bitmap.buffer)
    rows = (dots[row * bitmap.stride :][: bitmap.width] for row in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(rows)


if __name__ == "__main__":
    answer_jailed(AskedScan, read)
