"""Receive a paper in slices, which are appended to a separate file until it is complete.

All of this is plain file work, done in threads beside the event loop. An interrupted upload can continue for a day;
then it is deleted.
"""

import contextlib
import hashlib
import os
import time
from pathlib import Path

from meeting.documents.content.kinds import LIMIT, check_named
from meeting.documents.content.refusals import EMPTY, TOO_LARGE
from meeting.documents.content.secrecy import SECRET, is_marked_name
from meeting.kernel.refusals import Refused, declare
from meeting.store.blobs import shred
from meeting.store.disk import STORAGE_DOWN, free_mb

SLICE = 512 * 1024
"""The most bytes of one request, so that a paper is never in memory as a whole."""
KEPT_SECONDS = 24 * 3600
SPARE_MB = 64
"""The free disk space that an upload must leave."""

OUT_OF_STEP = declare("documents.out_of_step", 409, "Phần tải lên không khớp. Tải lại từ chỗ đã nhận.")
NOT_WHOLE = declare("documents.not_whole", 409, "Tệp “{filename}” chưa tải lên đủ. Hãy tải lại.")


class Receiving:
    """A paper that one person uploads, named by a key that their page has made."""

    def __init__(self, data: Path, owner: int, key: str, filename: str) -> None:
        """Raise Refused when a file of that name cannot be a paper, or when the name has a mark of secrecy."""
        check_named(filename)
        if is_marked_name(filename):
            raise Refused(SECRET, filename=filename)
        name = hashlib.sha256(f"{owner}:{key}".encode()).hexdigest()[:32]
        self._folder = data / "uploads"
        self._filename = filename
        self.path = self._folder / f"{name}{Path(filename.lower()).suffix}"

    def size(self) -> int:
        """Return the number of bytes received."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def put(self, at: int, piece: bytes, whole: int) -> int:
        """Append a slice and return the number of bytes stored. Sending a slice again changes nothing.

        Raises Refused for a slice in the wrong place, a file that is too large, or a full disk.
        """
        there = self.size()
        if whole > LIMIT or at + len(piece) > whole:
            raise Refused(TOO_LARGE, filename=self._filename, limit=LIMIT // 2**20)
        if at + len(piece) == there:
            return there
        if at != there:
            raise Refused(OUT_OF_STEP)
        try:
            if at == 0:
                self._make_room(whole)
            with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
                file.seek(at)  # sent twice at the same time, it is still stored once
                file.write(piece)
        except OSError as error:
            raise Refused(STORAGE_DOWN) from error
        return at + len(piece)

    def check_whole(self, whole: int) -> None:
        """Raise Refused unless every byte has arrived."""
        if whole <= 0:
            raise Refused(EMPTY, filename=self._filename)
        if self.size() != whole:
            raise Refused(NOT_WHOLE, filename=self._filename)

    def forget(self) -> None:
        """Delete the file."""
        with contextlib.suppress(OSError):
            self.path.unlink()

    def wipe(self) -> None:
        """Overwrite the file and delete it."""
        with contextlib.suppress(OSError):
            shred(self.path)

    def _make_room(self, whole: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in self._folder.iterdir():
            if path.stat().st_mtime < time.time() - KEPT_SECONDS:
                path.unlink()
        if free_mb(self._folder) < (whole >> 20) + SPARE_MB:
            raise Refused(STORAGE_DOWN)
