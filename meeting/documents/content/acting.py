"""Finds parts of a PDF that act automatically.

These are scripts, commands that start a program, forms with either, and embedded files. ISO 32000-1: 12.6 (actions),
7.11.4 (embedded files), 12.7.8 (XFA). Our reader runs none of it, but a paper can be downloaded and opened with another
program. Nothing is removed from a paper: it would no longer be the paper that was signed.
"""

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import PurePath
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from meeting.documents.content.kinds import is_paper
from meeting.documents.content.refusals import ACTS, CARRIES, DAMAGED, LOCKED
from meeting.kernel.refusals import Refused
from meeting.kernel.text import clean

_NAMED = re.compile(rb"/(?:JS|JavaScript|Launch|XFA|RichMedia|EF|OpenAction|AA)\b")
"""An object whose text contains none of these has nothing that acts, so it need not be parsed."""
_ACTS = (Name.JavaScript, Name.Launch)
_REACHES_OUT = (Name.GoToR, Name.GoToE, Name.SubmitForm, Name.ImportData, Name.URI)
"""Allowed behind a link, because a person chooses to press it.

Run when the file opens, they would reveal the reader to another machine, or send it a password.
"""
_PRESSED = ("/D", "/U")
_NAMES = ("/UF", "/F", "/DOS", "/Unix", "/Mac")
DATA = (".xml", ".json", ".jsonl", ".csv", ".txt")
"""Kinds of files besides papers that a PDF may carry: signed minutes carry their journal."""
Look = Callable[[str, bytes], object]
"""Raise Refused when a content does not match its name, or acts automatically."""
_DEEPEST = 50
_SHOWN = 80


def check_pdf(filename: str, stream: BinaryIO, look: Look | None) -> None:
    """Raise Refused when something in a PDF acts automatically, or when an embedded file may not be a paper.

    An embedded file is checked by all its names and its content with `look`; None: no file may be embedded. A PDF
    locked against printing opens with the empty password and is accepted.
    """
    stream.seek(0)
    try:
        with pikepdf.open(stream) as pdf:
            for each in pdf.objects:
                _check(filename, each, look)
    except pikepdf.PasswordError as error:
        raise Refused(LOCKED, filename=filename) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError) as error:
        raise Refused(DAMAGED, filename=filename) from error


def _check(filename: str, each: Object, look: Look | None) -> None:
    if not isinstance(each, Array | Dictionary | Stream):
        return
    whole = each.stream_dict if isinstance(each, Stream) else each
    if not _NAMED.search(whole.unparse(resolved=True)):
        return
    for part in _parts(filename, whole):
        if "/JS" in part or part.get("/S") in _ACTS or "/XFA" in part or part.get("/Subtype") == Name.RichMedia:
            raise Refused(ACTS, filename=filename)
        if any(action.get("/S") in _REACHES_OUT for action in _unasked(filename, part)):
            raise Refused(ACTS, filename=filename)
        if "/EF" in part:
            _check_inside(filename, part, look)


def _parts(filename: str, whole: Any, depth: int = 0) -> Iterator[Dictionary]:
    """Yield every dictionary inside an object itself. References are separate objects.

    Raises Refused when nested more deeply than any program writes: something is hidden there.
    """
    if depth > _DEEPEST:
        raise Refused(ACTS, filename=filename)
    if isinstance(whole, Dictionary):
        yield whole
    inside = whole if isinstance(whole, Array) else [whole[key] for key in whole.keys()]  # noqa: SIM118 - no mapping
    for each in inside:
        if isinstance(each, Array | Dictionary) and not each.is_indirect:
            yield from _parts(filename, each, depth + 1)


def _unasked(filename: str, part: Dictionary) -> Iterator[Dictionary]:
    """Yield the actions that a part starts without a click, and those that follow them."""
    moments = part.get("/AA")
    waiting = [part.get("/OpenAction")]
    if isinstance(moments, Dictionary):
        waiting += [moments[key] for key in moments.keys() if key not in _PRESSED]  # noqa: SIM118 - no mapping
    for _ in range(_DEEPEST):
        if not waiting:
            return
        action = waiting.pop()
        if isinstance(action, Dictionary):
            yield action
            after = action.get("/Next")
            waiting += list(after) if isinstance(after, Array) else [after]
    if any(isinstance(each, Dictionary) for each in waiting):
        raise Refused(ACTS, filename=filename)


def _check_inside(filename: str, part: Dictionary, look: Look | None) -> None:
    names = [str(part[key]) for key in _NAMES if key in part] or [""]
    bad = [name for name in names if not _is_harmless(name)]
    if bad or look is None:
        raise Refused(CARRIES, filename=filename, inside=clean((bad or names)[0])[:_SHOWN])
    held = part["/EF"]
    for name, key in product(dict.fromkeys(names), held.keys()):
        try:
            look(name, held[key].read_bytes())
        except Refused as refused:
            raise Refused(CARRIES, filename=filename, inside=clean(name)[:_SHOWN]) from refused


def _is_harmless(name: str) -> bool:
    return is_paper(name) or PurePath(name.lower()).suffix in DATA
