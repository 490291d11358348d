"""Restoring: an archive that `meeting backup` made becomes the data folder, once it has proved to be whole.

Nothing is overwritten. The archive is unpacked beside the data folder and checked there: database, journals, every
file by its hash. Only then the former folder is moved aside and the new one put in its place.
"""

import contextlib
import gzip
import hashlib
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pysqlite3.dbapi2
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from meeting.agenda.tables import Meeting
from meeting.config import BadSettings, Settings, load
from meeting.documents.tables import Document
from meeting.journal import book as journal
from meeting.journal import chain
from meeting.journal.tables import Head, Line
from meeting.kernel import clock
from meeting.kernel.refusals import Refused, declare
from meeting.minutes.tables import MinutesFile
from meeting.store.database import Database
from meeting.store.engine import is_sqlite
from meeting.store.guarded import sync_folder
from meeting.store.hold import hold

FILES = ("meeting.db", "secret.key", "meeting.toml")
FOLDERS = ("keys", "blobs", "law")
NEEDED = ("meeting.db", "secret.key")
GZIP = b"\x1f\x8b"

NOT_A_BACKUP = declare(
    "restoring.not_a_backup", 422, "“{file}” không phải bản sao lưu của “meeting backup”: {reason}. Chưa thay đổi gì."
)
DAMAGED = declare("restoring.damaged", 422, "Bản sao lưu “{file}” bị hỏng: {reason}. Chưa thay đổi gì.")
NOT_PLACED = declare("restoring.not_placed", 500, "Chưa khôi phục được: {reason}. Dữ liệu đang có vẫn còn nguyên.")
NOT_HERE = declare(
    "restoring.not_here", 409, "Máy này dùng cơ sở dữ liệu khác SQLite: khôi phục bằng công cụ của cơ sở dữ liệu đó."
)


def restore(settings: Settings, archive: Path) -> Iterator[str]:
    """Put the archive in the place of the data folder, and tell what was done. Refused: nothing has changed then."""
    if not is_sqlite(settings.database):
        raise Refused(NOT_HERE)
    with contextlib.ExitStack() as stack:
        if settings.data.exists():
            stack.enter_context(hold(settings.data))
        try:
            settings.data.parent.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(dir=settings.data.parent, prefix=f".{settings.data.name}-"))
            stack.callback(shutil.rmtree, fresh, ignore_errors=True)
            _unpack(archive, fresh)
            yield _check(archive, fresh)
            yield from _put_in_place(settings.data, fresh)
        except OSError as error:
            raise Refused(NOT_PLACED, reason=error.strerror or error) from None


def _unpack(archive: Path, folder: Path) -> None:
    """Every file of the archive, if all of it is what a backup holds; for its owner alone."""
    with archive.open("rb") as file:
        if file.read(2) != GZIP:
            raise Refused(NOT_A_BACKUP, file=archive.name, reason="không phải tệp .tar.gz")
    try:
        with tarfile.open(archive, "r:gz") as packed:
            for member in packed:
                _unpack_one(archive, packed, member, folder)
            while packed.fileobj is not None and packed.fileobj.read(1 << 20):
                pass  # to the very end, where the archive's own checksum is compared
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile):
        raise Refused(DAMAGED, file=archive.name, reason="không giải nén được") from None
    for name in NEEDED:
        if not (folder / name).is_file():
            raise Refused(NOT_A_BACKUP, file=archive.name, reason=f"thiếu {name}")


def _unpack_one(archive: Path, packed: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    top, *rest = member.name.split("/")
    place = folder / member.name
    known = (top in FILES and not rest) or top in FOLDERS
    if not known or ".." in rest or (place.exists() and not member.isdir()) or not (member.isreg() or member.isdir()):
        raise Refused(NOT_A_BACKUP, file=archive.name, reason=f"có “{member.name[:80]}”")
    if member.isdir():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = packed.extractfile(member)
    assert content is not None  # noqa: S101 - a regular file has content
    place.touch(mode=0o600, exist_ok=False)
    with place.open("wb") as file:
        shutil.copyfileobj(content, file)


def _check(archive: Path, folder: Path) -> str:
    """Whether the database, the journals and the files are whole; what was found."""
    try:
        load(folder, {}).secret()
        _check_database(folder / "meeting.db")
        database = Database(f"sqlite+pysqlite:///{folder / 'meeting.db'}")
        try:
            return _check_content(database, folder)
        finally:
            database.close()
    except (_Bad, BadSettings, SQLAlchemyError, pysqlite3.dbapi2.DatabaseError) as error:
        raise Refused(DAMAGED, file=archive.name, reason=str(error).partition("\n")[0]) from None


class _Bad(Exception):  # noqa: N818 - becomes the reason of a refusal
    """What is wrong, in Vietnamese."""


def _check_database(file: Path) -> None:
    with contextlib.closing(pysqlite3.dbapi2.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        astray = connection.execute("PRAGMA foreign_key_check").fetchone()
    if said != "ok" or astray is not None:
        raise _Bad("cơ sở dữ liệu không toàn vẹn")


def _check_content(database: Database, folder: Path) -> str:
    kept = _check_blobs(folder / "blobs")
    with database.read() as db:
        heads = {head.book: head.hash for head in db.scalars(select(Head))}
        for book, head in heads.items():
            try:
                found = chain.check(journal.entries(db, book))
            except chain.Broken as broken:
                raise _Bad(f"nhật ký {book}, bản ghi {broken.seq}: {broken.reason}") from None
            if found != head:
                raise _Bad(f"nhật ký {book} bị cắt ngắn")
        if set(db.scalars(select(Line.book).distinct())) - set(heads):
            raise _Bad("có nhật ký lạ")
        meetings = len(db.scalars(select(Meeting.id)).all())
        named = {*db.scalars(select(Document.sha256)), *db.scalars(select(Document.pdf_sha256))}
        named |= set(db.scalars(select(MinutesFile.sha256)))
    if missing := {name for name in named if name} - kept:
        raise _Bad(f"thiếu {len(missing)} tệp tài liệu")
    return (
        f"Đã kiểm tra: cơ sở dữ liệu và {len(heads)} nhật ký nguyên vẹn, {meetings} phiên họp, {len(kept)} tệp "
        "đúng mã băm."
    )


def _check_blobs(folder: Path) -> set[str]:
    """The names of all files, each of which is the hash of its content; what a backup caught half written goes."""
    kept = set()
    for file in [path for path in folder.rglob("*") if path.is_file()]:
        if file.name.startswith("tmp"):
            file.unlink()
            continue
        with file.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != file.name or file.parent.name != file.name[:2]:
                raise _Bad(f"tệp {file.name[:12]}… không đúng mã băm")
        kept.add(file.name)
    return kept


def _put_in_place(data: Path, fresh: Path) -> Iterator[str]:
    """The former folder goes aside under a name with the time, and the fresh one takes its name."""
    if data.exists():
        aside = data.with_name(f"{data.name}.{clock.now().astimezone(clock.VIETNAM):%Y%m%d-%H%M%S}")
        data.rename(aside)
        aside.chmod(0o700)
        yield f"Dữ liệu trước đó được giữ ở {aside}"
    os.sync()  # all of it is on the disk before anything is called by its name
    fresh.rename(data)
    sync_folder(data.parent)
    yield f"Đã khôi phục vào {data}. Tiếp theo: meeting init, rồi meeting run."
