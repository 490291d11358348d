"""The files of the office's own editions, from which rules are read here and when minutes are verified elsewhere."""

import os
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.lawbook.tables import OwnEdition


def put_down(db: Session, folder: Path) -> None:
    """Write every own edition that has no file. One that has is left as it is: it may have been in use since."""
    for edition in db.scalars(select(OwnEdition)):
        file = folder / f"{edition.id}.yaml"
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _write(file, edition.text)


def _write(file: Path, text: str) -> None:
    """Write all of it or nothing, even in a power cut: the next start must not find half an edition."""
    half = file.with_suffix(".half")
    with half.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    half.replace(file)
