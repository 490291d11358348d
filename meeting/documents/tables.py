"""Rows of papers. Content lies in blobs: `pdf_sha256` names what the tablet shows, `text_sha256` its words."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.documents.readers import FOR_MEMBERS, Readers
from meeting.documents.rules import DocumentState
from meeting.documents.signatures import Signatures
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.store.base import NUMBERED_ONCE, Base, OneOf, Packed
from meeting.store.once import once


class Document(Base):
    """One paper. `cleared`: an officer has said that this content is not secret, whatever a machine reads in it."""

    __tablename__ = "document"
    __table_args__ = (NUMBERED_ONCE,)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    filename: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    state: Mapped[DocumentState] = mapped_column(OneOf(DocumentState))
    pdf_sha256: Mapped[str | None] = mapped_column(default=None)
    pages: Mapped[int | None] = mapped_column(default=None)
    problem: Mapped[str] = mapped_column(default="")
    readers: Mapped[Readers] = mapped_column(Packed(Readers), default=FOR_MEMBERS)
    text_sha256: Mapped[str | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    signed: Mapped[Signatures | None] = mapped_column(Packed(Signatures), default=None)
    cleared: Mapped[bool] = mapped_column(default=False)


class FormerVersion(Base):
    """A version of a paper in whose place another came: its makers can still read it. `version` 1 is the first."""

    __tablename__ = "former_version"
    document_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    filename: Mapped[str]
    media_type: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    pdf_sha256: Mapped[str | None] = mapped_column(default=None)
    pages: Mapped[int | None] = mapped_column(default=None)
    text_sha256: Mapped[str | None] = mapped_column(default=None)
    replaced_at: Mapped[datetime]


def former_versions(db: Session, document_id: int) -> list[FormerVersion]:
    """The versions of a paper that were replaced, the first one first."""
    chosen = select(FormerVersion).where(FormerVersion.document_id == document_id)
    return list(db.scalars(chosen.order_by(FormerVersion.version)))


def versions_with(db: Session, sha256: str) -> list[tuple[int, int]]:
    """Papers and versions, present and former, that have this content."""
    present = select(Document.id, Document.version).where(Document.sha256 == sha256)
    former = select(FormerVersion.document_id, FormerVersion.version).where(FormerVersion.sha256 == sha256)
    return [(row[0], row[1]) for query in (present, former) for row in db.execute(query)]


def find_version(db: Session, document: Document, version: int) -> Document | FormerVersion:
    """A version of a paper, the present one or a former, or Refused."""
    if version == document.version:
        return document
    former = db.get(FormerVersion, (document.id, version))
    if former is None:
        raise Refused(NOT_FOUND)
    return former


def find_document(db: Session, meeting_id: int | None, document_id: int) -> Document:
    """The meeting's paper, or Refused."""
    document = db.get(Document, document_id)
    if document is None or document.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return document


@once
def documents_of(db: Session, meeting_id: int) -> list[Document]:
    """Papers in their order."""
    return list(db.scalars(select(Document).where(Document.meeting_id == meeting_id).order_by(Document.position)))


def documents_among(db: Session, meeting_id: int, only: Collection[int]) -> list[Document]:
    """These papers, in their order."""
    chosen = select(Document).where(Document.meeting_id == meeting_id, Document.id.in_(only))
    return list(db.scalars(chosen.order_by(Document.position)))


@once
def restricted_of(db: Session, meeting_id: int) -> list[Document]:
    """Papers that are meant for others than all members at any time, in their order."""
    chosen = select(Document).where(Document.meeting_id == meeting_id, Document.readers != FOR_MEMBERS)
    return list(db.scalars(chosen.order_by(Document.position)))


@once
def documents_under(db: Session, meeting_id: int, items: tuple[int, ...]) -> list[Document]:
    """Papers of these items, in their order."""
    chosen = select(Document).where(Document.meeting_id == meeting_id, Document.item_id.in_(items))
    return list(db.scalars(chosen.order_by(Document.position)))
