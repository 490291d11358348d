"""Events of deadlines."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("deadlines.lateness_explained", _l("Ghi lý do gửi muộn"))
class LatenessExplained(Event, frozen=True, kw_only=True):
    """Why the papers of a meeting, or one paper (`document_id`), were sent after the day `due` (`2026-09-18`).

    `sent` is the day on which they were sent, empty while they are not. The last reason counts.
    """

    document_id: int | None
    due: str
    sent: str
    reason: str


@event("deadlines.conclusion_issued", _l("Ra thông báo kết luận"))
class ConclusionIssued(Event, frozen=True, kw_only=True):
    """The notice of conclusions of the meeting `source` (its id; `title`) was issued as `number`, `dated` (ISO).

    It is in the office's journal: the meeting's own is closed once its minutes are signed. The last notice counts.
    """

    source: int
    title: str
    number: str
    dated: str
    filename: str
    sha256: str
