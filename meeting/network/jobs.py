"""The worker's job for HTTPS: make and renew certificates. The server loads a new certificate automatically."""

import logging

from meeting.access.actors import SYSTEM
from meeting.network.commands import JOB, recorded
from meeting.network.hosts import hosts_of
from meeting.network.shelf import Shelf
from meeting.network.tables import network
from meeting.work.jobs import job
from meeting.work.workshop import Workshop

log = logging.getLogger(__name__)


def give_up(workshop: Workshop, reason: str, asked: int = 0, anew: int = 0) -> None:
    """Log the failure. The overview page shows when the certificate ends and that it was not renewed."""
    log.error("no certificate for HTTPS was made: %s", reason)


@job(JOB, gives_up=give_up)
def make_https(workshop: Workshop, asked: int = 0, anew: int = 0) -> None:
    """Make a certificate.

    When a person `asked`, also a new authority if needed; a routine only renews the certificate.
    """
    settings, now = workshop.settings, workshop.clock()
    shelf = Shelf(settings.data, settings.secret())
    with workshop.database.read() as db:
        hosts = hosts_of(settings, network(db).name)
    if asked:
        shelf.make(settings.office_name, hosts, now, anew=bool(anew))
    elif not shelf.renew(hosts, now):
        return
    workshop.commands.submit(recorded(shelf.https(now)), actor=SYSTEM)
