"""A disk that promises only what it must, and the states in which a power cut may leave it.

What was not synced is there in part, in any order, torn at the edges of sectors, or not at all; a file may already have
its new length before its bytes are there. A name that was added or removed is certain when its folder is synced.
"""

import dataclasses
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

SECTOR = 512

Change = tuple[int, bytes | None]
"""`(offset, bytes)` of a write; `(size, None)` of a truncation."""


@dataclasses.dataclass
class File:
    """What one file certainly holds, and what was done to it since."""

    sure: bytearray = dataclasses.field(default_factory=bytearray)
    since: list[Change] = dataclasses.field(default_factory=list)

    def settle(self) -> None:
        """All of it is durable."""
        for change in self.since:
            _apply(self.sure, change)
        self.since.clear()


Names = dict[Path, list[File | None]]
"""What a name may refer to after a cut, the newest last; None: nothing of that name."""


class Disk:
    """What a program did to a disk, in order. Its methods record it; `after` returns the states."""

    def __init__(self) -> None:
        self.course: list[tuple[str, tuple[Any, ...]]] = []
        self._known: set[Path] = set()

    # what is recorded

    def opened(self, path: Path, content: bytes | None) -> None:
        """A database's file is open; it held `content` before, or None if it is new."""
        if content is None:
            self._tell("made", path)
        elif path not in self._known:
            self._tell("found", path, content)
        self._known.add(path)

    def made(self, path: Path) -> None:
        """A new, empty file."""
        self._tell("made", path)

    def wrote(self, path: Path, offset: int, data: bytes) -> None:
        """Bytes were written."""
        self._tell("changed", path, (offset, data))

    def truncated(self, path: Path, size: int) -> None:
        """A file now has this length."""
        self._tell("changed", path, (size, None))

    def synced(self, path: Path, *, and_name: bool = False) -> None:
        """What a file holds is durable; `and_name`: its name is durable as well."""
        self._tell("synced", path, and_name)

    def removed(self, path: Path) -> None:
        """A name was removed."""
        self._tell("removed", path)

    def renamed(self, path: Path, target: Path) -> None:
        """A file has another name."""
        self._tell("renamed", path, target)

    def made_folder(self, path: Path) -> None:
        """A new folder; it is a name too."""
        self._tell("made_folder", path)

    def synced_folder(self, folder: Path) -> None:
        """The names in a folder are durable."""
        self._tell("synced_folder", folder)

    def note(self, *words: Any) -> None:
        """Something that the program acknowledged at this moment."""
        self._tell("note", *words)

    def _tell(self, what: str, *more: Any) -> None:
        self.course.append((what, more))


class After:
    """The disk at a moment of its course, and what was acknowledged by then (`notes`)."""

    def __init__(self) -> None:
        self.notes: list[tuple[Any, ...]] = []
        self.folders: set[Path] = set()
        self._names: Names = {}

    def take(self, what: str, more: tuple[Any, ...]) -> None:
        """The next step of the course."""
        getattr(self, f"_{what}")(*more)

    def state(self, chance: random.Random) -> dict[Path, bytes]:
        """What may be found after a cut here: the content of each name that is there; empty for `folders`."""
        found = {}
        for path, may_be in self._names.items():
            file = chance.choice(may_be)
            if file is not None:
                found[path] = _left(file, chance)
        return {path: data for path, data in found.items() if self._reached(path, found)}

    def _reached(self, path: Path, found: dict[Path, bytes]) -> bool:
        """Whether all folders above are there, as far as it is known when they were made."""
        return all(above in found for above in path.parents if above in self._names)

    def _found(self, path: Path, content: bytes) -> None:
        self._names[path] = [File(bytearray(content))]

    def _made(self, path: Path) -> None:
        self._names.setdefault(path, [None]).append(File())

    def _made_folder(self, path: Path) -> None:
        self.folders.add(path)
        self._made(path)

    def _changed(self, path: Path, change: Change) -> None:
        self._of(path).since.append(change)

    def _synced(self, path: Path, and_name: bool) -> None:
        file = self._of(path)
        file.settle()
        if and_name:
            self._names[path] = [file]

    def _removed(self, path: Path) -> None:
        if path in self._names:
            self._names[path].append(None)

    def _renamed(self, path: Path, target: Path) -> None:
        self._names.setdefault(target, [None]).append(self._of(path))
        self._names[path].append(None)

    def _synced_folder(self, folder: Path) -> None:
        for path, may_be in self._names.items():
            if path.parent == folder:
                del may_be[:-1]

    def _note(self, *words: Any) -> None:
        self.notes.append(words)

    def _of(self, path: Path) -> File:
        file = self._names[path][-1]
        assert file is not None, f"{path} was removed"
        return file


def after_cuts(course: Sequence[tuple[str, tuple[Any, ...]]], cuts: Sequence[int]) -> Iterator[After]:
    """The disk after each of these numbers of steps; `cuts` in order, one may come several times."""
    disk, done = After(), 0
    for cut in cuts:
        for step in course[done:cut]:
            disk.take(*step)
        done = max(done, cut)
        yield disk


def _left(file: File, chance: random.Random) -> bytes:
    """What a cut leaves of a file, in one of the possible ways."""
    content = bytearray(file.sure)
    if not file.since:
        return bytes(content)
    way = chance.randrange(6)
    if way == 0:
        return bytes(content)  # nothing of it
    changes = list(file.since)
    if way == 1:  # as far as it came, the last torn
        del changes[chance.randrange(len(changes)) + 1 :]
        changes[-1] = _torn(changes[-1], chance)
    elif way == 2:  # all but one
        del changes[chance.randrange(len(changes))]
    elif way in (3, 4):  # any of them, torn, in any order
        changes = [_torn(change, chance) for change in changes if chance.random() < 0.5]
        if way == 4:
            chance.shuffle(changes)
    for change in changes:  # and way 5: all of it
        _apply(content, change)
    if way == 3 and (longest := max(_end(change) for change in file.since)) > len(content):
        fill = bytes(longest - len(content)) if chance.random() < 0.5 else chance.randbytes(longest - len(content))
        content += fill  # it is longer already, and its bytes are not there yet
    return bytes(content)


def _torn(change: Change, chance: random.Random) -> Change:
    """The first sectors of a write, or all of it."""
    offset, data = change
    if data is None or chance.random() < 0.5:
        return change
    whole = chance.randrange(offset // SECTOR, (offset + len(data)) // SECTOR + 1) * SECTOR
    return offset, data[: max(0, whole - offset)]


def _apply(content: bytearray, change: Change) -> None:
    offset, data = change
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
    elif data:
        content.extend(bytes(max(0, offset - len(content))))
        content[offset : offset + len(data)] = data


def _end(change: Change) -> int:
    return change[0] + len(change[1] or b"")
