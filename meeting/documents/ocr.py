"""Finds out whether this computer can read scanned pages with Tesseract."""

import shutil
from pathlib import Path

PACKAGES = "tesseract-ocr tesseract-ocr-vie"
"""The packages to install on Debian or Ubuntu."""
_LANGUAGES = ("tesseract-ocr/*/tessdata", "tessdata", "tesseract/tessdata")


def can_read_scans(shared: Path = Path("/usr/share")) -> bool:
    """Return whether Tesseract is installed with Vietnamese."""
    there = any(any(shared.glob(f"{place}/vie.traineddata")) for place in _LANGUAGES)
    return there and shutil.which("tesseract") is not None
