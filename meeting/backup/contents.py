"""Checks the content of an unpacked backup: the database, every journal, every file by its hash."""

import contextlib
import hashlib
import logging
from pathlib import Path

import msgspec
import pysqlite3.dbapi2
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from meeting.agenda.tables import Meeting
from meeting.backup.archive import DATABASE
from meeting.config import BadSettings, load
from meeting.contributions.tables import Contribution
from meeting.deadlines.tables import Notice
from meeting.documents.tables import PAPERS, FormerVersion
from meeting.journal import book as journal
from meeting.journal import chain
from meeting.journal.tables import BookHead, Line
from meeting.kernel.words import Phrase, phrase
from meeting.minutes.tables import MinutesFile
from meeting.store.database import Database
from meeting.store.engine import sqlite_url

log = logging.getLogger(__name__)


class BrokenBackup(Exception):  # noqa: N818 - becomes the reason of a refusal
    """The backup is damaged. `why` says how."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(str(why))
        self.why = why


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The checked content. `heads`: number and hash of each journal's last entry."""

    meetings: int
    files: int
    heads: dict[str, tuple[int, str]]

    def sentence(self) -> str:
        """Return the result as a sentence in Vietnamese."""
        return (
            f"Đã kiểm tra: cơ sở dữ liệu và {len(self.heads)} nhật ký nguyên vẹn, {self.meetings} phiên họp, "
            f"{self.files} tệp đúng mã băm."
        )


def check(folder: Path) -> Contents:
    """Return the content of an unpacked backup. Raises BrokenBackup when any of it has changed.

    A backup of an earlier program is upgraded first. Raises Refused for one of a later program.
    """
    try:
        load(folder, {}).secret()
        _check_database(folder / DATABASE)
        database = Database(sqlite_url(folder / DATABASE))
        try:
            database.check_not_later()
            if not database.is_current():
                database.migrate()
            with database.read() as db:
                return _check_rows(db, _check_blobs(folder / "blobs"))
        finally:
            database.close()
    except (BadSettings, SQLAlchemyError, pysqlite3.dbapi2.DatabaseError) as error:
        log.warning("a backup was refused: %s", error)
        raise BrokenBackup(phrase("không đọc được cơ sở dữ liệu hoặc tệp thiết đặt")) from None


def _check_database(file: Path) -> None:
    with contextlib.closing(pysqlite3.dbapi2.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        astray = connection.execute("PRAGMA foreign_key_check").fetchone()
    if said != "ok" or astray is not None:
        raise BrokenBackup(phrase("cơ sở dữ liệu không toàn vẹn"))


def _check_rows(db: Session, kept: set[str]) -> Contents:
    heads = {head.book: (head.seq, head.hash) for head in db.scalars(select(BookHead))}
    for book, (_, head) in heads.items():
        try:
            found = chain.check(journal.entries(db, book))
        except chain.Broken as broken:
            said = phrase("nhật ký {book}, bản ghi {seq}: {reason}", book=book, seq=broken.seq, reason=broken.reason)
            raise BrokenBackup(said) from None
        if found != head:
            raise BrokenBackup(phrase("nhật ký {book} bị cắt ngắn", book=book))
    if set(db.scalars(select(Line.book).distinct())) - set(heads):
        raise BrokenBackup(phrase("có nhật ký lạ"))
    blobs = ("sha256", "pdf_sha256", "text_sha256")
    named = {
        name
        for table in (*PAPERS, FormerVersion)
        for blob in blobs
        for name in db.scalars(select(getattr(table, blob)))
    }
    named |= {name for table in (MinutesFile, Contribution, Notice) for name in db.scalars(select(table.sha256))}
    if missing := {name for name in named if name} - kept:
        raise BrokenBackup(phrase("thiếu {count} tệp tài liệu", count=len(missing)))
    return Contents(meetings=len(db.scalars(select(Meeting.id)).all()), files=len(kept), heads=heads)


def _check_blobs(folder: Path) -> set[str]:
    """Return the names of all files, and delete half-written ones.

    Raises BrokenBackup for a file whose name is not the hash of its content.
    """
    kept = set()
    for file in [path for path in folder.rglob("*") if path.is_file()]:
        if file.name.startswith("tmp"):
            file.unlink()
            continue
        with file.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != file.name or file.parent.name != file.name[:2]:
                raise BrokenBackup(phrase("tệp {name} không đúng mã băm", name=f"{file.name[:12]}…"))
        kept.add(file.name)
    return kept
