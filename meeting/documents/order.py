"""The kind and the position of a paper: in the order of the office's kinds, until the secretary moves it."""

from typing import NamedTuple, Protocol

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from meeting.catalogue import tables as catalogue
from meeting.catalogue.rules import Kind, sample
from meeting.documents import dossier, rules
from meeting.documents.tables import Document


class AddedPaper(Protocol):
    """A paper to be added. `kind` None: guessed from its title, or else from its file name."""

    @property
    def meeting_id(self) -> int: ...
    @property
    def item_id(self) -> int | None: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str | None: ...


class _Stands(NamedTuple):
    id: int
    kind: str
    position: int


def offered_kinds(db: Session) -> list[str]:
    """Return the kinds that a paper may have: the office's own, or the sample when the office has not made any."""
    return catalogue.of(db, Kind.PAPERS) or list(sample(Kind.PAPERS))


def known_kinds(db: Session) -> list[str]:
    """Return every kind that a name may mention, in order, including those of the sample, which dossiers use."""
    offered = offered_kinds(db)
    return offered + [kind for kind in sample(Kind.PAPERS) if dossier.rank_of(kind, offered) == len(offered)]


def place_told(db: Session, told: AddedPaper) -> tuple[str, int]:
    """Return `(kind, position)` of a paper to be added, and make room for it.

    With a chosen kind it comes last; with a guessed kind it comes after the others of its kind.
    """
    if told.kind is not None:
        rules.check_kind(told.kind)
        return told.kind, end_of(db, told.meeting_id)
    kind = dossier.guessed(told.title, getattr(told, "filename", ""), known_kinds(db))
    position = place_for(db, told.meeting_id, told.item_id, kind)
    make_room(db, told.meeting_id, position)
    return kind, position


def end_of(db: Session, meeting_id: int) -> int:
    """Return the position after all papers of a meeting."""
    return (db.scalar(select(func.max(Document.position)).where(Document.meeting_id == meeting_id)) or 0) + 1


def place_for(db: Session, meeting_id: int, item_id: int | None, kind: str, *, besides: int = 0) -> int:
    """Return the position for a paper of a kind: after those of its item with the same kind or an earlier one.

    `besides`: the id of the paper itself, when it is there already.
    """
    kinds = known_kinds(db)
    rank = dossier.rank_of(kind, kinds)
    others = [each for each in papers_beside(db, meeting_id, item_id) if each.id != besides]
    before = [each for each in others if dossier.rank_of(each.kind, kinds) <= rank]
    if before:
        return before[-1].position + 1
    return others[0].position if others else end_of(db, meeting_id)


def papers_beside(db: Session, meeting_id: int, item_id: int | None) -> list[_Stands]:
    """Return the papers of one item, or of the whole meeting, in order."""
    chosen = select(Document.id, Document.kind, Document.position).where(Document.meeting_id == meeting_id)
    under = Document.item_id == item_id if item_id is not None else Document.item_id.is_(None)
    return [_Stands(*row) for row in db.execute(chosen.where(under).order_by(Document.position, Document.id))]


def make_room(db: Session, meeting_id: int, position: int) -> None:
    """Move the papers from a position on one place down."""
    behind = Document.meeting_id == meeting_id, Document.position >= position
    db.execute(update(Document).where(*behind).values(position=Document.position + 1))
