"""Deletes the list of people who opened a paper. Returns nothing private, so commands may call it."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from meeting.reading.tables import PageRead, PaperRead


def forget_reading(db: Session, document_id: int, version: int) -> None:
    """Delete the list of people who opened this version of a paper, because the version is removed forever."""
    for kind in (PaperRead, PageRead):
        db.execute(delete(kind).filter_by(document_id=document_id, version=version))
