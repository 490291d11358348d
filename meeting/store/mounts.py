"""Mounts: the folders for removable disks, what is mounted there, and which disk a folder is on."""

import os
import re
from pathlib import Path

from meeting.config import Settings

MOUNTS = Path("/proc/self/mountinfo")


def copies_of(settings: Settings) -> list[str]:
    """Return the folders on other disks to which each backup is copied."""
    return [each.strip() for each in settings.backup_copies.split(",") if each.strip()]


def is_absent(settings: Settings, folder: Path) -> bool:
    """Return whether a folder is missing, or is at the mount point of a stick that is not plugged in."""
    if not folder.is_dir():
        return True
    if not any(folder.is_relative_to(each) for each in _shown_in(settings)):
        return False
    return not any(folder.is_relative_to(place) for place, _ in mounted(settings))


def mounted(settings: Settings) -> list[tuple[Path, str]]:
    """Return `(where, what)` of everything mounted in the folders for sticks, in the order of the file (proc(5)).

    The maker of a stick chooses its name, in any bytes. Only a line feed ends a line, and lines of another form are
    skipped.
    """
    shown, found = _shown_in(settings), []
    for fields in (line.split(b" ") for line in MOUNTS.read_bytes().split(b"\n")):
        try:
            place, source = Path(_plain(fields[4])), _plain(fields[fields.index(b"-") + 2])
        except (IndexError, ValueError):
            continue
        if any(place.is_relative_to(each) for each in shown):
            found.append((place, source))
    return found


def _shown_in(settings: Settings) -> list[Path]:
    return [Path(each.strip()) for each in settings.stick_folders.split(",") if each.strip()]


def _plain(name: bytes) -> str:
    """Return a name from the kernel's list, in which special characters are written in octal."""
    return os.fsdecode(re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8) & 0xFF]), name))
