"""The worker's part of the entrance: sheets of cards that nobody needs any more, and sign-ins of long ago."""

import logging

from meeting.access.actors import SYSTEM
from meeting.agenda.tables import find_meeting
from meeting.entrance.commands import ForgetSignIns
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


def go_on(workshop: Workshop, reason: str) -> None:
    """It is due again in a minute."""
    log.error("sign-ins of long ago are still in the log: %s", reason)


@job("entrance.forget_sign_ins", gives_up=go_on)
def forget_sign_ins(workshop: Workshop) -> None:
    """What is older than the office keeps it."""
    workshop.commands.submit(ForgetSignIns(months=workshop.chosen().sign_in_months), actor=SYSTEM)
