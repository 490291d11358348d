"""Acts in words: the log's name of each event, and which of its facts the log shows.

The log does not show a ballot's choice, the notes of a discussion or the reason of an absence: the room and the minutes
show these to the people concerned.
"""

from meeting.journal.events import registered
from meeting.kernel.refusals import _l

OTHER = _l("Việc khác")

TOLD = (
    "account",
    "title",
    "filename",
    "slug",
    "article",
    "file",
    "problem",
    "former",
    "reason",
    "count",
    "version",
    "serial",
)
"""Facts shown as they are in the event."""
UNTOLD_REASONS = ("attendance.left", "attendance.absence_noted")
"""Events whose reason the log leaves out: why somebody was away is their own business."""


def called(kind: str) -> str:
    """Return an event's name in Vietnamese, which the event defines. Unknown kinds have a general name."""
    known = registered().get(kind)
    return known.called if known else OTHER
