"""The folder of a rehearsal. The server and its supervisor communicate by files in it.

A folder that exists when the supervisor starts was left by a power cut, and is deleted.
"""

import contextlib
import shutil
from pathlib import Path

FOLDER, UNFINISHED = "rehearsal", "rehearsal.new"
_UNTIL, _OVER, _SECONDS, _REAL = "until", "over", "seconds", "real"


class RehearsalPlace:
    """The scratch installation of a data folder. It imports almost nothing, because the supervisor uses it too."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER
        self.unfinished = data / UNFINISHED

    def is_there(self) -> bool:
        """Return whether a rehearsal is ready to start, or is going on."""
        return self.folder.is_dir()

    def is_over(self) -> bool:
        """Return whether somebody has ended it."""
        return (self.folder / _OVER).exists()

    def end(self) -> None:
        """End the rehearsal. The supervisor notices at once."""
        with contextlib.suppress(FileNotFoundError):
            (self.folder / _OVER).touch()

    def seconds(self) -> float:
        """Return how many seconds it may last; 0 when that is unknown."""
        try:
            return float((self.folder / _SECONDS).read_text("ascii"))
        except (OSError, ValueError):
            return 0.0

    def throw_away(self) -> None:
        """Delete the scratch installation."""
        for folder in (self.folder, self.unfinished):
            shutil.rmtree(folder, ignore_errors=True)

    def sign(self, until: str, seconds: float, real: str) -> None:
        """Write the end, the length in seconds and the address of the real database into the unfinished folder."""
        for name, text in ((_UNTIL, until), (_SECONDS, str(seconds)), (_REAL, real)):
            (self.unfinished / name).write_text(text, "utf-8")

    def open(self) -> None:
        """Make the rehearsal ready, by renaming its folder."""
        self.unfinished.rename(self.folder)


def until(data: Path) -> str:
    """Return the end of the rehearsal with this data folder (stamp); empty for a real installation."""
    return _read(data / _UNTIL)


def real_database(data: Path) -> str:
    """Return the address of the real database, in the data folder of a rehearsal; empty for a real installation."""
    return _read(data / _REAL)


def _read(file: Path) -> str:
    if file.parent.name != FOLDER:
        return ""
    try:
        return file.read_text("utf-8")
    except OSError:
        return ""
