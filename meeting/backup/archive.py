"""The file of a backup: a tar with the sealed key in clear, and everything else packed and encrypted with that key.

Packing and encrypting run at the same time through a pipe, so neither memory nor a second copy is needed.
`tar -xf FILE && age -d -i KEY content.tar.gz.age | tar -xz` opens it without this program.
"""

import gzip
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, cast

import pyrage

from meeting.backup.key import BackupKey, Identity, Sealed, read_sealed
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.words import Phrase, phrase
from meeting.store.guarded import FILE, FOLDER, sync_folder

KEY, CONTENT = "key.sealed", "content.tar.gz.age"
DATABASE, SECRET, SETTINGS, IDENTITY = "meeting.db", "secret.key", "meeting.toml", "keys/backup.key"
FILES, FOLDERS = (DATABASE, SECRET, SETTINGS), ("keys", "blobs", "law", "tls")
NEEDED = (DATABASE, SECRET, IDENTITY)
_BLOCK = tarfile.BLOCKSIZE
_MOST_KEY = 1 << 16

NOT_A_BACKUP = declare(
    "backup.not_a_backup", 422, "“{file}” không phải bản sao lưu của phòng họp: {reason}. Chưa thay đổi gì."
)
DAMAGED = declare("backup.damaged", 422, "Bản sao lưu “{file}” bị hỏng: {reason}. Chưa thay đổi gì.")

Opener = Callable[[Sealed], Identity]
"""Finds the identity that opens a backup: the machine's own one, or with the passphrase."""


def write(place: Path, key: BackupKey, members: Iterable[tuple[Path, str]]) -> None:
    """Write the backup file. It gets its name only when it is complete and durable. Raises OSError when that fails."""
    identity = key.identity()
    sealed = key.sealed()
    assert identity is not None  # noqa: S101 - the sealed half never exists without it
    fresh = place.with_name(f"{place.name}.new")
    fresh.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE), "wb") as out:
            out.write(_head(KEY, len(sealed)) + sealed + bytes(-len(sealed) % _BLOCK))
            head = out.tell()
            out.write(_head(CONTENT, 0))
            _encrypt(members, out, identity)
            size = out.tell() - head - _BLOCK
            out.write(bytes(-size % _BLOCK + 2 * _BLOCK))
            out.seek(head)
            out.write(_head(CONTENT, size))
            out.flush()
            os.fsync(out.fileno())
        fresh.rename(place)
        sync_folder(place.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _head(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, FILE
    return entry.tobuf(tarfile.GNU_FORMAT)


def _encrypt(members: Iterable[tuple[Path, str]], out: io.BufferedIOBase, identity: Identity) -> None:
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as beside:
        packing = beside.submit(_pack, members, writing)
        with os.fdopen(reading, "rb") as source:  # closed before the wait, so that the packer always ends
            pyrage.encrypt_io(source, out, [identity.to_public()])
        packing.result()


def _pack(members: Iterable[tuple[Path, str]], writing: int) -> None:
    with (
        os.fdopen(writing, "wb") as target,
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=1) as zipped,
        tarfile.open(fileobj=zipped, mode="w|") as packed,
    ):
        for path, name in members:
            packed.add(path, name)


def unpack(place: Path, folder: Path, opener: Opener) -> None:
    """Unpack a backup into a folder that only its owner can read.

    Raises Refused when the file is not a backup, is damaged, or is from another installation. The file contains the
    identity that opens it, and only that identity is trusted, because its maker knew the key.
    """
    try:
        with tarfile.open(place, "r:") as outer:
            identity = opener(_sealed_of(place, outer))
            content = cast("io.BufferedIOBase", outer.extractfile(CONTENT))  # raises KeyError when missing
            _decrypt(place, content, folder, identity)
            if not _is_whole(place):
                raise Refused(DAMAGED, file=place.name, reason=phrase("phần cuối bị cắt"))
    except KeyError:
        raise Refused(NOT_A_BACKUP, file=place.name, reason=_lacks(CONTENT)) from None
    except tarfile.TarError:
        raise Refused(NOT_A_BACKUP, file=place.name, reason=phrase("không đúng dạng tệp")) from None
    for name in NEEDED:
        if not (folder / name).is_file():
            raise Refused(NOT_A_BACKUP, file=place.name, reason=_lacks(name))
    if (folder / IDENTITY).read_text("ascii", errors="replace").strip() != str(identity):
        raise Refused(NOT_A_BACKUP, file=place.name, reason=phrase("không phải do máy giữ khóa này lập"))


def _lacks(name: str) -> Phrase:
    return phrase("thiếu {name}", name=name)


def recipient_of(place: Path) -> str:
    """Return the public half of the key that opens a backup. Raises Refused for any other file."""
    try:
        with tarfile.open(place, "r:") as outer:
            return _sealed_of(place, outer).recipient
    except tarfile.TarError:
        raise Refused(NOT_A_BACKUP, file=place.name, reason=phrase("không đúng dạng tệp")) from None


def _sealed_of(place: Path, outer: tarfile.TarFile) -> Sealed:
    first = outer.next()
    if first is None or first.name != KEY or not first.isreg() or first.size > _MOST_KEY:
        raise Refused(NOT_A_BACKUP, file=place.name, reason=_lacks(KEY))
    file = outer.extractfile(first)
    assert file is not None  # noqa: S101 - a regular file has content
    try:
        return read_sealed(file.read())
    except ValueError:
        raise Refused(DAMAGED, file=place.name, reason=phrase("không đọc được khóa")) from None


def _decrypt(place: Path, content: io.BufferedIOBase, folder: Path, identity: Identity) -> None:
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as beside:
        with os.fdopen(reading, "rb") as source:
            opening = beside.submit(_open, content, writing, identity)
            problem = _unpack_all(place, source, folder)
        _told(place, opening)
    if problem is not None:
        raise problem


def _open(content: io.BufferedIOBase, writing: int, identity: Identity) -> None:
    with os.fdopen(writing, "wb") as target:
        pyrage.decrypt_io(content, target, [identity])


def _told(place: Path, opening: "Future[None]") -> None:
    """Raise the error of the encryption if there is one: it says more than the error in its output."""
    try:
        opening.result()
    except BrokenPipeError:
        return  # the content was refused
    except (pyrage.DecryptError, OSError, tarfile.TarError):
        raise Refused(DAMAGED, file=place.name, reason=phrase("không giải mã được")) from None


def _unpack_all(place: Path, source: BinaryIO, folder: Path) -> Exception | None:
    """Unpack every file if all of them may be in a backup. Returns what was wrong, or None."""
    try:
        with tarfile.open(fileobj=source, mode="r|gz") as packed:
            for member in packed:
                _unpack_one(place, packed, member, folder)
        while source.read(1 << 20):
            pass  # read to the very end, so that everything is authenticated
    except Refused as refused:
        return refused
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile):
        return Refused(DAMAGED, file=place.name, reason=phrase("không giải nén được"))
    return None


def _unpack_one(place: Path, packed: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    top, *rest = member.name.split("/")
    target = folder / member.name
    known = (top in FILES and not rest) or top in FOLDERS
    if not known or ".." in rest or (target.exists() and not member.isdir()) or not (member.isreg() or member.isdir()):
        raise Refused(NOT_A_BACKUP, file=place.name, reason=phrase("có “{name}”", name=member.name[:80]))
    if member.isdir():
        target.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        return
    target.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    content = packed.extractfile(member)
    assert content is not None  # noqa: S101 - a regular file has content
    target.touch(mode=FILE, exist_ok=False)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _is_whole(place: Path) -> bool:
    """Return whether the two empty blocks that end the outer tar are there."""
    with place.open("rb") as file:
        return file.seek(0, io.SEEK_END) % _BLOCK == 0 and _ends_empty(file)


def _ends_empty(file: BinaryIO) -> bool:
    file.seek(-2 * _BLOCK, io.SEEK_END)
    return file.read() == bytes(2 * _BLOCK)
