"""Events of templates, in the office's book."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("planning.template_kept", _l("Lưu phiên họp làm mẫu"))
class TemplateKept(Event, frozen=True, kw_only=True):
    """New meetings can be planned after the meeting `source`, under this name."""

    source: int
    title: str


@event("planning.template_dropped", _l("Bỏ mẫu phiên họp"))
class TemplateDropped(Event, frozen=True, kw_only=True):
    """The meeting `source` is no longer a template."""

    source: int
    title: str
