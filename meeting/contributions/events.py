"""What happens to contributions. A meeting's journal goes out with its minutes: it names no paper that is not in them.

What a returned paper was called, and the words it came back with, stand in rows alone.
"""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("contributions.item_allotted", _l("Giao đơn vị chuẩn bị tài liệu"))
class ItemAllotted(Event, frozen=True, kw_only=True):
    """A unit, called `title`, prepares the papers of an item until the day `due` (`2026-09-18`; empty: the law's).

    Null: none does any more.
    """

    aside = True
    item_id: int
    unit_id: int | None
    title: str = ""
    due: str = ""


@event("contributions.paper_contributed", _l("Đơn vị gửi tài liệu"))
class PaperContributed(Event, frozen=True, kw_only=True):
    """A unit has handed in a paper with this content. `reason`: why it came after its last day `due`."""

    aside = True
    contribution_id: int
    item_id: int
    unit_id: int
    sha256: str
    due: str = ""
    reason: str = ""


@event("contributions.contribution_recalled", _l("Đơn vị rút lại tài liệu"))
class ContributionRecalled(Event, frozen=True, kw_only=True):
    """The unit has taken a paper back before it was answered."""

    aside = True
    contribution_id: int


@event("contributions.contribution_accepted", _l("Duyệt tài liệu của đơn vị"))
class ContributionAccepted(Event, frozen=True, kw_only=True):
    """What a unit has handed in is a paper of the meeting now."""

    aside = True
    contribution_id: int
    document_id: int


@event("contributions.contribution_returned", _l("Trả lại tài liệu cho đơn vị"))
class ContributionReturned(Event, frozen=True, kw_only=True):
    """What a unit has handed in goes back to it, with words."""

    aside = True
    contribution_id: int
