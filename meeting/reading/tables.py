"""Rows of reading: who opened which page of which version of a paper, first and last. No journal contains them.

They stay when the paper is removed: they show who had read it.
"""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.documents.tables import Document, TakenOut, ToldDocument, documents_of, taken_out_of
from meeting.store.base import Base
from meeting.store.plain import Plain


class PaperRead(Base):
    """One person's progress in one version of a paper: how many pages were opened, and the furthest one."""

    __tablename__ = "paper_read"
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pages: Mapped[int]
    furthest: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class PageRead(Base):
    """When one page was first and last opened."""

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
    """Return how many papers the person has opened only in an older version than the one they may know of."""
    return int(_NEWER.one(db, person=person_id).count)


def read_of(db: Session, document_id: int) -> list[PaperRead]:
    """Return the rows of all people who have opened a paper, in every version."""
    return list(db.scalars(select(PaperRead).where(PaperRead.document_id == document_id)))


def taken_out_read(db: Session, meeting_id: int) -> list[TakenOut]:
    """Return the papers that were removed from a meeting after somebody had opened them, the latest first."""
    gone = taken_out_of(db, meeting_id)
    chosen = select(PaperRead.document_id).where(PaperRead.document_id.in_([paper.document_id for paper in gone]))
    read = set(db.scalars(chosen.distinct()))
    return [paper for paper in gone if paper.document_id in read]


def versions_opened(db: Session, document_id: int, person_id: int | None) -> list[int]:
    """Return the versions of a paper that one person has opened."""
    chosen = select(PaperRead.version).where(PaperRead.person_id == person_id, PaperRead.document_id == document_id)
    return list(db.scalars(chosen))


def read_by(db: Session, meeting_id: int, person_id: int) -> dict[int, list[PaperRead]]:
    """Return what one person has opened of a meeting's papers, by paper id, first version first."""
    papers = [paper.id for paper in documents_of(db, meeting_id)]
    papers += [paper.document_id for paper in taken_out_of(db, meeting_id)]
    chosen = select(PaperRead).where(PaperRead.person_id == person_id, PaperRead.document_id.in_(papers))
    found: dict[int, list[PaperRead]] = {}
    for row in db.scalars(chosen.order_by(PaperRead.document_id, PaperRead.version)):
        found.setdefault(row.document_id, []).append(row)
    return found


def pages_of(db: Session, document_id: int, person_id: int | None) -> list[PageRead]:
    """Return the pages that one person has opened. A whole room may have tens of thousands of them."""
    chosen = select(PageRead).where(PageRead.document_id == document_id, PageRead.person_id == person_id)
    return list(db.scalars(chosen.order_by(PageRead.version, PageRead.page)))


_ALL = select(PageRead.person_id, PageRead.version, PageRead.page).where(PageRead.document_id == bindparam("document"))
_RUN = func.row_number().over(partition_by=(PageRead.person_id, PageRead.version), order_by=PageRead.page)
_PLACED = _ALL.add_columns((PageRead.page - _RUN).label("run")).subquery()  # equal for consecutive pages
_SPANS = Plain(
    select(_PLACED.c.person_id, _PLACED.c.version, func.min(_PLACED.c.page).label("first"))
    .add_columns(func.max(_PLACED.c.page).label("last"))
    .group_by(_PLACED.c.person_id, _PLACED.c.version, _PLACED.c.run)
    .order_by("first")
)


def spans_of(db: Session, document_id: int) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Return the opened pages by (person, version), as (first, last) spans."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row in _SPANS.all(db, document=document_id):
        found.setdefault((row.person_id, row.version), []).append((row.first, row.last))
    return found
