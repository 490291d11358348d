"""Read one scanned page in the jail: `python -m meeting.search.scan_apart` (see scans.py).

Marks of secrecy are red stamps: tilted, over other letters, in a frame that hides them from Tesseract. So each red
object in the upper part of a page is read separately, turned a little both ways, with its frame and without. Black
objects that are tilted against the lines or have a frame are read so too. Black text is read a second time as scattered
words, because Tesseract leaves out a single word on a page. A page scanned sideways or upside down is turned first.
"""

import io
import math
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from itertools import islice

import pypdfium2
from PIL import Image, ImageOps

from meeting.documents.content.secrecy import is_marked_scan, is_marked_stamp
from meeting.kernel.task import answer_request
from meeting.search.scans import PAGE_BOUNDS, AskedScan, Scanned
from meeting.search.stamps import dark_stamps_of, stamps_of
from meeting.search.text import LONGEST_PAGE

DOTS_PER_POINT = 300 / 72
"""Pages are drawn at 300 dots an inch, at which Tesseract reads best."""
MOST_DOTS = 18_000_000
"""The dots of an A3 page. A larger page is drawn with fewer dots an inch."""
LONGEST_SIDE = 20_000

SECONDS = 0.8 * PAGE_BOUNDS.seconds
"""Seconds from the start to look for a mark. The rest is for drawing and answering."""
UPPER = 0.45
"""The upper part of a page, where marks are stamped. The office's own seal is below."""
TURNS = (0, -4, 4, -8, 8, -12, 12)
"""Degrees."""
DARK_TURNS = (0, -5, 5)
"""Degrees for black objects, which were levelled before."""
QUARTERS = (90, 270, 180)
SURE = 1.0
"""Tesseract's least confidence about the orientation of a page."""
FRAME = 0.16
"""The part of a stamp's height that its frame may take on each side."""
MARGIN = 40
AT_ONCE = 64
"""Pictures that Tesseract reads in one go: it takes as long to start as to read twenty small ones."""

LIES, WHOLE_PAGE, ONE_LINE, SPARSE = 0, 1, 7, 11
"""Tesseract's page segmentation modes (`--psm`)."""


def read(asked: AskedScan) -> Scanned:
    """Draw a page and read it. Its words are returned even when there is no time left to look for a mark."""
    until = time.monotonic() + SECONDS
    page = pypdfium2.PdfDocument(asked.path)[asked.page - 1]
    drawn = _drawn(page, grey=True)
    words = _words(drawn, WHOLE_PAGE)[: 2 * LONGEST_PAGE]
    if not asked.judged:
        return Scanned(words)
    try:
        secret = is_marked_scan(words) or _bears_mark(page, drawn, until)
    except subprocess.TimeoutExpired:
        return Scanned(words, unseen=True)
    return Scanned(secret=True) if secret else Scanned(words)


def _bears_mark(page: pypdfium2.PdfPage, drawn: Image.Image, until: float) -> bool:
    coloured = _drawn(page, grey=False)
    for turn in _turns(drawn, until):
        grey, upper = _upper(drawn.rotate(turn, expand=True)), _upper(coloured.rotate(turn, expand=True))
        if _is_stamped(upper, until) or _is_dark_stamped(grey, until) or _is_marked(grey, until):
            return True
    return False


def _turns(drawn: Image.Image, until: float) -> Iterator[int]:
    """Yield 0, then the degrees that turn the page upright; all quarters when the orientation is uncertain."""
    yield 0
    try:
        said = _words(drawn.reduce(2), LIES, until)
    except subprocess.CalledProcessError:  # too few letters, or the orientation data is not installed
        yield from QUARTERS
        return
    told = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)
    if float(told.get("Orientation confidence", 0)) < SURE:
        yield from QUARTERS
    elif turn := -int(told.get("Rotate", 0)) % 360:
        yield turn


def _is_marked(upper: Image.Image, until: float) -> bool:
    return is_marked_scan(_words(upper, SPARSE, until))


def _is_dark_stamped(upper: Image.Image, until: float) -> bool:
    return _has_mark(dark_stamps_of(upper), DARK_TURNS, until)


def _is_stamped(upper: Image.Image, until: float) -> bool:
    return _has_mark(stamps_of(upper), TURNS, until)


def _has_mark(stamps: list[Image.Image], angles: Sequence[float], until: float) -> bool:
    """Return whether a stamp, turned by one of the angles, is a mark: without its frame as one line, or with it."""
    turned = (_turned(stamp, angle) for angle in angles for stamp in stamps)
    while framed := list(islice(turned, AT_ONCE)):
        inside = [ImageOps.crop(each, int(min(each.size) * FRAME)) for each in framed]
        for pictures, how in ((inside, ONE_LINE), (framed, SPARSE)):
            if any(map(is_marked_stamp, _read(list(map(_on_paper, pictures)), how, until))):
                return True
    return False


def _words(picture: Image.Image, how: int, until: float = math.inf) -> str:
    """Return the words in a grey picture."""
    return "".join(_read([picture], how, until))


def _read(pictures: Sequence[Image.Image], how: int, until: float) -> list[str]:
    """Return the words in each grey picture; Tesseract gets them as the pages of one TIFF file.

    Raises TimeoutExpired when it takes longer than until this moment of the monotonic clock.
    """
    pages = io.BytesIO()
    pictures[0].save(pages, "TIFF", save_all=True, append_images=pictures[1:])
    known = "osd" if how == LIES else "vie"
    said = subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", known, "--psm", str(how)],  # noqa: S607 - where the jail has it
        input=pages.getvalue(),
        capture_output=True,
        check=True,
        timeout=None if until == math.inf else max(0, until - time.monotonic()),
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # otherwise it takes every core
    )
    return said.stdout.decode("utf-8", "ignore").split("\f")


def _drawn(page: pypdfium2.PdfPage, *, grey: bool) -> Image.Image:
    width, height = (max(1.0, side) for side in page.get_size())
    scale = min(DOTS_PER_POINT, (MOST_DOTS / (width * height)) ** 0.5, LONGEST_SIDE / max(width, height))
    drawn: Image.Image = page.render(scale=scale, grayscale=grey).to_pil()
    return drawn.convert("L" if grey else "RGB")


def _upper(page: Image.Image) -> Image.Image:
    return page.crop((0, 0, page.width, max(1, int(page.height * UPPER))))


def _turned(stamp: Image.Image, angle: float) -> Image.Image:
    turned = stamp.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True)
    return turned.crop(turned.getbbox())


def _on_paper(stamp: Image.Image) -> Image.Image:
    """Return a white stamp as a black one on paper with a margin."""
    return ImageOps.expand(ImageOps.invert(stamp), MARGIN, fill=255)


if __name__ == "__main__":
    answer_request(AskedScan, read)
