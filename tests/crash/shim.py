"""A shim between the program's own SQLite and the disk: it records what is written, and can refuse to write.

It is a VFS on top of SQLite's own, built with ctypes from the symbols that the `pysqlite3` wheel exports. Our own code
opens the connections on it, with our own settings, and does not notice it.
"""

import contextlib
import ctypes
from collections.abc import Callable, Iterator
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any

import pysqlite3._sqlite3

from tests.crash.disk import Disk

MAIN_DB, MAIN_JOURNAL, WAL = 0x100, 0x800, 0x80000
WATCHED = MAIN_DB | MAIN_JOURNAL | WAL
FULL, EIO_WRITE, EIO_FSYNC, EIO_TRUNCATE = 13, 778, 1034, 1546
NAME = b"meeting-crash"

Fault = Callable[[str, Path], int]
"""Called before each `write`, `truncate` or `sync` of a file: 0, or the SQLite error with which the disk refuses."""

_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_CLOSE = CFUNCTYPE(c_int, c_void_p)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        *((f"other{n}", c_void_p) for n in range(14)),
    )


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        *((f"other{n}", c_void_p) for n in range(13)),
    )


class Shim:
    """What SQLite does to its files is recorded in `disk`; `fault` may refuse it."""

    def __init__(self, disk: Disk) -> None:
        self.fault: Fault = lambda what, path: 0
        self._disk = disk
        self._files: dict[int, tuple[Path, _Methods]] = {}
        self._library: Any = ctypes.CDLL(pysqlite3._sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = c_void_p
        self._library.sqlite3_vfs_find.argtypes = (c_char_p,)
        self._library.sqlite3_vfs_register.argtypes = (c_void_p, c_int)
        self._library.sqlite3_vfs_unregister.argtypes = (c_void_p,)
        self._library.sqlite3_initialize()
        self._under = self._library.sqlite3_vfs_find(None)
        original = _Vfs.from_address(self._under)
        self._open, self._delete = _OPEN(original.open), _DELETE(original.delete)
        self._vfs = _Vfs.from_buffer_copy(original)
        self._vfs.name = NAME
        self._callbacks = {
            "open": _OPEN(self._opened),
            "delete": _DELETE(self._deleted),
            "close": _CLOSE(self._closed),
            "write": _WRITE(self._written),
            "truncate": _TRUNCATE(self._truncated),
            "sync": _SYNC(self._synced),
        }
        for name in ("open", "delete"):
            setattr(self._vfs, name, ctypes.cast(self._callbacks[name], c_void_p))
        self._ours: dict[int, _Methods] = {}

    @contextlib.contextmanager
    def between(self) -> Iterator["Shim"]:
        """Connections that begin inside the block use the shim; they must end inside it."""
        self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)
        try:
            yield self
        finally:
            self._library.sqlite3_vfs_unregister(ctypes.byref(self._vfs))
            assert not self._files, f"still open: {[path.name for path, _ in self._files.values()]}"

    def _opened(self, vfs: int, name: int | None, file: int, flags: int, given: Any) -> int:
        """The name is passed on as the pointer that it is: SQLite keeps it, and reads what follows it in memory."""
        path = Path(ctypes.string_at(name).decode()) if name and flags & WATCHED else None
        was_there = path is not None and path.exists()
        code = self._open(self._under, name, file, flags, given)
        if code or path is None:
            return code
        pointer = c_void_p.from_address(file)
        original = _Methods.from_address(pointer.value or 0)
        self._files[file] = path, original
        pointer.value = ctypes.addressof(self._over(original))
        self._disk.opened(path, path.read_bytes() if was_there else None)
        return 0

    def _over(self, original: _Methods) -> _Methods:
        """SQLite's own methods for a file, with ours where something changes."""
        key = ctypes.addressof(original)
        if key not in self._ours:
            ours = self._ours[key] = _Methods.from_buffer_copy(original)
            for name in ("close", "write", "truncate", "sync"):
                setattr(ours, name, ctypes.cast(self._callbacks[name], c_void_p))
        return self._ours[key]

    def _closed(self, file: int) -> int:
        _, original = self._files.pop(file)
        c_void_p.from_address(file).value = ctypes.addressof(original)
        return _CLOSE(original.close)(file)

    def _written(self, file: int, data: int, size: int, offset: int) -> int:
        path, original = self._files[file]
        refused = self.fault("write", path)
        kept = size // 2 if refused else size  # a disk that becomes full takes a part
        code = _WRITE(original.write)(file, data, kept, offset)
        if code == 0 and kept:
            self._disk.wrote(path, offset, ctypes.string_at(data, kept))
        return refused or code

    def _truncated(self, file: int, size: int) -> int:
        path, original = self._files[file]
        if refused := self.fault("truncate", path):
            return refused
        code = _TRUNCATE(original.truncate)(file, size)
        if code == 0:
            self._disk.truncated(path, size)
        return code

    def _synced(self, file: int, flags: int) -> int:
        path, original = self._files[file]
        if refused := self.fault("sync", path):
            return refused
        code = _SYNC(original.sync)(file, flags)
        if code == 0:
            self._disk.synced(path, and_name=True)  # for a new log SQLite syncs the folder too
        return code

    def _deleted(self, vfs: int, name: bytes, sync_folder: int) -> int:
        code = self._delete(self._under, name, sync_folder)
        if code == 0:
            path = Path(name.decode())
            self._disk.removed(path)
            if sync_folder:
                self._disk.synced_folder(path.parent)
        return code
