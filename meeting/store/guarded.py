"""Guarded files and folders: readable by their owner only, in spite of earlier permissions and the umask."""

import contextlib
import os
import secrets
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def guard_folder(folder: Path) -> None:
    """Make the folder if it is missing, readable by its owner only."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(FOLDER)


def write_guarded(path: Path, data: bytes) -> None:
    """Write a file durably and atomically, readable for its owner only."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    _write(fresh, data)
    fresh.rename(path)
    sync_folder(path.parent)


def write_first(path: Path, data: bytes) -> None:
    """Do the same for a file that must not exist yet: of several writers the first wins, and its content stays."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    _write(fresh, data)
    try:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)
    finally:
        fresh.unlink()
    sync_folder(path.parent)


def _write(fresh: Path, data: bytes) -> None:
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: otherwise a new or renamed file may disappear in a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_guarded(folder: Path, *, deep: bool = True) -> None:
    """Give only the owner access to a folder and the files in it; `deep`: to the folders in it too.

    Raises PermissionError when a file belongs to another user.
    """
    if not folder.exists():
        return
    guard_folder(folder)
    for path in folder.rglob("*") if deep else folder.iterdir():
        if (deep or path.is_file()) and not path.is_symlink() and path.stat().st_mode & 0o077:
            path.chmod(FOLDER if path.is_dir() else FILE)
