"""Finds out what a file really is. The content decides, not the name; if the two disagree, the file is refused.

Accepted: PDF, Word, Excel, PowerPoint (old and new), OpenDocument, PNG and JPEG. A cut-off, locked, oversized or
booby-trapped file is refused with the reason. Files are read piece by piece, never as a whole.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import BinaryIO

from meeting.documents.content.acting import DATA, check_pdf
from meeting.documents.content.archive import check_xml, opened_archive, parts_of_type
from meeting.documents.content.kinds import LIMIT, MEDIA_TYPES, check_named
from meeting.documents.content.refusals import DAMAGED, EMPTY, LOCKED, MACRO, MISMATCH, TOO_LARGE
from meeting.kernel.refusals import Refused

_PIECE = 2**20
_TAIL = 8 * 2**10

_OLE2 = bytes.fromhex("D0CF11E0A1B11AE1")
_MAGIC = ((b"%PDF-", "PDF"), (b"PK\x03\x04", "ZIP"), (_OLE2, "OLE2"), (b"\x89PNG\r\n\x1a\n", "PNG"))
_MORE_MAGIC = ((b"\xff\xd8\xff", "JPG"), (b"{\\rtf", "RTF"), (b"MZ", "EXE"), (b"<", "HTML/XML"))
_OLE2_STREAMS = {
    ".doc": ("WordDocument",),
    ".xls": ("Workbook", "Book"),
    ".ppt": ("PowerPoint Document",),
}

_VBA = "_VBA_PROJECT".encode("utf-16-le")
_OLD_MACROS = {
    ".doc": _VBA,
    ".xls": _VBA + b"|\x09\x08\x10\x00\x00\x06\x40\x00",
    ".ppt": _VBA + b"|(?s:\x1f\x00\xff\x03\x14\x00\x00\x00\x02\x00\x00\x04\x0c\x00\x00\x00.{4}[^\x00])",
}
"""A storage with a project. Others have no such name: a macro sheet begins with a BOF of its kind (MS-XLS), and the
project of a presentation is packed, but its VbaInfoAtom says that there is one (MS-PPT)."""


def sniff(filename: str, content: bytes | Path | BinaryIO) -> str:
    """Return the media type of a file whose content matches its name.

    Raises Refused `documents.content_*` otherwise.

    A stream must be seekable and is left at its beginning.
    """
    check_named(filename)
    extension = Path(filename.lower()).suffix
    with _opened(content) as stream:
        _check_size(filename, stream)
        _CHECKS[extension](filename, extension, stream)
        stream.seek(0)
    return MEDIA_TYPES[extension]


@contextmanager
def _opened(content: bytes | Path | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(content, Path):
        with content.open("rb") as stream:
            yield stream
    else:
        yield BytesIO(content) if isinstance(content, bytes) else content


def _check_size(filename: str, stream: BinaryIO) -> None:
    size = stream.seek(0, SEEK_END)
    if size == 0:
        raise Refused(EMPTY, filename=filename)
    if size > LIMIT:
        raise Refused(TOO_LARGE, filename=filename, limit=LIMIT // 2**20)


def _found(stream: BinaryIO) -> str:
    """Return a short neutral name for the first bytes of a file: `PDF`, `ZIP`, …, `TXT` or `?`."""
    head = _head(stream)
    if b"%PDF-" in head:
        return "PDF"
    for magic, name in (*_MAGIC, *_MORE_MAGIC):
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(magic):
            return name
    return "?" if b"\0" in head else "TXT"


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(1024)


def _tail(stream: BinaryIO) -> bytes:
    size = stream.seek(0, SEEK_END)
    stream.seek(max(0, size - _TAIL))
    return stream.read()


def _require(filename: str, extension: str, stream: BinaryIO, wanted: str) -> None:
    found = _found(stream)
    if found == "?":
        raise Refused(DAMAGED, filename=filename)
    if found != wanted:
        raise Refused(MISMATCH, filename=filename, extension=extension, found=found)


def _search(stream: BinaryIO, pattern: bytes) -> bool:
    """Return whether the pattern (matching at most 256 bytes) occurs anywhere."""
    stream.seek(0)
    carried = b""
    while piece := stream.read(_PIECE):
        if re.search(pattern, carried + piece):
            return True
        carried = piece[-256:]
    return False


def _pdf(filename: str, extension: str, stream: BinaryIO) -> None:
    """Check a PDF: header near the beginning, `startxref` and `%%EOF` near the end (ISO 32000-1, 7.5)."""
    _require(filename, extension, stream, "PDF")
    if not re.search(rb"startxref\s+\d+\s+%%EOF", _tail(stream)):
        raise Refused(DAMAGED, filename=filename)
    check_pdf(filename, stream, _look_inside)


def _look_inside(name: str, content: bytes) -> None:
    """Check a file embedded in a PDF: like a separate paper, or as plain text.

    An embedded PDF may not embed another file.
    """
    extension, stream = Path(name.lower()).suffix, BytesIO(content)
    if extension == ".pdf":
        _require(name, extension, stream, "PDF")
        check_pdf(name, stream, None)
    elif extension not in DATA:
        sniff(name, content)
    elif (found := _found(stream)) not in ("TXT", "HTML/XML"):
        raise Refused(MISMATCH, filename=name, extension=extension, found=found)


def _old_office(filename: str, extension: str, stream: BinaryIO) -> None:
    """Check an old Word, Excel or PowerPoint file: its directory names the main stream (MS-CFB)."""
    _require(filename, extension, stream, "OLE2")
    if _search(stream, _utf16("EncryptedPackage")):
        raise Refused(LOCKED, filename=filename)
    if _search(stream, _OLD_MACROS[extension]):
        raise Refused(MACRO, filename=filename)
    if not any(_search(stream, _utf16(name)) for name in _OLE2_STREAMS[extension]):
        raise Refused(DAMAGED, filename=filename)


def _utf16(name: str) -> bytes:
    return re.escape(name.encode("utf-16-le"))


def _new_office(filename: str, extension: str, stream: BinaryIO) -> None:
    """Check a new Office file: a ZIP whose content types name the main part of this kind (ECMA-376)."""
    if _found(stream) == "OLE2":  # Office wraps a document with a password in the old container
        locked = _search(stream, _utf16("EncryptedPackage"))
        if locked:
            raise Refused(LOCKED, filename=filename)
    _require(filename, extension, stream, "ZIP")
    with opened_archive(filename, stream) as archive:
        if any(_is_macro(name) for name in archive.namelist()):
            raise Refused(MACRO, filename=filename)
        wanted = MEDIA_TYPES[extension] + ".main+xml"
        if not any(part in archive.namelist() for part in parts_of_type(filename, archive, wanted)):
            raise Refused(MISMATCH, filename=filename, extension=extension, found="ZIP")
        check_xml(filename, archive, (n for n in archive.namelist() if n.endswith((".xml", ".rels"))))


def _is_macro(part: str) -> bool:
    """Return whether a part is Visual Basic, or an older macro sheet of a workbook (ECMA-376, 18)."""
    return part.lower().endswith("vbaproject.bin") or part.lower().startswith("xl/macrosheets/")


def _open_document(filename: str, extension: str, stream: BinaryIO) -> None:
    """Check an OpenDocument file: the part `mimetype` names the kind (ODF 1.2, part 3, 3.3)."""
    _require(filename, extension, stream, "ZIP")
    with opened_archive(filename, stream) as archive:
        names = archive.namelist()
        if "mimetype" not in names or "content.xml" not in names:
            raise Refused(MISMATCH, filename=filename, extension=extension, found="ZIP")
        if _is_locked(archive):
            raise Refused(LOCKED, filename=filename)
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise Refused(MACRO, filename=filename)
        if archive.read("mimetype").decode("ascii", "replace").strip() != MEDIA_TYPES[extension]:
            raise Refused(MISMATCH, filename=filename, extension=extension, found="ZIP")
        check_xml(filename, archive, [n for n in ("content.xml", "styles.xml", "meta.xml") if n in names])


def _is_locked(archive: zipfile.ZipFile) -> bool:
    """Return whether the manifest names a part that is encrypted (ODF 1.2, part 3, 4.4)."""
    if "META-INF/manifest.xml" not in archive.namelist():
        return False
    with archive.open("META-INF/manifest.xml") as part:
        return b"encryption-data" in part.read(_PIECE)


def _png(filename: str, extension: str, stream: BinaryIO) -> None:
    _require(filename, extension, stream, "PNG")
    if b"IEND\xaeB`\x82" not in _tail(stream):
        raise Refused(DAMAGED, filename=filename)


def _jpeg(filename: str, extension: str, stream: BinaryIO) -> None:
    _require(filename, extension, stream, "JPG")
    if b"\xff\xd9" not in _tail(stream):
        raise Refused(DAMAGED, filename=filename)


_CHECKS: dict[str, Callable[[str, str, BinaryIO], None]] = {
    ".pdf": _pdf,
    **dict.fromkeys((".doc", ".xls", ".ppt"), _old_office),
    **dict.fromkeys((".docx", ".xlsx", ".pptx"), _new_office),
    **dict.fromkeys((".odt", ".ods", ".odp"), _open_document),
    ".png": _png,
    **dict.fromkeys((".jpg", ".jpeg"), _jpeg),
}
