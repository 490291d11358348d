"""Events about the log of sign-ins."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("entrance.sign_ins_forgotten", _l("Bỏ lượt đăng nhập đã quá hạn giữ"))
class SignInsForgotten(Event, frozen=True, kw_only=True):
    """Lines of the log of sign-ins older than `before` (UTC, ISO) were deleted, by the office's rule."""

    before: str
    count: int
    months: int
