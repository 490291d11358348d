"""Office documents are ZIP archives of XML parts. They are examined within limits and never unpacked as a whole."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import SEEK_END
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from meeting.documents.content.refusals import DAMAGED, LOCKED, UNSAFE
from meeting.kernel.refusals import Refused

_MAX_PARTS = 5_000
_MAX_UNPACKED = 2**30
_MAX_RATIO = 200  # office XML packs about 10 to 40 times; a bomb packs a thousand times
_RATIO_MATTERS_FROM = 16 * 2**20


@contextmanager
def opened_archive(filename: str, stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Yield a ZIP within limits. Any error while its parts are read becomes Refused for a damaged file."""
    size = stream.seek(0, SEEK_END)
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_archive(filename, archive.infolist(), size)
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Refused(DAMAGED, filename=filename) from error


def _check_archive(filename: str, parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(LOCKED, filename=filename)
    if (
        len(parts) > _MAX_PARTS
        or unpacked > _MAX_UNPACKED
        or packed > size  # parts that overlap: one piece of data unpacked many times
        or (unpacked > _RATIO_MATTERS_FROM and unpacked > _MAX_RATIO * size)
        or len(set(names)) != len(names)
        or any(".." in name.split("/") or name.startswith(("/", "\\")) for name in names)
    ):
        raise Refused(UNSAFE, filename=filename)


def parts_of_type(filename: str, archive: zipfile.ZipFile, content_type: str) -> list[str]:
    """Return the parts that `[Content_Types].xml` (ECMA-376, part 2) declares to have a content type."""
    if "[Content_Types].xml" not in archive.namelist():
        return []
    try:
        with archive.open("[Content_Types].xml") as part:
            marks = [mark.attrib for _, mark in iterparse(part, events=("start",), forbid_dtd=True)]
    except DefusedXmlException as error:
        raise Refused(UNSAFE, filename=filename) from error
    except ParseError as error:
        raise Refused(DAMAGED, filename=filename) from error
    return [m.get("PartName", "").lstrip("/") for m in marks if m.get("ContentType") == content_type]


def check_xml(filename: str, archive: zipfile.ZipFile, names: Iterable[str]) -> None:
    """Check that each part begins as XML and declares no entities (they must come before the first element)."""
    for name in names:
        try:
            with archive.open(name) as part:
                next(iter(iterparse(part, events=("start",), forbid_dtd=True)))
        except DefusedXmlException as error:
            raise Refused(UNSAFE, filename=filename) from error
        except (ParseError, StopIteration) as error:
            raise Refused(DAMAGED, filename=filename) from error
