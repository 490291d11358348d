"""What happens by itself: the server's certificate is renewed before it runs out, or when the server has moved."""

from datetime import datetime

from sqlalchemy.orm import Session

from meeting.config import Settings
from meeting.network.commands import JOB
from meeting.network.hosts import hosts_of
from meeting.network.shelf import Shelf
from meeting.network.tables import network
from meeting.work.routines import routine


@routine(JOB)
def is_renewal_due(db: Session, settings: Settings, now: datetime) -> bool:
    """Sixty days ahead, and with every new address."""
    return Shelf(settings.data).is_due(hosts_of(settings, network(db).name), now)
