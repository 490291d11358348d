"""Sticks: removable disks at the machine's mount point, by their label.

The machine mounts them (`meeting install` writes the rule), so the room needs no administrator's rights.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from meeting.config import Settings
from meeting.kernel.refusals import _l
from meeting.store.mounts import mounted

NAMES = Path("/dev/disk/by-label")
PATIENCE_SECONDS = 2.0
NO_RIGHT = _l("Phòng họp không ghi được vào ổ này. Ổ kiểu FAT32 hoặc exFAT thì ghi được.")
ODD_NAME = _l("Tên ổ có dấu phẩy, dấu cách ở cuối hoặc ký tự lạ: hãy đổi tên ổ trên một máy khác.")


class Stick(msgspec.Struct, frozen=True, kw_only=True):
    """A stick that is plugged in; sizes in bytes. `problem` (Vietnamese): why nothing can be stored on it."""

    folder: str
    label: str
    size: int
    free: int
    problem: str = ""


def plugged_in(settings: Settings) -> list[Stick]:
    """Return every disk that is plugged in, sorted by name. It waits for the disks: never call it on the event loop."""
    return sorted(_found(settings), key=lambda stick: (stick.label.casefold(), stick.folder))


class Lookout:
    """Looks at the sticks, once at a time for all askers.

    A disk that does not answer then holds only one of the threads beside the loop, and commits have the others.
    """

    def __init__(self) -> None:
        self._busy = False
        self._seen: list[Stick] = []

    def sticks(self, settings: Settings, offload: Callable[..., Any]) -> list[Stick]:
        """Return every disk that is plugged in, or those seen last while a check takes long."""
        since = time.monotonic()
        while self._busy:
            if time.monotonic() - since > PATIENCE_SECONDS:
                return self._seen
            time.sleep(0.02)
        self._busy = True
        try:
            self._seen = offload(plugged_in, settings)
        finally:
            self._busy = False
        return self._seen


def _found(settings: Settings) -> Iterator[Stick]:
    names, own = _names(), settings.data.stat().st_dev
    for place, source in dict(mounted(settings)).items():
        try:
            disk = os.statvfs(place)  # this mounts a disk that is mounted at the first access
            if place.stat().st_dev == own or not disk.f_blocks:
                continue
            problem = "" if os.access(place, os.W_OK | os.X_OK) else NO_RIGHT
        except OSError:  # pulled out meanwhile
            continue
        yield Stick(
            folder=_told(str(place)),
            label=_told(names.get(source, place.name)),
            size=disk.f_blocks * disk.f_frsize,
            free=disk.f_bavail * disk.f_frsize,
            problem=ODD_NAME if _is_odd(str(place)) else problem,
        )


def _is_odd(place: str) -> bool:
    """Return whether the setting's list of folders cannot hold this name, or a page cannot show it."""
    return "," in place or place != place.strip() or not place.isprintable()


def _told(name: str) -> str:
    """Return a name that a page can show. It may contain bytes that are not text."""
    return os.fsencode(name).decode("utf-8", "replace")


def _names() -> dict[str, str]:
    """Return the labels of disks by device. udev writes special bytes in hex."""
    try:
        links = list(NAMES.iterdir())
    except OSError:
        return {}
    return {str(link.resolve()): _unwritten(link.name) for link in links}


def _unwritten(name: str) -> str:
    raw = re.sub(rb"\\x([0-9a-f]{2})", lambda hexed: bytes([int(hexed[1], 16)]), os.fsencode(name))
    return raw.decode("utf-8", "replace")
