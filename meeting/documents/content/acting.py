"""What in a PDF acts by itself: scripts, orders to start a program, forms that carry either, and files put inside.

ISO 32000-1: 12.6 (actions), 7.11.4 (embedded files), 12.7.8 (XFA). A reader of ours runs none of it; but a paper can be
downloaded, and is opened then with whatever the delegate's machine has. Nothing is taken out of a paper: it would be
another one than was signed.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from meeting.documents.content.kinds import is_paper
from meeting.documents.content.refusals import ACTS, CARRIES, DAMAGED, LOCKED
from meeting.kernel.refusals import Refused
from meeting.kernel.text import clean

_NAMED = re.compile(rb"/(?:JS|JavaScript|Launch|XFA|RichMedia|EF)\b")
"""An object in whose text none of these stands has nothing that acts: it need not be taken apart."""
_ACTS = (Name.JavaScript, Name.Launch)
_DATA = (".xml", ".json", ".jsonl", ".csv", ".txt")
"""Beside papers, kinds of files that a PDF may carry: signed minutes carry their journal."""
_DEEPEST = 50
_SHOWN = 80


def check_pdf(filename: str, stream: BinaryIO) -> None:
    """Refused when anything in it acts by itself, or a file is inside that is no paper. One that is locked against
    printing opens with the empty password: readers may have it."""
    stream.seek(0)
    try:
        with pikepdf.open(stream) as pdf:
            for each in pdf.objects:
                _check(filename, each)
    except pikepdf.PasswordError as error:
        raise Refused(LOCKED, filename=filename) from error
    except pikepdf.PdfError as error:
        raise Refused(DAMAGED, filename=filename) from error


def _check(filename: str, each: Object) -> None:
    if not isinstance(each, Array | Dictionary | Stream):
        return
    whole = each.stream_dict if isinstance(each, Stream) else each
    if not _NAMED.search(whole.unparse(resolved=True)):
        return
    for part in _parts(whole):
        if "/JS" in part or part.get("/S") in _ACTS or "/XFA" in part or part.get("/Subtype") == Name.RichMedia:
            raise Refused(ACTS, filename=filename)
        if "/EF" in part and not _is_harmless(name := str(part.get("/UF", part.get("/F", "")))):
            raise Refused(CARRIES, filename=filename, inside=clean(name)[:_SHOWN])


def _parts(whole: Any, depth: int = 0) -> Iterator[Dictionary]:
    """Every dictionary that stands in an object itself; what it refers to is an object of its own."""
    if depth > _DEEPEST:
        return
    if isinstance(whole, Dictionary):
        yield whole
    inside = whole if isinstance(whole, Array) else [whole[key] for key in whole.keys()]  # noqa: SIM118 - no mapping
    for each in inside:
        if isinstance(each, Array | Dictionary) and not each.is_indirect:
            yield from _parts(each, depth + 1)


def _is_harmless(name: str) -> bool:
    return is_paper(name) or PurePath(name.lower()).suffix in _DATA
