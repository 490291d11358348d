"""Effects on the papers of units: a unit is dissolved, or a content turns out to be secret."""

from meeting.commands.registry import Context, handles
from meeting.contributions.events import ContributionReturned
from meeting.contributions.tables import forget_content, forget_unit
from meeting.deadlines.tables import forget_notices
from meeting.documents.on_paper import ConfirmSecret, WithdrawSecret, suspected, withdraw
from meeting.documents.rules import WITHDRAWN
from meeting.documents.tables import versions_with
from meeting.journal.events import Event
from meeting.people.units import DissolveUnit, dissolve
from meeting.reading.forgetting import forget_reading


@handles(DissolveUnit)
def dissolve_unit(command: DissolveUnit, context: Context) -> list[Event]:
    """Dissolve the unit and take it off its items, because its number may be given to another unit."""
    forget_unit(context.db, command.unit_id)
    return dissolve(context.db, command.unit_id, context.now)


@handles(WithdrawSecret)
def withdraw_secret(command: WithdrawSecret, context: Context) -> list[Event]:
    """Withdraw the content also where a unit has handed it in, and delete the list of people who opened it."""
    opened = versions_with(context.db, command.of)
    gone = withdraw(command, context)
    if not gone:
        return []
    for document_id, version in opened:
        forget_reading(context.db, document_id, version)
    forget_notices(context.db, command.of, command.pdf_sha256)
    sent_back = forget_content(context.db, command.meeting_id, command.of, WITHDRAWN, context.now)
    return [*gone, *(ContributionReturned(contribution_id=each) for each in sent_back)]


@handles(ConfirmSecret)
def confirm_secret(command: ConfirmSecret, context: Context) -> list[Event]:
    """Confirm that a content is secret. It is withdrawn like a paper that is recognised as secret on arrival."""
    found = suspected(command, context)
    return withdraw_secret(found, context) if found else []
