"""Tries a backup: restores it into a temporary place, checks it there, and compares it with the present journals."""

import tempfile
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.backup import archive, contents
from meeting.backup.key import BackupKey, Identity, Sealed
from meeting.backup.making import SCRATCH
from meeting.config import Settings, load
from meeting.journal.tables import Line
from meeting.kernel.refusals import Refused, declare
from meeting.kernel.words import phrase
from meeting.minutes.tables import MinutesFile, Signature
from meeting.proof.findings import Integrity
from meeting.proof.jailed import AskedVerify, FilesGiven, place, verify_jailed
from meeting.signing.keyring import Keyring
from meeting.store.blobs import Blobs
from meeting.store.database import Database
from meeting.store.engine import sqlite_url
from meeting.work.jail import Bounds, JailFailed

MINUTES = 20
"""The number of newest signed minutes that are verified as a stranger would."""

BOUNDS = Bounds(seconds=180, nice=19)
"""The bounds for each file: as in `meeting verify`, but with low priority, because nobody waits for it."""

NOT_WHOLE = declare("backup.not_whole", 422, "Bản sao lưu “{file}” không dùng được: {reason}.")


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """The checked parts of a backup."""

    file: str
    meetings: int
    journals: int
    files: int
    minutes: int


def try_out(settings: Settings, database: Database, file: Path) -> Tried:
    """Restore a backup beside the data, check everything, and return what was found. The caller must hold `alone`.

    Raises Refused when something is wrong, and when signed minutes cannot be read because there is no jail.
    """
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=SCRATCH) as scratch:
        folder = Path(scratch) / "data"
        folder.mkdir(mode=0o700)
        archive.unpack(file, folder, _own_key(settings))
        try:
            found = contents.check(folder)
            with database.read() as db:
                _check_same_history(db, found.heads)
            minutes = _check_minutes(folder)
        except contents.BrokenBackup as broken:
            raise Refused(NOT_WHOLE, file=file.name, reason=broken.why) from None
    return Tried(file=str(file), meetings=found.meetings, journals=len(found.heads), files=found.files, minutes=minutes)


def _own_key(settings: Settings) -> archive.Opener:
    def opener(sealed: Sealed) -> Identity:
        identity = BackupKey(settings.data).identity()
        if identity is None or str(identity.to_public()) != sealed.recipient:
            raise Refused(archive.NOT_A_BACKUP, file="", reason=phrase("khóa của máy này không mở được"))
        return identity

    return opener


def _check_same_history(db: Session, heads: dict[str, tuple[int, str]]) -> None:
    """Raise Broken unless the backup's last entries are also in today's journals: neither was rewritten."""
    for book, (seq, head) in heads.items():
        now = db.scalar(select(Line.hash).where(Line.book == book, Line.seq == seq))
        if now != head:
            said = phrase("nhật ký {book} khác với nhật ký đang dùng từ bản ghi {seq} trở về trước", book=book, seq=seq)
            raise contents.BrokenBackup(said)


def _check_minutes(folder: Path) -> int:
    """Verify the newest signed minutes as a stranger would, and return their number.

    In the jail: somebody may have replaced them with files made to harm their reader.
    """
    trusted = Keyring(folder / "keys", load(folder, {}).secret()).trusted()
    query = select(MinutesFile).where(MinutesFile.void.is_(False), MinutesFile.id.in_(select(Signature.minutes_id)))
    database = Database(sqlite_url(folder / archive.DATABASE))
    try:
        with database.read() as db:
            signed = db.scalars(query.order_by(MinutesFile.id.desc()).limit(MINUTES)).all()
    finally:
        database.close()
    blobs = Blobs(folder / "blobs")
    for each in signed:
        code = f"{each.sha256[:12]}…"
        given = FilesGiven(minutes=place(blobs.path(each.sha256)))
        try:
            found = verify_jailed(AskedVerify(given=given, trusted=trusted, law=str(folder / "law")), BOUNDS)
        except JailFailed:
            raise contents.BrokenBackup(
                phrase("biên bản {code} không đọc được trong giới hạn cho phép", code=code)
            ) from None
        if found.verdict == Integrity.TAMPERED:
            raise contents.BrokenBackup(phrase("biên bản {code} không còn nguyên vẹn", code=code))
    return len(signed)
