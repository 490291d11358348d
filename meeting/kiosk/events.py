"""Events of kiosks. The check-ins themselves are events `attendance.checked_in`."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("kiosk.opened", _l("Mở máy điểm danh ở cửa"))
class KioskOpened(Event, frozen=True, kw_only=True):
    """A kiosk was prepared and waits for its code. `title` says where it is to be placed.

    `point_id`: the point where it is placed, 0 for the meeting's room.
    """

    aside = True

    kiosk_id: int
    title: str
    by_name: bool
    point_id: int = 0


@event("kiosk.paired", _l("Đặt máy điểm danh ở cửa"))
class KioskPaired(Event, frozen=True, kw_only=True):
    """A machine was paired as a kiosk. `device` describes the machine."""

    aside = True

    kiosk_id: int
    device: str


@event("kiosk.ended", _l("Dừng máy điểm danh ở cửa"))
class KioskEnded(Event, frozen=True, kw_only=True):
    """The kiosk was stopped."""

    aside = True

    kiosk_id: int


@event("kiosk.reading_set_aside", _l("Không tính lần đọc thẻ đến sau"))
class ReadingSetAside(Event, frozen=True, kw_only=True):
    """A reading stored offline arrived late and changed nothing. `why` is the code of the refusal.

    `kiosk_id` is None for an officer's own device. `read_at` is the machine's time of the reading. `whose` is the id of
    the seat, or None when no seat was found. `leaves`: the person went out.
    """

    aside = True

    kiosk_id: int | None
    read_at: str
    whose: int | None
    leaves: bool = False
    why: str


KIOSK_EVENTS = (KioskOpened, KioskPaired, KioskEnded, ReadingSetAside)
"""The events that change the list of kiosks."""
