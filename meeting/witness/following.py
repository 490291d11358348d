"""Following: the server keeps the heads that it has handed out, in a file per book beside the database and on other
disks.

A database that is restored or changed then contradicts these files (see `standing`). Files in the data folder are
restored with it; files on other disks are not.
"""

import errno
import logging
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meeting.access.actors import SYSTEM
from meeting.commands.submit import Commands
from meeting.config import Settings
from meeting.journal import book as journal
from meeting.journal.chain import canonical
from meeting.settings.in_force import in_force
from meeting.signing.stamp_task import StampAnswer, StampRequest
from meeting.store.database import Database
from meeting.store.guarded import FILE, guard_folder
from meeting.store.mounts import copies_of, is_absent
from meeting.witness.commands import NameKey
from meeting.witness.heads import Head, StampedHead, read_lines, sign, written
from meeting.witness.key import event_key, public_half
from meeting.witness.milestones import KINDS
from meeting.work.apart import TaskFailed, run_apart

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
STAMP_AGAIN_SECONDS = 600.0
STAMPS = ".stamps.jsonl"
FOLDER = "witness"
Offload = Callable[..., Any]


def folders(settings: Settings) -> list[Path]:
    """Return where heads are kept: in the data folder, and beside the copies of backups on disks that are present.

    It waits for the disks: never on the event loop. A folder that is a link on a stick is left out.
    """
    there = [Path(place) for place in copies_of(settings) if not is_absent(settings, Path(place))]
    return [settings.data / FOLDER, *(place / FOLDER for place in there if not (place / FOLDER).is_symlink())]


def write_lines(place: Path, name: str, wanted: list[bytes]) -> bool:
    """Append to the file in a place the lines that it lacks. Returns whether they are there now.

    They are not on a full or removed disk: the other places have them, and the next look tries again.
    """
    try:
        guard_folder(place)
        file = place / name
        there = _read(file)
        known = set(there.splitlines())
        torn = b"" if not there or there.endswith(b"\n") else b"\n"
        _append(file, torn, [line for line in wanted if line not in known])
    except OSError:
        return False
    return True


def _read(file: Path) -> bytes:
    """Return the content of a file, or nothing for a missing file.

    Raises OSError for a link or another kind of file.
    """
    try:
        descriptor = _open(file, os.O_RDONLY)
    except FileNotFoundError:
        return b""
    with os.fdopen(descriptor, "rb") as content:
        return content.read()


def _open(file: Path, flags: int) -> int:
    """Open a regular file itself: a link that somebody put on a stick could lead to the installation's own files."""
    descriptor = os.open(file, flags | os.O_NOFOLLOW | os.O_NONBLOCK, FILE)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(file))
    return descriptor


def _append(file: Path, torn: bytes, lines: list[bytes]) -> None:
    """Append the lines durably. `torn` ends a line left incomplete by a power cut."""
    if not lines:
        return
    descriptor = _open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with os.fdopen(descriptor, "ab") as out:
        out.write(torn + b"".join(line + b"\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())


class Following:
    """Writes the heads of every meeting's journal to files as they come."""

    def __init__(self, database: Database, commands: Commands, settings: Settings, offload: Offload) -> None:
        self._database = database
        self._commands = commands
        self._settings = settings
        self._offload = offload
        self._kept: dict[tuple[Path, str], int] = {}  # by place and book: up to where its file is written
        self._named = False
        self._unstamped: dict[str, Head] = {}
        self._stamps_again = 0.0

    def follow(self) -> None:
        """Run until the process ends."""
        while True:
            try:
                self.look()
            except Exception:  # the next look may go better
                log.exception("heads of journals could not be stored")
            time.sleep(EVERY_SECONDS)

    def look(self) -> None:
        """Write the new heads; the key is named in the office's journal first."""
        key = event_key(self._settings.data)
        if key is None:
            return
        if not self._named:
            self._commands.submit(NameKey(key=public_half(self._settings.data)), actor=SYSTEM)
            self._named = True
        with self._database.read() as db:
            stand = journal.all_heads(db)
            settings = in_force(db, self._settings)
        places: list[Path] = self._offload(folders, settings)
        self._kept = {each: seq for each, seq in self._kept.items() if each[0] in places}  # another stick may come
        writable = list(places)
        for book, seq in stand.items():
            news = [place for place in writable if self._kept.get((place, book)) != seq]
            if book != journal.OFFICE and news:
                refused = self._keep(book, seq, news, key)
                writable = [place for place in writable if place not in refused]
                time.sleep(0)  # a start looks at every meeting there ever was
        if settings.timestamp_url:
            self._stamp(settings.timestamp_url, places)

    def _keep(self, book: str, seq: int, places: list[Path], key: Ed25519PrivateKey) -> list[Path]:
        """Write a journal's new heads in these places, one canonical JSON object per line.

        Returns the places where that failed.
        """
        after = min(self._kept.get((place, book), 0) for place in places)
        with self._database.read() as db:
            heads = [sign(entry, key) for entry in journal.among_since(db, book, KINDS, after)]
        if heads:
            self._unstamped[book] = heads[-1]
        lines, refused = [written(head) for head in heads], []
        for place in places:
            if not lines or self._offload(write_lines, place, f"{book}.jsonl", lines):
                self._kept[place, book] = seq
            else:
                refused.append(place)
        return refused

    def _stamp(self, url: str, places: list[Path]) -> None:
        """Get a time stamp for the newest head of each journal, once.

        A service that does not answer is asked again later.
        """
        if time.monotonic() < self._stamps_again:
            return
        for book, head in list(self._unstamped.items()):
            file = places[0] / f"{book}{STAMPS}"
            if not any(each.head == head for each in _stamps(file)):
                answer = _ask(url, head)
                if not answer.token or not self._keep_stamp(StampedHead(head=head, token=answer.token), file, places):
                    log.warning("no time stamp from %s: %s", url, answer.problem or "the disk takes none")
                    self._stamps_again = time.monotonic() + STAMP_AGAIN_SECONDS
                    return
            self._unstamped.pop(book, None)

    def _keep_stamp(self, stamped: StampedHead, file: Path, places: list[Path]) -> bool:
        """Return whether the stamp is stored in the data folder; the other disks get everything that is there."""
        lines = [canonical(each) for each in (*_stamps(file), stamped)]
        done: list[bool] = [self._offload(write_lines, place, file.name, lines) for place in places]
        return done[0]


def _ask(url: str, head: Head) -> StampAnswer:
    try:
        return run_apart("meeting.signing.stamp_apart", StampRequest(url, written(head)), StampAnswer)
    except TaskFailed as failed:
        return StampAnswer(problem=str(failed))


def _stamps(file: Path) -> list[StampedHead]:
    try:
        return [each for each in read_lines(file.read_bytes()) if isinstance(each, StampedHead)]
    except OSError:
        return []
