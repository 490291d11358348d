"""The check that a very important command makes first: is there a second person?"""

from collections.abc import Callable
from typing import ClassVar

from msgspec import to_builtins

from meeting.accord import rules
from meeting.accord.events import ActAgreed, ActAsked, ActDropped
from meeting.accord.tables import Accord, waiting
from meeting.agenda.tables import card_giver, find_meeting, find_seat
from meeting.commands.registry import Context, MeetingCommand
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_ALLOWED, Refused


class ByTwo(MeetingCommand, frozen=True, kw_only=True):
    """A command that a second person may have to agree to."""

    asked: ClassVar[str]
    """The words that officers read above a waiting request."""


def drop_moot(context: Context, meeting_id: int, act: type[ByTwo], subject: str) -> list[Event]:
    """Drop the requests for this act on this subject, because it was decided otherwise."""
    return _dropped(context, meeting_id, lambda row: (row.act, row.subject) == (act.name, subject))


def drop_all(context: Context, meeting_id: int) -> list[Event]:
    """Drop all waiting requests, because nothing that needs two people may follow."""
    return _dropped(context, meeting_id, lambda row: True)


def seconded(
    context: Context, command: ByTwo, *, about: str, reason: str, subject: str = ""
) -> tuple[list[Event], str | None]:
    """Return (events, reason). The act may be done now if another person requested the same within the time limit.

    The reason is that of the requesting person, whatever the second has typed. Otherwise the reason is None: the
    request is stored and waits. A repeated request by the same person changes nothing and keeps its first reason.
    """
    mine = context.actor.seat
    if mine is None:
        raise Refused(NOT_ALLOWED)
    for row in waiting(context.db, command.meeting_id):
        if (row.act, row.subject) != (command.name, subject):
            continue
        if not rules.stands(row.until, context.now):
            row.settled_at = context.now
        elif row.seat_id == mine.seat_id:
            return [], None
        else:
            _check_two_cards(context, command.meeting_id, row.seat_id, mine.seat_id)
            row.settled_at = context.now
            return [ActAgreed(accord_id=row.id, seat_id=mine.seat_id)], row.reason
    row = Accord(
        meeting_id=command.meeting_id,
        act=command.name,
        subject=subject,
        payload=to_builtins(command),
        about=about,
        reason=reason,
        seat_id=mine.seat_id,
        asked_at=context.now,
        until=context.now + rules.WAITS,
    )
    context.db.add(row)
    context.db.flush()
    asked = ActAsked(accord_id=row.id, act=row.act, about=about, reason=reason, seat_id=row.seat_id)
    return [asked], None


def _dropped(context: Context, meeting_id: int, is_moot: Callable[[Accord], bool]) -> list[Event]:
    moot = [row for row in waiting(context.db, meeting_id) if is_moot(row)]
    for row in moot:
        row.settled_at = context.now
    return [ActDropped(accord_id=row.id) for row in moot]


def _check_two_cards(context: Context, meeting_id: int, asker: int, second: int) -> None:
    """Raise Refused when one of the two could hold both cards: the issuer of a card sees its PIN."""
    one, other = (find_seat(context.db, meeting_id, each) for each in (asker, second))
    if card_giver(one) == card_giver(other):
        names = {"one": one.particulars.named(), "other": other.particulars.named()}
        raise Refused(rules.ONE_CARD, **names, slug=find_meeting(context.db, meeting_id).slug)
