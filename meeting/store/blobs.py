"""Blobs: files named by the SHA-256 of what they hold. Written once, complete or not at all, never changed."""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from meeting.kernel.refusals import NOT_FOUND, Refused

_NAME = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """A folder of blobs, `ab/abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep `data` durably and return its SHA-256 in hex."""
        name = hashlib.sha256(data).hexdigest()
        place = self._place(name)
        if place.exists():
            return name
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).chmod(0o440)
        Path(file.name).rename(place)
        sync_folder(place.parent)
        return name

    def path(self, name: str) -> Path:
        """Where the blob lies; Refused(NOT_FOUND) when there is none of that name."""
        place = self._place(name)
        if not place.exists():
            raise Refused(NOT_FOUND)
        return place

    def open(self, name: str) -> BinaryIO:
        """The blob for reading."""
        return self.path(name).open("rb")

    def read(self, name: str) -> bytes:
        """The whole blob."""
        return self.path(name).read_bytes()

    def _place(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise Refused(NOT_FOUND)
        return self._folder / name[:2] / name


def sync_folder(folder: Path) -> None:
    """Make a rename durable: the folder's entry must reach the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
