"""Make a PDF of a picture, in the jail: `python -m meeting.documents.picture_apart PICTURE` (see conversion.py)."""

import sys
from io import BytesIO

from PIL import Image, ImageOps

LONGEST = 3508
"""The most dots of a side: those of an A4 page at 300 dots an inch. A larger photograph is made smaller."""
A4_LONG = 842
"""Points of the long side of A4, which the page has too."""


def draw(path: str) -> bytes:
    """Return a PDF of one page with the picture, upright, transparent parts white."""
    with Image.open(path) as picture:
        picture.draft("RGB", (LONGEST, LONGEST))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((LONGEST, LONGEST))
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright)
    target = BytesIO()
    page.save(target, "PDF", resolution=72 * max(page.size) / A4_LONG, quality=90)
    return target.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(sys.argv[1]))
