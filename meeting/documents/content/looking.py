"""Finds out, in the jail, what files from outside really are."""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from meeting.documents.content.refusals import UNSAFE
from meeting.kernel.refusals import Refused
from meeting.work.jail import Bounds, JailFailed, ask_jailed

ONE = Bounds(seconds=20)
MANY = Bounds(seconds=120)

Looked = str | Refused
"""The media type of a file, or why it is refused."""


class AskedFiles(msgspec.Struct, frozen=True):
    """The files to look at: the name of each, and its absolute path."""

    files: list[tuple[str, str]]


class LookedAt(msgspec.Struct, frozen=True):
    """The kind of one file, or the code and facts of its refusal."""

    media_type: str = ""
    refused: str = ""
    facts: dict[str, str | int] = {}


class LookAnswer(msgspec.Struct, frozen=True):
    """The answers, in the order of the questions."""

    seen: list[LookedAt]


def look(paths: Sequence[Path]) -> dict[Path, Looked]:
    """Examine files, all in one jail. When one of them stops it, each is examined in a separate jail.

    Returns Refused for a file that stops its jail. Raises Refused without a jail.
    """
    known = {path: path.resolve() for path in paths if _is_text(path)}
    if not known:
        return {}
    try:
        seen = _ask(known)
    except JailFailed:
        if len(known) == 1:
            return {path: Refused(UNSAFE, filename=path.name) for path in known}
        return {path: looked for each in known for path, looked in look([each]).items()}
    return dict(zip(known, map(_looked, seen), strict=True))


def _ask(known: dict[Path, Path]) -> list[LookedAt]:
    alone = len(known) == 1
    reads = known.values() if alone else dict.fromkeys(path.parent for path in known.values())
    asked = AskedFiles(files=[(path.name, str(place)) for path, place in known.items()])
    return ask_jailed(
        "meeting.documents.content.look_apart", asked, LookAnswer, ONE if alone else MANY, reads=reads
    ).seen


def _looked(seen: LookedAt) -> Looked:
    return Refused(seen.refused, **seen.facts) if seen.refused else seen.media_type


def _is_text(path: Path) -> bool:
    """Return whether a name is valid UTF-8. Other names cannot be stored."""
    try:
        os.fspath(path).encode()
    except UnicodeEncodeError:
        return False
    return True
