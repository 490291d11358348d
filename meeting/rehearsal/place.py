"""Where a rehearsal lies, and how the server that is watched and the one that watches tell each other of it: by files.

What is there when the watching begins was left by a power cut, and is thrown away.
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
        """Whether a rehearsal is ready to begin, or goes on."""
        return self.folder.is_dir()

    def is_over(self) -> bool:
        """Whether somebody has ended it."""
        return (self.folder / _OVER).exists()

    def end(self) -> None:
        """It is over: the one that watches sees it at once."""
        with contextlib.suppress(FileNotFoundError):
            (self.folder / _OVER).touch()

    def seconds(self) -> float:
        """How long it may last; nothing for one that does not say so."""
        try:
            return float((self.folder / _SECONDS).read_text("ascii"))
        except (OSError, ValueError):
            return 0.0

    def throw_away(self) -> None:
        """All of it."""
        for folder in (self.folder, self.unfinished):
            shutil.rmtree(folder, ignore_errors=True)

    def sign(self, until: str, seconds: float, real: str) -> None:
        """Write into the unfinished folder until when it lasts, and which database the real one is."""
        for name, text in ((_UNTIL, until), (_SECONDS, str(seconds)), (_REAL, real)):
            (self.unfinished / name).write_text(text, "utf-8")

    def open(self) -> None:
        """It is ready."""
        self.unfinished.rename(self.folder)


def until(data: Path) -> str:
    """Of the data folder of a rehearsal: until when it lasts (stamp); empty for a real one."""
    return _read(data / _UNTIL)


def real_database(data: Path) -> str:
    """Of the data folder of a rehearsal: the address of the real database; empty for a real one."""
    return _read(data / _REAL)


def _read(file: Path) -> str:
    if file.parent.name != FOLDER:
        return ""
    try:
        return file.read_text("utf-8")
    except OSError:
        return ""
