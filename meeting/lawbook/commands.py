"""The request to make an edition of the office's own."""

from sqlalchemy import select

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.clock import local
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.law import editions
from meeting.law.edition import UnknownRule
from meeting.law.edition_file import EditionInvalid
from meeting.law.own import RuleChange, derive, free_id, really_changed, said_of
from meeting.lawbook import rules
from meeting.lawbook.events import EditionMade
from meeting.lawbook.tables import OwnEdition


@command("lawbook.make_edition", allow=Capability.KEEP_HOUSE)
class MakeEdition(Command, frozen=True, kw_only=True):
    """Make an edition from `base`, in force from a day (ISO), in which rules of one body are changed for a reason."""

    base: str
    preset: str
    title: str
    in_force: str
    reason: str
    changes: tuple[RuleChange, ...]


@handles(MakeEdition)
def make_edition(command: MakeEdition, context: Context) -> list[Event]:
    """Make an edition. Meetings planned from now on, for days from its first one, follow it; others keep theirs.

    Raises Refused without a title, a reason or articles, for a day in the past, and when nothing changed.
    """
    rules.check_words(command.title, command.reason)
    day = rules.read_day(command.in_force)
    try:
        base = editions.edition(command.base)
        rules.check_day(day, base.in_force, local(context.now).date())
        changes = really_changed(base, command.preset, command.changes)
        rules.check_articles([change.article for change in changes])
        taken = [each.id for each in editions.editions()]
        made = free_id(day, [*taken, *context.db.scalars(select(OwnEdition.id))])
        text = derive(
            base,
            edition_id=made,
            title=command.title,
            in_force=day,
            preset=command.preset,
            changes=changes,
            reason=command.reason,
        )
    except UnknownRule:
        raise Refused(NOT_FOUND) from None
    except EditionInvalid as wrong:
        raise Refused(rules.WRONG_VALUE, problem=said_of(wrong.problems, base.preset(command.preset))) from None
    context.db.add(
        OwnEdition(id=made, base=base.id, preset=command.preset, reason=command.reason, text=text, made_at=context.now)
    )
    return [
        EditionMade(
            edition=made,
            base=base.id,
            preset=command.preset,
            title=command.title,
            in_force=day.isoformat(),
            reason=command.reason,
            text=text,
        )
    ]
