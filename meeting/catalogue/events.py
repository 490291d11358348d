"""Events of catalogues. An entry is never deleted, only retired."""

from meeting.catalogue.rules import Kind
from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("catalogue.entry_added", _l("Thêm mục vào danh mục"))
class EntryAdded(Event, frozen=True, kw_only=True):
    """An entry was added at the end of a catalogue."""

    entry_id: int
    catalogue: Kind
    title: str


@event("catalogue.entry_renamed", _l("Đổi tên mục danh mục"))
class EntryRenamed(Event, frozen=True, kw_only=True):
    """An entry was renamed."""

    entry_id: int
    former: str
    title: str


@event("catalogue.entry_retired", _l("Ngừng dùng mục danh mục"))
class EntryRetired(Event, frozen=True, kw_only=True):
    """An entry was retired."""

    entry_id: int
    title: str


@event("catalogue.entry_returned", _l("Dùng lại mục danh mục"))
class EntryReturned(Event, frozen=True, kw_only=True):
    """A retired entry was returned."""

    entry_id: int
    title: str


@event("catalogue.entry_moved", _l("Xếp lại danh mục"))
class EntryMoved(Event, frozen=True, kw_only=True):
    """An entry was moved one place up (`up`) or down."""

    entry_id: int
    title: str
    up: bool
