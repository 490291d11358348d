"""Milestones: the events at which the head of a meeting's journal is signed and handed out.

They are the events that matter most for the room: the meeting began, was paused or is over, a vote was opened or
announced, the minutes were drawn or signed. Entries in between are fixed by the next milestone.

A hash reveals its content to anyone who can try all possibilities: the figures of a vote take a second, and so does a
single ballot whose hash a head names as the one before it. So no head is made between a vote's opening and its
announcement, nor when it is cancelled; and the closing and cancelling of a vote and the opening of doors contain a
random salt. Guests and the hall screen get no heads from closed parts, because an entry's number shows how much was
done there.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access.policy import View
from meeting.agenda.events import STAGE_EVENTS, DoorsClosed, DoorsOpened, ItemOpened
from meeting.agenda.tables import Item
from meeting.journal import book as journal
from meeting.journal.chain import Entry
from meeting.minutes.events import Drafted, Signed
from meeting.panels.views import OUTSIDE
from meeting.voting.events import MotionOpened, ResultAnnounced

MILESTONES = (*STAGE_EVENTS, MotionOpened, ResultAnnounced, Drafted, Signed)
KINDS = tuple(each.kind for each in MILESTONES)
_TURNS = (DoorsClosed.kind, DoorsOpened.kind, ItemOpened.kind)
_MOST_READ = 10_000


def handed_to(db: Session, meeting_id: int, view: View, most: int) -> list[Entry]:
    """Return at most `most` milestones whose heads a view gets, newest first."""
    book = journal.book_of(meeting_id)
    if view not in OUTSIDE:
        return journal.latest_among(db, book, KINDS, most)
    told = reversed(journal.latest_among(db, book, (*KINDS, *_TURNS), _MOST_READ))
    internal = frozenset(db.scalars(select(Item.id).where(Item.meeting_id == meeting_id, Item.internal)))
    return [*_in_public(told, internal)][::-1][:most]


def marks_handed_to(db: Session, meeting_id: int, view: View, most: int) -> list[tuple[int, str]]:
    """Return number and hash of each.

    Does not read the lines' bodies: a whole hall asks when it reconnects, and rolls are long.
    """
    if view not in OUTSIDE:
        return journal.marks_among(db, journal.book_of(meeting_id), KINDS, most)
    return [(entry.seq, entry.hash) for entry in handed_to(db, meeting_id, view, most)]


def _in_public(entries: Iterable[Entry], internal: frozenset[int]) -> Iterator[Entry]:
    """Yield the milestones that were neither behind closed doors nor under an internal item."""
    closed = inside = False
    for entry in entries:
        if entry.kind == ItemOpened.kind:
            inside = entry.body["item_id"] in internal
        elif entry.kind in _TURNS:
            closed = entry.kind == DoorsClosed.kind
        elif not (closed or inside):
            yield entry
