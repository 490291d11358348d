"""The worker's jobs for the entrance: deletes old sheets of cards and old sign-ins."""

import logging

from meeting.access.actors import SYSTEM
from meeting.agenda.tables import find_meeting
from meeting.entrance.commands import ForgetSignIns
from meeting.entrance.sheets import discard_sheets
from meeting.work.jobs import job
from meeting.work.workshop import Workshop

log = logging.getLogger(__name__)


def give_up(workshop: Workshop, reason: str, *, meeting_id: int) -> None:
    """Log that the sheets were not deleted. `meeting doctor` names them."""
    log.error("the sheets of cards of meeting %s are still on the disk: %s", meeting_id, reason)


@job("entrance.discard_sheets", gives_up=give_up)
def discard(workshop: Workshop, *, meeting_id: int) -> None:
    """Delete a meeting's card sheets, because they contain PINs."""
    with workshop.database.read() as db:
        slug = find_meeting(db, meeting_id).slug
    discard_sheets(workshop.settings.data / "cards", slug)


def go_on(workshop: Workshop, reason: str) -> None:
    """Log the failure. The job is due again in a minute."""
    log.error("old sign-ins could not be deleted from the log: %s", reason)


@job("entrance.forget_sign_ins", gives_up=go_on)
def forget_sign_ins(workshop: Workshop) -> None:
    """Delete sign-ins that are older than the office keeps them."""
    workshop.commands.submit(ForgetSignIns(months=workshop.chosen().sign_in_months), actor=SYSTEM)
