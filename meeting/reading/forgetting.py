"""Deleting who has opened a paper. It returns nothing, so commands may call it: nothing private comes out."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from meeting.reading.tables import PageRead, PaperRead


def forget_reading(db: Session, document_id: int, version: int) -> None:
    """Delete who opened this version of a paper, because the version is removed forever."""
    for kind in (PaperRead, PageRead):
        db.execute(delete(kind).filter_by(document_id=document_id, version=version))
