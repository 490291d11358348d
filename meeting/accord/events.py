"""Who asked for an act of great weight, and that it was dropped. Who agreed stands in the act's own event."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("accord.asked", _l("Đề nghị việc cần hai người"))
class ActAsked(Event, frozen=True, kw_only=True):
    """An officer asks for an act that needs a second person; `act`: its command, `about`: what it concerns."""

    aside = True

    accord_id: int
    act: str
    about: str
    reason: str
    seat_id: int
    """Of whoever asks."""


@event("accord.dropped", _l("Rút đề nghị, không đồng ý"))
class ActDropped(Event, frozen=True, kw_only=True):
    """It was declined, taken back by whoever had asked, or decided otherwise meanwhile."""

    aside = True

    accord_id: int


@event("accord.agreed", _l("Người thứ hai đồng ý"))
class ActAgreed(Event, frozen=True, kw_only=True):
    """The second person has agreed; what was asked for follows at once."""

    aside = True

    accord_id: int
    seat_id: int


ACCORD_EVENTS = (ActAsked, ActDropped, ActAgreed)
"""They change what waits for a second person."""
