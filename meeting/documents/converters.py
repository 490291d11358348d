"""The kinds of files of which this computer can make a PDF. LibreOffice has a part for each; pictures need no part."""

import shutil
from pathlib import Path
from typing import NamedTuple

PICTURES = (".png", ".jpg", ".jpeg")


class OfficePart(NamedTuple):
    """A part of LibreOffice: its library, its package on Debian or Ubuntu, the kinds that it reads."""

    library: str
    package: str
    suffixes: tuple[str, ...]


PARTS = (
    OfficePart("libswlo.so", "libreoffice-writer-nogui", (".doc", ".docx", ".odt")),
    OfficePart("libsclo.so", "libreoffice-calc-nogui", (".xls", ".xlsx", ".ods")),
    OfficePart("libsdlo.so", "libreoffice-impress-nogui", (".ppt", ".pptx", ".odp")),
)


def converter() -> str | None:
    """Return the LibreOffice program, or None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def lacking() -> list[OfficePart]:
    """Return the parts that are not installed here; all of them without LibreOffice.

    Another system may keep them elsewhere: where none is found beside the program, all count as installed.
    """
    program = converter()
    if program is None:
        return list(PARTS)
    folder = Path(program).resolve().parent
    missing = [part for part in PARTS if not (folder / part.library).exists()]
    return missing if len(missing) < len(PARTS) else []
