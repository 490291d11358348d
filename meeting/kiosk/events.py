"""What happens to the machines at the door. Whom they check in stands in `attendance.checked_in`."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("kiosk.opened", _l("Mở máy điểm danh ở cửa"))
class KioskOpened(Event, frozen=True, kw_only=True):
    """Somebody may make a machine into one at the door; `title`: where it is to stand.

    `point_id`: at which point, 0 in the room.
    """

    aside = True

    kiosk_id: int
    title: str
    by_name: bool
    point_id: int = 0


@event("kiosk.paired", _l("Đặt máy điểm danh ở cửa"))
class KioskPaired(Event, frozen=True, kw_only=True):
    """A machine stands at the door; `device`: what it is, in words."""

    aside = True

    kiosk_id: int
    device: str


@event("kiosk.ended", _l("Dừng máy điểm danh ở cửa"))
class KioskEnded(Event, frozen=True, kw_only=True):
    """The machine does nothing any more."""

    aside = True

    kiosk_id: int


@event("kiosk.reading_set_aside", _l("Không tính lần đọc thẻ đến sau"))
class ReadingSetAside(Event, frozen=True, kw_only=True):
    """A reading that was kept for want of a network, and that changes nothing; `why`: the refusal's code.

    `kiosk_id`: None for an officer's own device; `read_at`: when it was read, as the machine says; `whose`: whose seat
    it was for, None when for nobody's; `leaves`: they went.
    """

    aside = True

    kiosk_id: int | None
    read_at: str
    whose: int | None
    leaves: bool = False
    why: str


KIOSK_EVENTS = (KioskOpened, KioskPaired, KioskEnded, ReadingSetAside)
"""They change the list of machines."""
