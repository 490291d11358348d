"""Commands about catalogues."""

from typing import Annotated

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.catalogue import rules
from meeting.catalogue.events import EntryAdded, EntryMoved, EntryRenamed, EntryRetired, EntryReturned
from meeting.catalogue.rules import Kind
from meeting.catalogue.tables import CatalogueEntry, entries_of, find_entry
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.text import Cap

EntryName = Annotated[str, Cap("Tên mục", 200)]


@command("catalogue.add_entry", allow=Capability.KEEP_HOUSE)
class AddEntry(Command, frozen=True, kw_only=True):
    """Add a name at the end of a catalogue."""

    catalogue: Kind
    title: EntryName


@handles(AddEntry, makes="entry_id")
def add_entry(command: AddEntry, context: Context) -> list[Event]:
    """Add the entry. Raises Refused for an empty or taken name, or when the catalogue is full."""
    entries = entries_of(context.db, command.catalogue)
    rules.check_room(sum(not entry.retired for entry in entries))
    rules.check_title(command.title, (entry.title for entry in entries))
    return [_add(context.db, command.catalogue, command.title, _end(entries))]


@command("catalogue.take_sample", allow=Capability.KEEP_HOUSE)
class TakeSample(Command, frozen=True, kw_only=True):
    """Fill an empty catalogue with the sample from the program."""

    catalogue: Kind


@handles(TakeSample)
def take_sample(command: TakeSample, context: Context) -> list[Event]:
    """Copy the sample. The entries then belong to the office. Raises Refused when the catalogue is not empty."""
    rules.check_empty(len(entries_of(context.db, command.catalogue)))
    sample = rules.sample(command.catalogue)
    return [_add(context.db, command.catalogue, title, place) for place, title in enumerate(sample, start=1)]


@command("catalogue.rename_entry", allow=Capability.KEEP_HOUSE)
class RenameEntry(Command, frozen=True, kw_only=True):
    """Rename an entry. `seen` is the name that the administrator saw."""

    entry_id: int
    title: EntryName
    seen: str


@handles(RenameEntry)
def rename_entry(command: RenameEntry, context: Context) -> list[Event]:
    """Rename the entry. Earlier choices keep their own words.

    Raises Refused when the name was changed meanwhile, is empty or is taken.
    """
    entry = find_entry(context.db, command.entry_id)
    rules.check_unchanged(command.seen, entry.title)
    if entry.title == command.title:
        return []
    others = (each.title for each in entries_of(context.db, entry.catalogue) if each.id != entry.id)
    rules.check_title(command.title, others)
    former, entry.title = entry.title, command.title
    return [EntryRenamed(entry_id=entry.id, former=former, title=entry.title)]


@command("catalogue.retire_entry", allow=Capability.KEEP_HOUSE)
class RetireEntry(Command, frozen=True, kw_only=True):
    """Remove an entry from the choices."""

    entry_id: int


@handles(RetireEntry)
def retire_entry(command: RetireEntry, context: Context) -> list[Event]:
    """Retire the entry. It is kept and can be returned."""
    entry = find_entry(context.db, command.entry_id)
    if entry.retired:
        return []
    entry.retired = True
    return [EntryRetired(entry_id=entry.id, title=entry.title)]


@command("catalogue.return_entry", allow=Capability.KEEP_HOUSE)
class ReturnEntry(Command, frozen=True, kw_only=True):
    """Return a retired entry to the choices."""

    entry_id: int


@handles(ReturnEntry)
def return_entry(command: ReturnEntry, context: Context) -> list[Event]:
    """Return the entry to its earlier position. Raises Refused when the catalogue is full."""
    entry = find_entry(context.db, command.entry_id)
    if not entry.retired:
        return []
    rules.check_room(sum(not each.retired for each in entries_of(context.db, entry.catalogue)))
    entry.retired = False
    return [EntryReturned(entry_id=entry.id, title=entry.title)]


@command("catalogue.move_entry", allow=Capability.KEEP_HOUSE)
class MoveEntry(Command, frozen=True, kw_only=True):
    """Move an entry one place up or down among the entries in use."""

    entry_id: int
    up: bool


@handles(MoveEntry)
def move_entry(command: MoveEntry, context: Context) -> list[Event]:
    """Move the entry. At either end nothing changes."""
    entry = find_entry(context.db, command.entry_id)
    standing = [each for each in entries_of(context.db, entry.catalogue) if not each.retired]
    order = [each.id for each in standing]
    if entry.retired or (wanted := rules.moved(order, entry.id, up=command.up)) == order:
        return []
    for each in standing:
        each.position = wanted.index(each.id) + 1
    return [EntryMoved(entry_id=entry.id, title=entry.title, up=command.up)]


def _add(db: Session, catalogue: Kind, title: str, position: int) -> EntryAdded:
    entry = CatalogueEntry(catalogue=catalogue, title=title, position=position)
    db.add(entry)
    db.flush()
    return EntryAdded(entry_id=entry.id, catalogue=catalogue, title=title)


def _end(entries: list[CatalogueEntry]) -> int:
    return max((entry.position for entry in entries), default=0) + 1
