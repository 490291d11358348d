"""What happens to deadlines."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("deadlines.lateness_explained", _l("Ghi lý do gửi muộn"))
class LatenessExplained(Event, frozen=True, kw_only=True):
    """Why the papers of a meeting, or one paper (`document_id`), were out after the day `due` (`2026-09-18`).

    `sent` is the day on which they were, empty while they are not. The last reason counts.
    """

    document_id: int | None
    due: str
    sent: str
    reason: str


@event("deadlines.conclusion_issued", _l("Ra thông báo kết luận"))
class ConclusionIssued(Event, frozen=True, kw_only=True):
    """The notice of what the meeting `source` (its number, `title`) concluded went out as the paper `number` of the
    day `dated` (ISO).

    A line of the office's book: the meeting's own is closed once its minutes are signed. The last one counts.
    """

    source: int
    title: str
    number: str
    dated: str
    filename: str
    sha256: str
