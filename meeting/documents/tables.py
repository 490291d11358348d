"""Tables of papers. Their content is in blobs: `pdf_sha256` names the tablet's PDF, `text_sha256` its words."""

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.tables import is_kept
from meeting.agenda.told import BESIDE, keeps, told_table
from meeting.documents.readers import FOR_MEMBERS, Readers
from meeting.documents.rules import DocumentState
from meeting.documents.signatures import Signatures
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.store.base import NUMBERED_ONCE, Base, OneOf, Packed
from meeting.store.once import once


class Document(Base):
    """A paper. `kind`: a kind from the office's catalogue, or empty.

    `position`: its place among the papers of the meeting. `cleared`: an officer has decided that this content is not
    secret, even if a machine suspects it.
    """

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
    kind: Mapped[str] = mapped_column(default="")


class ToldDocument(Document):
    """A paper as published: its name, place and content. Its readers are always the present ones."""

    __table__ = told_table(Document)
    __mapper_args__ = BESIDE


keeps(Document, ToldDocument, "title", "item_id", "sha256", "kind")

PAPERS: tuple[type[Document], ...] = (Document, ToldDocument)
"""The tables with contents that somebody can read now: the present plans, and the plans as published."""


class FormerVersion(Base):
    """A replaced version of a paper: its makers can still read it. `version` 1 is the first."""

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


class TakenOut(Base):
    """A paper that was removed from a plan, with its published name. Its readers so far stay known.

    `readers`, and `internal` (under an item that guests do not see), decide who may know of it (`could_read`).
    """

    __tablename__ = "taken_out"
    document_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str]
    version: Mapped[int]
    pages: Mapped[int | None] = mapped_column(default=None)
    readers: Mapped[Readers] = mapped_column(Packed(Readers), default=FOR_MEMBERS)
    internal: Mapped[bool] = mapped_column(default=False)
    taken_at: Mapped[datetime]


def taken_out_of(db: Session, meeting_id: int) -> list[TakenOut]:
    """Return the papers that were removed from a meeting's plan, the latest first."""
    chosen = select(TakenOut).where(TakenOut.meeting_id == meeting_id)
    return list(db.scalars(chosen.order_by(TakenOut.taken_at.desc(), TakenOut.document_id)))


def former_versions(db: Session, document_id: int) -> list[FormerVersion]:
    """Return the replaced versions of a paper, the first one first."""
    chosen = select(FormerVersion).where(FormerVersion.document_id == document_id)
    return list(db.scalars(chosen.order_by(FormerVersion.version)))


def versions_with(db: Session, sha256: str) -> list[tuple[int, int]]:
    """Return (paper id, version) of present, published, former and removed versions with this content."""
    present = (select(each.id, each.version).where(each.sha256 == sha256) for each in PAPERS)
    gone = (select(each.document_id, each.version).where(each.sha256 == sha256) for each in (FormerVersion, TakenOut))
    return sorted({(row[0], row[1]) for query in (*present, *gone) for row in db.execute(query)})


def find_version(db: Session, document: Document, version: int) -> Document | FormerVersion:
    """Return a version of a paper, present or replaced. Raises Refused when it does not exist."""
    if version == document.version:
        return document
    former = db.get(FormerVersion, (document.id, version))
    if former is None:
        raise Refused(NOT_FOUND)
    return former


def papers_seen(db: Session, meeting_id: int | None) -> type[Document]:
    """Return the table from which this session reads the papers of a meeting."""
    return ToldDocument if is_kept(db, meeting_id) else Document


def keep_told(db: Session, document: Document) -> None:
    """Copy new facts about a paper, and its readers, to its published version at once. The readers are also copied to
    the row of a removed paper that invited people still know."""
    told, gone = db.get(ToldDocument, document.id), db.get(TakenOut, document.id)
    if gone is not None and gone.sha256 == document.sha256:
        gone.readers = document.readers
    if told is None:
        return
    same = told.sha256 == document.sha256
    told.readers = replace(document.readers, held=(document if same else told).readers.held)  # belongs to the content
    if same:
        for field in ("state", "pdf_sha256", "pages", "problem", "text_sha256", "signed", "cleared"):
            setattr(told, field, getattr(document, field))


def hide_told(db: Session, document: Document) -> None:
    """Hide a paper from guests in the published plan, because it was put under an internal item."""
    told = db.get(ToldDocument, document.id)
    if told is not None:
        told.readers = replace(told.readers, guests=False)


def held_apart(db: Session, meeting_id: int) -> list[Document]:
    """Return the held papers of the published plan, in order, whose content the changed plan does not have."""
    told = db.scalars(select(ToldDocument).where(ToldDocument.meeting_id == meeting_id).order_by(ToldDocument.position))
    contents = {
        paper.id: paper.sha256 for paper in db.scalars(select(Document).where(Document.meeting_id == meeting_id))
    }
    return [paper for paper in told if paper.readers.held and contents.get(paper.id) != paper.sha256]


def find_document(db: Session, meeting_id: int | None, document_id: int) -> Document:
    """Return the meeting's paper. Raises Refused when it does not exist."""
    document = db.get(papers_seen(db, meeting_id), document_id)
    if document is None or document.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return document


def find_with(db: Session, meeting_id: int | None, document_id: int, sha256: str) -> Document:
    """Return the paper of the meeting with this content, from the plan or else from the published plan.

    Raises Refused when neither has it.
    """
    stands, told = (db.get(each, document_id) for each in PAPERS)
    if told is None or told.meeting_id != meeting_id or told.sha256 != sha256:
        return find_document(db, meeting_id, document_id)
    return stands if stands is not None and stands.sha256 == sha256 else told


@once
def documents_of(db: Session, meeting_id: int) -> list[Document]:
    """Return the papers of a meeting, in order."""
    paper = papers_seen(db, meeting_id)
    return list(db.scalars(select(paper).where(paper.meeting_id == meeting_id).order_by(paper.position)))


def documents_among(db: Session, meeting_id: int, only: Collection[int]) -> list[Document]:
    """Return these papers of a meeting, in order."""
    paper = papers_seen(db, meeting_id)
    chosen = select(paper).where(paper.meeting_id == meeting_id, paper.id.in_(only))
    return list(db.scalars(chosen.order_by(paper.position)))


@once
def restricted_of(db: Session, meeting_id: int) -> list[Document]:
    """Return the papers that are not simply for all members at any time, in order."""
    paper = papers_seen(db, meeting_id)
    chosen = select(paper).where(paper.meeting_id == meeting_id, paper.readers != FOR_MEMBERS)
    return list(db.scalars(chosen.order_by(paper.position)))


@once
def documents_under(db: Session, meeting_id: int, items: tuple[int, ...]) -> list[Document]:
    """Return the papers of these items, in order."""
    paper = papers_seen(db, meeting_id)
    chosen = select(paper).where(paper.meeting_id == meeting_id, paper.item_id.in_(items))
    return list(db.scalars(chosen.order_by(paper.position)))
