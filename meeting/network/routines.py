"""The routine that renews the server's certificate before it ends, or when the server's addresses change."""

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
    """Return whether renewal is due: 60 days before the end, or when the server has a new address."""
    return Shelf(settings.data).is_due(hosts_of(settings, network(db).name), now)
