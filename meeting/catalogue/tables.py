"""Rows of catalogues."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.catalogue.rules import Kind, spelt
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.store.base import Base, OneOf


class CatalogueEntry(Base):
    """A name to choose. `position` is its place in the catalogue; equal positions are in order of id."""

    __tablename__ = "catalogue_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    catalogue: Mapped[Kind] = mapped_column(OneOf(Kind), index=True)
    title: Mapped[str]
    position: Mapped[int]
    retired: Mapped[bool] = mapped_column(default=False)


def of(db: Session, kind: Kind) -> list[str]:
    """Return the names of a catalogue that may be chosen, in the office's order, by one statement."""
    return [entry.title for entry in entries_of(db, kind) if not entry.retired]


def spellings(db: Session, kind: Kind) -> dict[str, str]:
    """Return the office's own spelling of each name, by its form from `rules.spelt`."""
    return {spelt(title): title for title in of(db, kind)}


def entries_of(db: Session, kind: Kind) -> list[CatalogueEntry]:
    """Return all entries of a catalogue, including retired ones, in the office's order."""
    query = select(CatalogueEntry).where(CatalogueEntry.catalogue == kind)
    return list(db.scalars(query.order_by(CatalogueEntry.position, CatalogueEntry.id)))


def find_entry(db: Session, entry_id: int) -> CatalogueEntry:
    """Return an entry. Raises Refused for an unknown id."""
    entry = db.get(CatalogueEntry, entry_id)
    if entry is None:
        raise Refused(NOT_FOUND)
    return entry
