"""Guarded: what an installation keeps is its owner's alone, whatever was there before and whatever the umask."""

import contextlib
import os
import secrets
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def guard_folder(folder: Path) -> None:
    """The folder, there and only its owner's."""
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(FOLDER)


def write_guarded(path: Path, data: bytes) -> None:
    """Put `data` there durably and at once: nobody sees half of it, and nobody else can read it."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    _write(fresh, data)
    fresh.rename(path)
    sync_folder(path.parent)


def write_first(path: Path, data: bytes) -> None:
    """The same where nothing stands yet: of several who come together one is the first, and what it wrote stays."""
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
    """Make durable which names the folder holds: a file that is new or renamed may else be gone after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_guarded(folder: Path, *, deep: bool = True) -> None:
    """Take a folder and the files in it away from everybody but its owner; `deep`: the folders in it too.

    PermissionError when one is another user's.
    """
    if not folder.exists():
        return
    guard_folder(folder)
    for path in folder.rglob("*") if deep else folder.iterdir():
        if (deep or path.is_file()) and not path.is_symlink() and path.stat().st_mode & 0o077:
            path.chmod(FOLDER if path.is_dir() else FILE)
