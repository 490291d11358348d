"""The worker's part of the entrance: a meeting that has begun needs no sheet of cards any more."""

import logging

from meeting.agenda.tables import find_meeting
from meeting.entrance.sheets import discard_sheets
from meeting.work.jobs import job
from meeting.work.workshop import Workshop

log = logging.getLogger(__name__)


def give_up(workshop: Workshop, reason: str, *, meeting_id: int) -> None:
    """`meeting doctor` names the sheet that is still there."""
    log.error("the sheets of cards of meeting %s are still on the disk: %s", meeting_id, reason)


@job("entrance.discard_sheets", gives_up=give_up)
def discard(workshop: Workshop, *, meeting_id: int) -> None:
    """PINs are in no file once everybody has a card."""
    with workshop.database.read() as db:
        slug = find_meeting(db, meeting_id).slug
    discard_sheets(workshop.settings.data / "cards", slug)
