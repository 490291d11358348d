"""Events of contributions. A meeting's journal is published with its minutes, so it names no paper outside them.

The name of a returned paper, and the words of the secretary, are only in rows.
"""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("contributions.item_allotted", _l("Giao đơn vị chuẩn bị tài liệu"))
class ItemAllotted(Event, frozen=True, kw_only=True):
    """A unit, called `title`, prepares the papers of an item until the day `due` (`2026-09-18`; empty: by law).

    `unit_id` None: the item is no longer allotted to a unit.
    """

    aside = True
    item_id: int
    unit_id: int | None
    title: str = ""
    due: str = ""


@event("contributions.paper_contributed", _l("Đơn vị gửi tài liệu"))
class PaperContributed(Event, frozen=True, kw_only=True):
    """A unit handed in a paper with this content. `reason`: why it came after its last day `due`."""

    aside = True
    contribution_id: int
    item_id: int
    unit_id: int
    sha256: str
    due: str = ""
    reason: str = ""


@event("contributions.contribution_recalled", _l("Đơn vị rút lại tài liệu"))
class ContributionRecalled(Event, frozen=True, kw_only=True):
    """The unit took back a paper before it was answered."""

    aside = True
    contribution_id: int


@event("contributions.contribution_accepted", _l("Duyệt tài liệu của đơn vị"))
class ContributionAccepted(Event, frozen=True, kw_only=True):
    """The unit's paper became a paper of the meeting."""

    aside = True
    contribution_id: int
    document_id: int


@event("contributions.contribution_returned", _l("Trả lại tài liệu cho đơn vị"))
class ContributionReturned(Event, frozen=True, kw_only=True):
    """The unit's paper was returned to it with words."""

    aside = True
    contribution_id: int
