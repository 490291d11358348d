"""Events of requests that need a second person. The act's own event names who agreed."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("accord.asked", _l("Đề nghị việc cần hai người"))
class ActAsked(Event, frozen=True, kw_only=True):
    """An officer requests an act that needs a second person. `act`: its command; `about`: what it concerns."""

    aside = True

    accord_id: int
    act: str
    about: str
    reason: str
    seat_id: int
    """The seat of the requesting person."""


@event("accord.dropped", _l("Rút đề nghị, không đồng ý"))
class ActDropped(Event, frozen=True, kw_only=True):
    """The request was declined, taken back, or settled by another decision."""

    aside = True

    accord_id: int


@event("accord.agreed", _l("Người thứ hai đồng ý"))
class ActAgreed(Event, frozen=True, kw_only=True):
    """The second person agreed. The act follows at once."""

    aside = True

    accord_id: int
    seat_id: int


ACCORD_EVENTS = (ActAsked, ActDropped, ActAgreed)
"""The events that change the waiting requests."""
