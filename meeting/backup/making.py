"""Making a backup: a consistent copy of the database and all files, encrypted, and copies of it on other disks."""

import contextlib
import errno
import fcntl
import hashlib
import os
import re
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
from meeting.kernel.refusals import Refused, _l
from meeting.kernel.words import Phrase, phrase
from meeting.store.database import Database
from meeting.store.disk import reason
from meeting.store.guarded import FILE, guard_folder, sync_folder, write_guarded
from meeting.store.mounts import copies_of, is_absent

PATTERN = "phonghop-*.backup"
_MARKED = re.compile(r"phonghop-\d{8}-\d{6}-([0-9a-f]{8})\.backup")
SCRATCH = ".backup-"
"""The prefixes of the temporary folders in which a backup is made or tried."""
_PIECE = 1 << 20
_MB = 1 << 20
ABSENT = _l("chưa cắm: cắm ổ vào máy chủ rồi bấm “Sao lưu ngay”")
SAME_DISK = _l("cùng ổ đĩa với dữ liệu: hỏng ổ này là mất cả hai, hãy chọn ổ khác")
FULL = _l("không đủ chỗ: cần {needed} MB, còn {free} MB. Xóa bớt tệp khác trên ổ, hoặc thay ổ lớn hơn")
TOO_LARGE = _l("ổ này không nhận tệp lớn như vậy (kiểu FAT32, nhiều nhất 4 GB): định dạng lại thành exFAT")
PULLED_OUT = _l("ổ bị rút ra trong khi chép, bản trên ổ chưa có: cắm lại rồi bấm “Sao lưu ngay”")
SPOILT = _l("đọc lại không đúng: ổ đĩa có thể đã hỏng, hãy thay ổ khác")


class CopyPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a copy is, or why it is missing."""

    folder: str
    problem: Phrase | None = None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that is on the disk."""

    file: str
    size: int
    sha256: str
    places: tuple[CopyPlace, ...] = ()


def folder_of(settings: Settings) -> Path:
    """Return the folder of this installation's backups."""
    return Path(settings.backup_folder) if settings.backup_folder else settings.data / "backups"


def newest(settings: Settings) -> Path | None:
    """Return the latest backup of this installation in the backup folder, or None."""
    folder = folder_of(settings)
    return max((folder / name for name in own_backups(settings.data, folder)), default=None)


def own_backups(data: Path, folder: Path) -> list[str]:
    """Return the names of this installation's backups in a folder. Other offices may use the same folder or stick.

    Older backups have no mark in their name; the key in the file then shows whose they are.
    """
    mark, names = _mark(BackupKey(data)), []
    for path in folder.glob(PATTERN):
        if path.is_symlink() or not path.is_file():
            continue
        marked = _MARKED.fullmatch(path.name)
        if mark == (marked[1] if marked else _mark_in(path)):
            names.append(path.name)
    return names


def _mark(key: BackupKey) -> str:
    """Return the mark in the names of an installation's backups; empty without a key.

    It stays the same after a restore.
    """
    identity = key.identity()
    return _mark_of(str(identity.to_public())) if identity is not None else ""


def _mark_of(recipient: str) -> str:
    return hashlib.sha256(recipient.encode()).hexdigest()[:8]


def _mark_in(file: Path) -> str:
    try:
        return _mark_of(archive.recipient_of(file))
    except (Refused, OSError):
        return ""


def back_up(settings: Settings, database: Database, now: datetime) -> Made:
    """Make a backup in its folder, copy it to every other place, and delete the oldest ones. Returns what was made.

    Raises Refused while another one is being made; OSError when the first file cannot be written. Failed copies are
    reported in the result.
    """
    folder = folder_of(settings)
    folder.mkdir(parents=True, exist_ok=True)
    if folder.is_relative_to(settings.data):
        guard_folder(folder)
    with alone(settings.data):
        file = folder / f"phonghop-{clock.local(now):%Y%m%d-%H%M%S}-{_mark(BackupKey(settings.data))}.backup"
        write_backup(settings, database, file)
        made = Made(file=str(file), size=file.stat().st_size, sha256=_digest(file))
        _let_old_go(settings, folder)
        places = tuple(_copy(settings, file, made.sha256, Path(each)) for each in copies_of(settings))
        return msgspec.structs.replace(made, places=places)


def write_backup(settings: Settings, database: Database, file: Path) -> None:
    """Write one backup of everything into a file. The caller must hold `alone`."""
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=SCRATCH) as scratch:
        copy = Path(scratch) / archive.DATABASE
        snapshot.take(database, copy)
        archive.write(file, BackupKey(settings.data), _members(settings, copy, Path(scratch)))


def _members(settings: Settings, database: Path, scratch: Path) -> Iterator[tuple[Path, str]]:
    """Yield the content of a backup. Leaves out the address of a database server: it belongs to the machine."""
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
    """Turn a disk error into a refusal with a sentence, for the command line."""
    try:
        yield
    except OSError as error:
        raise Refused(NOT_WRITTEN, reason=reason(error)) from None


@contextlib.contextmanager
def alone(data: Path) -> Iterator[None]:
    """Hold the backups of a data folder exclusively. Raises Refused while another process holds them.

    Deletes what a killed process left unpacked, because that is a copy of everything.
    """
    with (data / "backup.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(UNDER_WAY) from None
        for left in data.glob(f"{SCRATCH}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _copy(settings: Settings, file: Path, sha256: str, folder: Path) -> CopyPlace:
    """Copy a backup to another disk and read it back from the disk. Returns where, and what went wrong."""
    try:
        problem = _copied(settings, file, sha256, folder)
    except OSError as error:
        problem = _told(settings, file, folder, error)
    return CopyPlace(folder=str(folder), problem=problem)


def _copied(settings: Settings, file: Path, sha256: str, folder: Path) -> Phrase | None:
    """Make one copy and delete old ones. Returns why it failed, or None."""
    if is_absent(settings, folder):
        return phrase(ABSENT)
    if folder.stat().st_dev == settings.data.stat().st_dev:
        return phrase(SAME_DISK)
    for left in folder.glob(f"{PATTERN}.new"):  # it was pulled out in the middle
        if left.is_symlink() or not left.is_dir():
            left.unlink()
    _make_room(settings, folder, file.stat().st_size)
    fresh = folder / f"{file.name}.new"
    try:
        _copy_through(file, fresh)
        if _digest(fresh) != sha256:
            return phrase(SPOILT)
        fresh.rename(folder / file.name)
        sync_folder(folder)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    _let_old_go(settings, folder)
    return None


def _told(settings: Settings, file: Path, folder: Path, error: OSError) -> Phrase:
    """Return what is wrong with a disk, for the person at the machine."""
    with contextlib.suppress(OSError):
        if error.errno in {errno.ENOSPC, errno.EDQUOT} and not is_absent(settings, folder):
            return phrase(FULL, needed=-(-file.stat().st_size // _MB), free=_free(folder) // _MB)
        if error.errno == errno.EFBIG:
            return phrase(TOO_LARGE)
        if not is_absent(settings, folder):
            return phrase("không ghi được: {reason}", reason=reason(error))
    return phrase(PULLED_OUT)


def _make_room(settings: Settings, folder: Path, needed: int) -> None:
    """Delete old backups until the new one fits, the oldest first; the newest always stays.

    Raises OSError, without deleting any, when the new one cannot fit.
    """
    old = [folder / name for name in outdated(own_backups(settings.data, folder), 1)]
    if _free(folder) + sum(path.stat().st_size for path in old) < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    for path in old:
        if _free(folder) >= needed:
            return
        path.unlink()


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _copy_through(file: Path, target: Path) -> None:
    """Copy to the disk itself and drop the system's cache, so that reading it back reads the disk."""
    with file.open("rb") as source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE), "wb") as to:
        shutil.copyfileobj(source, to, _PIECE)
        to.flush()
        os.fsync(to.fileno())
        os.posix_fadvise(to.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _let_old_go(settings: Settings, folder: Path) -> None:
    for name in outdated(own_backups(settings.data, folder), settings.backup_keep):
        (folder / name).unlink(missing_ok=True)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
