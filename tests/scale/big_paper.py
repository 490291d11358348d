"""A big paper as councils have them: a PDF of scanned pages, its bytes mostly pictures that do not shrink."""

import io
import os
from pathlib import Path

import pikepdf

PAGES = 40


def big_paper(path: Path, megabytes: float) -> Path:
    """Write a valid PDF of about this size, forty pages, and return its path."""
    pdf = pikepdf.new()
    each = int(megabytes * 2**20) // PAGES
    side = int((each / 3) ** 0.5)
    for _ in range(PAGES):
        page = pdf.add_blank_page(page_size=(595, 842))
        picture = pikepdf.Stream(pdf, os.urandom(side * side * 3))
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width = picture.Height = side
        picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=picture))
        page.Contents = pikepdf.Stream(pdf, b"q 595 0 0 842 0 0 cm /Scan Do Q")
    buffer = io.BytesIO()
    pdf.save(buffer)
    path.write_bytes(buffer.getvalue())
    return path
