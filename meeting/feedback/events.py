"""Events of remarks. The text of a remark is not an act of the office, so no journal contains it."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("feedback.sent", _l("Gửi góp ý"))
class RemarkSent(Event, frozen=True, kw_only=True):
    """A person sent a remark about the program."""

    remark_id: int


@event("feedback.read", _l("Đã đọc góp ý"))
class RemarkRead(Event, frozen=True, kw_only=True):
    """An administrator marked the remark as read."""

    remark_id: int
