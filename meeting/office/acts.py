"""Acts in words: what each event of the journals is called in the log, and which of its facts are told there.

A ballot's choice, what was written down of a discussion and why somebody did not come are told by the room and the
minutes to those whom they concern; the log of the office does not tell them.
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
"""Facts that are told as they stand in the event."""
UNTOLD_REASONS = ("attendance.left", "attendance.absence_noted")
"""Why somebody was away is theirs."""


def called(kind: str) -> str:
    """What an event is called, in Vietnamese: it says so itself. A kind that is no longer known is another act."""
    known = registered().get(kind)
    return known.called if known else OTHER
