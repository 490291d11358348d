"""Events of the office's own rules."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("lawbook.edition_made", _l("Lập bộ quy định riêng"))
class EditionMade(Event, frozen=True, kw_only=True):
    """The office has its own edition, in force from a day (ISO). `text`: all of it, as in its file."""

    edition: str
    base: str
    preset: str
    title: str
    in_force: str
    reason: str
    text: str
