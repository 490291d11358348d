"""Events of the room's network, in the office's own journal. They contain no password."""

from datetime import datetime

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("network.https_made", _l("Lập chứng thư HTTPS"))
class HttpsMade(Event, frozen=True, kw_only=True):
    """The server has a new certificate. `authority`: the SHA-256 fingerprint of the authority that certified it."""

    authority: str
    hosts: tuple[str, ...]
    ends_at: datetime


@event("network.wifi_chosen", _l("Đổi Wi-Fi của phòng họp"))
class WifiChosen(Event, frozen=True, kw_only=True):
    """The hall screen and the cards name this Wi-Fi. An empty name means none."""

    name: str
    hidden: bool
