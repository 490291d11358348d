"""Blobs: files named by the SHA-256 of their content. Written once, complete or not at all, never changed."""

import contextlib
import hashlib
import logging
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.store.disk import STORAGE_DOWN
from meeting.store.guarded import sync_folder

log = logging.getLogger(__name__)

_NAME = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """A folder of blobs, `ab/abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Store `data` durably and return its SHA-256 in hex. Raises Refused when the disk cannot store it."""
        name = hashlib.sha256(data).hexdigest()
        place = self._place(name)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                _write(place, data)
            for folder in (place.parent, self._folder, self._folder.parent):
                sync_folder(folder)  # also for an existing blob: its writer may have stopped before this
        except OSError as error:
            log.error("a file could not be kept: %s", error)
            raise Refused(STORAGE_DOWN) from error
        return name

    def take(self, source: Path) -> str:
        """Move a file of the same disk into the store, read piece by piece, and return its SHA-256 in hex."""
        try:
            with source.open("rb") as file:
                name = hashlib.file_digest(file, "sha256").hexdigest()
                os.fsync(file.fileno())
                os.fchmod(file.fileno(), 0o440)
            place = self._place(name)
            place.parent.mkdir(parents=True, exist_ok=True)
            source.replace(place)
            for folder in (place.parent, self._folder, self._folder.parent):
                sync_folder(folder)
        except OSError as error:
            raise Refused(STORAGE_DOWN) from error
        return name

    def wipe(self, name: str) -> None:
        """Overwrite a blob and remove it; does nothing when it does not exist."""
        place = self._place(name)
        with contextlib.suppress(FileNotFoundError):
            shred(place)

    def path(self, name: str) -> Path:
        """Return the path of a blob. Raises Refused(NOT_FOUND) when it does not exist."""
        place = self._place(name)
        if not place.exists():
            raise Refused(NOT_FOUND)
        return place

    def open(self, name: str) -> BinaryIO:
        """Return the blob, opened for reading."""
        return self.path(name).open("rb")

    def read(self, name: str) -> bytes:
        """Return the whole blob."""
        return self.path(name).read_bytes()

    def _place(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise Refused(NOT_FOUND)
        return self._folder / name[:2] / name


def shred(place: Path) -> None:
    """Overwrite a file with zeros, then remove it. A program cannot reach older copies inside the disk."""
    place.chmod(0o600)
    left = place.stat().st_size
    with place.open("r+b") as file:
        while left > 0:
            left -= file.write(bytes(min(left, 2**20)))
        file.flush()
        os.fsync(file.fileno())
    place.unlink()
    sync_folder(place.parent)


def _write(place: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o440)
            Path(file.name).rename(place)
        except OSError:  # half a file would keep a full disk full
            with contextlib.suppress(OSError):
                Path(file.name).unlink()
            raise
