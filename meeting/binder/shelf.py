"""The shelf stores finished binders by key, and deletes old ones and the excess."""

import contextlib
import os
import time
from pathlib import Path

KEPT_SECONDS = 7 * 24 * 3600
MOST_BYTES = 4 << 30


class BinderShelf:
    """A folder of binders inside the data folder. Backups leave it out, since binders can be made again."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "binders"

    def find(self, key: str) -> Path | None:
        """Return the file of a binder, or None. Looking it up keeps it longer."""
        path = self.folder / f"{key}.pdf"
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    def problem(self, key: str) -> str:
        """Return why a binder could not be made; empty when no reason is stored."""
        try:
            return (self.folder / f"{key}.txt").read_text("utf-8")
        except OSError:
            return ""

    def failed(self, key: str, reason: str) -> None:
        """Store why a binder could not be made."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{key}.txt").write_text(reason, "utf-8")

    def forget_failure(self, key: str) -> None:
        """Delete a stored failure before another attempt."""
        (self.folder / f"{key}.txt").unlink(missing_ok=True)

    def put(self, key: str, made: Path) -> None:
        """Move a file from the same disk onto the shelf, and tidy the shelf."""
        made.replace(self.folder / f"{key}.pdf")
        self.tidy()

    def tidy(self) -> None:
        """Delete binders not used for a week, and the oldest ones above the size limit."""
        now, kept = time.time(), 0
        for path in sorted(self.folder.glob("*.*"), key=_seen, reverse=True):
            with contextlib.suppress(OSError):
                kept += path.stat().st_size
                if now - _seen(path) > KEPT_SECONDS or kept > MOST_BYTES:
                    path.unlink()


def _seen(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
