"""What Python itself does to a folder is recorded in a `Disk`: files made, written, renamed; what was synced.

The functions of `os` that change something are watched inside the block, and still do what they always do.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.crash.disk import Disk

Fault = Callable[[str, Path], None]
"""Called before each call inside the folder; the call raises what it raises."""


class Watched:
    """The calls, each done and then recorded; `fault` may refuse them."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self.fault: Fault = lambda what, path: None
        self._disk = disk
        self._folder = folder
        self._content: dict[Path, bytes] = {}

    def open(self, do: Callable[..., int], path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & os.O_CREAT:
            self._ask("open", path)
        descriptor = do(path, flags, *more, **named)
        if flags & os.O_CREAT and self._is_inside(path):
            self._disk.made(Path(path))
        return descriptor

    def mkdir(self, do: Callable[..., None], path: Any, *more: Any, **named: Any) -> None:
        self._ask("mkdir", path)
        do(path, *more, **named)
        if self._is_inside(path):
            self._disk.made_folder(Path(path))

    def rename(self, do: Callable[..., None], path: Any, target: Any, **named: Any) -> None:
        self._ask("rename", path)
        if self._is_inside(path):
            self._tell_content(Path(path))
        do(path, target, **named)
        if self._is_inside(path):
            self._disk.renamed(Path(path), Path(target))

    def unlink(self, do: Callable[..., None], path: Any, **named: Any) -> None:
        do(path, **named)
        if self._is_inside(path):
            self._disk.removed(Path(path))

    def fsync(self, do: Callable[[int], None], descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        self._ask("fsync", path)
        if self._is_inside(path) and path.is_file():
            self._tell_content(path)
        do(descriptor)
        if self._is_inside(path):
            (self._disk.synced_folder if path.is_dir() else self._disk.synced)(path)

    def _ask(self, what: str, path: Any) -> None:
        if self._is_inside(path):
            self.fault(what, Path(path))

    def _tell_content(self, path: Path) -> None:
        content = path.read_bytes()
        if self._content.get(path) != content:
            self._content[path] = content
            self._disk.wrote(path, 0, content)

    def _is_inside(self, path: Any) -> bool:
        return isinstance(path, (str, Path)) and (Path(path) == self._folder or self._folder in Path(path).parents)


@contextlib.contextmanager
def watched(disk: Disk, folder: Path) -> Iterator[Watched]:
    """Record what is done to a folder, and in it, until the end of the block."""
    watch = Watched(disk, folder)
    originals = {name: getattr(os, name) for name in ("open", "mkdir", "rename", "unlink", "fsync")}

    def watching(name: str) -> Callable[..., Any]:
        return lambda *args, **named: getattr(watch, name)(originals[name], *args, **named)

    for name in originals:
        setattr(os, name, watching(name))
    try:
        yield watch
    finally:
        for name, original in originals.items():
            setattr(os, name, original)
