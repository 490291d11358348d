"""Events of a meeting's minutes."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l
from meeting.kernel.roles import Role


@event("minutes.draft_ordered", _l("Lập dự thảo biên bản"))
class DraftOrdered(Event, frozen=True, kw_only=True):
    """A draft was requested from the present record."""


@event("minutes.drafted", _l("Có dự thảo biên bản"))
class Drafted(Event, frozen=True, kw_only=True):
    """Version `version` was drawn from the journal up to `journal_seq`, whose hash is `journal_head`."""

    version: int
    sha256: str
    pages: int
    journal_seq: int
    journal_head: str


@event("minutes.plain_drawing_ordered", _l("Lập biên bản dạng đơn giản"))
class PlainDrawingOrdered(Event, frozen=True, kw_only=True):
    """The full drawing failed with `reason`: until the next request, minutes are drawn in the plain form.

    The journal records it, so that verification draws the minutes in the same form.
    """

    reason: str


@event("minutes.basis_confirmed", _l("Xác nhận căn cứ"))
class BasisConfirmed(Event, frozen=True, kw_only=True):
    """The chair confirmed a rule not known from the law itself: of a decision or of the `quorum`, by `article`."""

    decision: str
    article: str


@event("minutes.draft_failed", _l("Không lập được biên bản"))
class DraftFailed(Event, frozen=True, kw_only=True):
    """The draft could not be drawn; `reason` is for the secretary."""

    reason: str


@event("minutes.signed", _l("Ký biên bản"))
class Signed(Event, frozen=True, kw_only=True):
    """`role` (`clerk`, then `chair`) signed; the result is the file `signed_sha256`. The chair's signature locks it."""

    version: int
    role: Role
    seat_id: int
    approved_sha256: str
    signed_sha256: str
    certificate: str


MINUTES_EVENTS = (DraftOrdered, Drafted, PlainDrawingOrdered, BasisConfirmed, DraftFailed, Signed)
"""All events of the minutes."""
