"""Rows of reading: who has opened which page of which version of a paper, first and last. They stand in no book.

The database takes them out with their paper.
"""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.documents.tables import Document, TakenOut, ToldDocument, documents_of, taken_out_of
from meeting.store.base import Base
from meeting.store.plain import Plain


class PaperRead(Base):
    """How far one person has come in one version of a paper: how many of its pages were opened, and the furthest."""

    __tablename__ = "paper_read"
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pages: Mapped[int]
    furthest: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class PageRead(Base):
    """When one page was opened first and last."""

    __tablename__ = "page_read"
    document_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    page: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


_LAST = (
    select(PaperRead.document_id, func.max(PaperRead.version).label("version"))
    .where(PaperRead.person_id == bindparam("person"))
    .group_by(PaperRead.document_id)
    .subquery()
)
_NEWER = Plain(
    select(func.count().label("count"))
    .select_from(Document)
    .join(_LAST, _LAST.c.document_id == Document.id)
    .outerjoin(ToldDocument, ToldDocument.id == Document.id)
    .where(func.coalesce(ToldDocument.version, Document.version) > _LAST.c.version)
)


def newer_count(db: Session, person_id: int) -> int:
    """Of how many papers somebody has opened an older version than there is, and not this one."""
    return int(_NEWER.one(db, person=person_id).count)


def read_of(db: Session, document_id: int) -> list[PaperRead]:
    """Everybody who has opened a paper, in every version."""
    return list(db.scalars(select(PaperRead).where(PaperRead.document_id == document_id)))


def taken_out_read(db: Session, meeting_id: int) -> list[TakenOut]:
    """Return the papers that were removed from a meeting after somebody had opened them, the latest first."""
    gone = taken_out_of(db, meeting_id)
    chosen = select(PaperRead.document_id).where(PaperRead.document_id.in_([paper.document_id for paper in gone]))
    read = set(db.scalars(chosen.distinct()))
    return [paper for paper in gone if paper.document_id in read]


def versions_opened(db: Session, document_id: int, person_id: int | None) -> list[int]:
    """Which versions of a paper one person has opened."""
    chosen = select(PaperRead.version).where(PaperRead.person_id == person_id, PaperRead.document_id == document_id)
    return list(db.scalars(chosen))


def read_by(db: Session, meeting_id: int, person_id: int) -> dict[int, list[PaperRead]]:
    """What one person has opened of a meeting's papers, by paper, the first version first."""
    papers = [paper.id for paper in documents_of(db, meeting_id)]
    papers += [paper.document_id for paper in taken_out_of(db, meeting_id)]
    chosen = select(PaperRead).where(PaperRead.person_id == person_id, PaperRead.document_id.in_(papers))
    found: dict[int, list[PaperRead]] = {}
    for row in db.scalars(chosen.order_by(PaperRead.document_id, PaperRead.version)):
        found.setdefault(row.document_id, []).append(row)
    return found


def pages_of(db: Session, document_id: int, person_id: int | None) -> list[PageRead]:
    """Page by page, of one person: of a whole room there may be tens of thousands."""
    chosen = select(PageRead).where(PageRead.document_id == document_id, PageRead.person_id == person_id)
    return list(db.scalars(chosen.order_by(PageRead.version, PageRead.page)))


_ALL = select(PageRead.person_id, PageRead.version, PageRead.page).where(PageRead.document_id == bindparam("document"))
_RUN = func.row_number().over(partition_by=(PageRead.person_id, PageRead.version), order_by=PageRead.page)
_PLACED = _ALL.add_columns((PageRead.page - _RUN).label("run")).subquery()  # the same for pages that follow each other
_SPANS = Plain(
    select(_PLACED.c.person_id, _PLACED.c.version, func.min(_PLACED.c.page).label("first"))
    .add_columns(func.max(_PLACED.c.page).label("last"))
    .group_by(_PLACED.c.person_id, _PLACED.c.version, _PLACED.c.run)
    .order_by("first")
)


def spans_of(db: Session, document_id: int) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """By person and version which pages were opened, as first and last of those that follow each other."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row in _SPANS.all(db, document=document_id):
        found.setdefault((row.person_id, row.version), []).append((row.first, row.last))
    return found


def forget_reading(db: Session, document_id: int, version: int) -> None:
    """This version of a paper is taken out for ever: who had opened it is nobody's to know any more."""
    for kind in (PaperRead, PageRead):
        db.execute(delete(kind).filter_by(document_id=document_id, version=version))
