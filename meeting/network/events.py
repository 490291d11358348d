"""What happens to the room's network, in the office's own journal. No password stands there."""

from datetime import datetime

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("network.https_made", _l("Lập chứng thư HTTPS"))
class HttpsMade(Event, frozen=True, kw_only=True):
    """The server has a certificate, the first or the next. `authority`: fingerprint (SHA-256) of who certified it."""

    authority: str
    hosts: tuple[str, ...]
    ends_at: datetime


@event("network.wifi_chosen", _l("Đổi Wi-Fi của phòng họp"))
class WifiChosen(Event, frozen=True, kw_only=True):
    """The hall screen and the cards name this Wi-Fi; empty: none."""

    name: str
    hidden: bool
