"""Which kinds of files may be papers, by the ends of their names, and how large they may be."""

from pathlib import Path

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
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}

READ_ON_ARRIVAL = frozenset(MEDIA_TYPES[suffix] for suffix in (".docx", ".xlsx", ".pptx", ".odt"))
"""Files whose words can be read without the program that made them. Of others a machine sees no more than the marks
that stand in them openly; what is in an image, or in a damaged file, none."""


def is_paper(filename: str) -> bool:
    """Whether a file of this name may be a paper."""
    return Path(filename.lower()).suffix in MEDIA_TYPES
