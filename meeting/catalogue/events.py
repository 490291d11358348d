"""What happens to catalogues. An entry is never deleted: one that is retired is chosen no more."""

from meeting.catalogue.rules import Kind
from meeting.journal.events import Event, event


@event("catalogue.entry_added")
class EntryAdded(Event, frozen=True, kw_only=True):
    """A catalogue has an entry more, at the end."""

    entry_id: int
    catalogue: Kind
    title: str


@event("catalogue.entry_renamed")
class EntryRenamed(Event, frozen=True, kw_only=True):
    """An entry is called otherwise."""

    entry_id: int
    former: str
    title: str


@event("catalogue.entry_retired")
class EntryRetired(Event, frozen=True, kw_only=True):
    """An entry is chosen no more."""

    entry_id: int
    title: str


@event("catalogue.entry_returned")
class EntryReturned(Event, frozen=True, kw_only=True):
    """A retired entry is chosen again."""

    entry_id: int
    title: str


@event("catalogue.entry_moved")
class EntryMoved(Event, frozen=True, kw_only=True):
    """An entry stands a place higher (`up`) or lower."""

    entry_id: int
    title: str
    up: bool
