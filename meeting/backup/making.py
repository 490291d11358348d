"""Making a backup: a consistent copy of the database and all files, encrypted, and copies of it on other disks."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from meeting.backup import archive, snapshot
from meeting.backup.key import BackupKey
from meeting.backup.rules import NOT_WRITTEN, UNDER_WAY, outdated
from meeting.config import Settings
from meeting.kernel import clock
from meeting.kernel.refusals import Refused
from meeting.store.database import Database
from meeting.store.disk import reason
from meeting.store.guarded import FILE, guard_folder, sync_folder, write_guarded

PATTERN = "phonghop-*.backup"
SCRATCH = ".backup-"
"""How the folders begin in which one is put together or tried."""
_PIECE = 1 << 20


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a copy went, or why it did not (Vietnamese)."""

    folder: str
    problem: str = ""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that is on the disk."""

    file: str
    size: int
    sha256: str
    places: tuple[Place, ...] = ()


def folder_of(settings: Settings) -> Path:
    """Where this installation's backups lie."""
    return Path(settings.backup_folder) if settings.backup_folder else settings.data / "backups"


def newest(settings: Settings) -> Path | None:
    """The last backup in that folder."""
    return max(folder_of(settings).glob(PATTERN), default=None)


def back_up(settings: Settings, database: Database, now: datetime) -> Made:
    """Make a backup in its folder, copy it to every other place, and let the oldest go.

    Refused while another one is made; OSError when the first file cannot be written. A copy that fails is told.
    """
    folder = folder_of(settings)
    folder.mkdir(parents=True, exist_ok=True)
    if folder.is_relative_to(settings.data):
        guard_folder(folder)
    with alone(settings.data):
        file = folder / f"phonghop-{clock.local(now):%Y%m%d-%H%M%S}.backup"
        write_backup(settings, database, file)
        made = Made(file=str(file), size=file.stat().st_size, sha256=_digest(file))
        _let_old_go(folder, settings.backup_keep)
        places = tuple(_copy(settings, file, made.sha256, Path(each)) for each in copies_of(settings))
        return msgspec.structs.replace(made, places=places)


def copies_of(settings: Settings) -> list[str]:
    """The folders on other disks to which each backup is copied."""
    return [each.strip() for each in settings.backup_copies.split(",") if each.strip()]


def write_backup(settings: Settings, database: Database, file: Path) -> None:
    """One backup of everything into a file. Whoever calls this is `alone`."""
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=SCRATCH) as scratch:
        copy = Path(scratch) / archive.DATABASE
        snapshot.take(database, copy)
        archive.write(file, BackupKey(settings.data), _members(settings, copy, Path(scratch)))


def _members(settings: Settings, database: Path, scratch: Path) -> Iterator[tuple[Path, str]]:
    """What a backup holds. The address of a database server stays: it belongs to the machine, and has a password."""
    yield database, archive.DATABASE
    told = settings.data / archive.SETTINGS
    if told.exists():
        kept = scratch / archive.SETTINGS
        lines = told.read_text("utf-8").splitlines(keepends=True)
        write_guarded(kept, "".join(line for line in lines if not line.lstrip().startswith("database_url")).encode())
        yield kept, archive.SETTINGS
    for name in (archive.SECRET, *archive.FOLDERS):
        if (settings.data / name).exists():
            yield settings.data / name, name


@contextlib.contextmanager
def told_in_words() -> Iterator[None]:
    """On the command line a disk that cannot be written is refused in words."""
    try:
        yield
    except OSError as error:
        raise Refused(NOT_WRITTEN, reason=reason(error)) from None


@contextlib.contextmanager
def alone(data: Path) -> Iterator[None]:
    """One hand on the backups of a data folder at a time; Refused while another process is at it.

    What one left unpacked that was killed is cleared away: it is a copy of everything.
    """
    with (data / "backup.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(UNDER_WAY) from None
        for left in data.glob(f"{SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _copy(settings: Settings, file: Path, sha256: str, folder: Path) -> Place:
    """A copy on another disk, read back from the disk itself."""
    try:
        if not folder.is_dir() or folder.stat().st_dev == settings.data.stat().st_dev:
            return Place(folder=str(folder), problem="chưa cắm, hoặc cùng ổ đĩa với dữ liệu")
        fresh = folder / f"{file.name}.new"
        try:
            _copy_through(file, fresh)
            if _digest(fresh) != sha256:
                return Place(folder=str(folder), problem="đọc lại không đúng: ổ đĩa có thể đã hỏng")
            fresh.rename(folder / file.name)
            sync_folder(folder)
        finally:
            fresh.unlink(missing_ok=True)
        _let_old_go(folder, settings.backup_keep)
    except OSError as error:
        return Place(folder=str(folder), problem=f"không ghi được: {reason(error)}")
    return Place(folder=str(folder))


def _copy_through(file: Path, target: Path) -> None:
    """Down to the disk; what the system remembers of it is forgotten, so that reading it back tells of the disk."""
    with file.open("rb") as source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE), "wb") as to:
        shutil.copyfileobj(source, to, _PIECE)
        to.flush()
        os.fsync(to.fileno())
        os.posix_fadvise(to.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _let_old_go(folder: Path, keep: int) -> None:
    for name in outdated([path.name for path in folder.glob(PATTERN)], keep):
        (folder / name).unlink(missing_ok=True)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
