"""The file extensions that papers may have, and their size limits."""

from pathlib import Path

from meeting.documents.content.refusals import MACRO, NO_TYPE
from meeting.kernel.refusals import Refused

LIMIT = 200 * 2**20
"""Largest file taken, in bytes."""

_OOXML = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": _OOXML + "wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": _OOXML + "spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": _OOXML + "presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}

MACROS = (".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam", ".pptm", ".potm", ".ppsm", ".ppam")
"""The extensions of files with macros."""

READ_ON_ARRIVAL = frozenset(MEDIA_TYPES[suffix] for suffix in (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"))
"""Kinds of files whose words can be read without the program that made them.

In others the program finds only marks in plain text, and none in images or damaged files.
"""


def check_named(filename: str) -> None:
    """Raise Refused when no paper may have such a name."""
    if Path(filename.lower()).suffix in MACROS:
        raise Refused(MACRO, filename=filename)
    if not is_paper(filename):
        raise Refused(NO_TYPE, filename=filename)


def is_paper(filename: str) -> bool:
    """Return whether a file of this name may be a paper."""
    return Path(filename.lower()).suffix in MEDIA_TYPES
