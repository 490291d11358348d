"""Milestones: the events at which the head of a meeting's journal is signed and handed out.

They are those after which the room would do something else: the meeting has begun, stands or is over, a vote is open
or told, the minutes are drawn or signed. What comes in between is held by the next one.

A hash tells whoever can guess what it was made of: the figures of a vote are tried in a second, and so is a lone ballot
that a head names as what stood before it. So no head is made between a vote's opening and its announcement, nor when it
is called off; and the close, the calling off and the opening of doors bear a salt, behind which nothing can be tried.
Guests and the hall are handed none that was made in a part of which they are told nothing, as its number counts what
was done there.
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
    """The newest milestones whose heads a view is handed, newest first, so many at most."""
    book = journal.book_of(meeting_id)
    if view not in OUTSIDE:
        return journal.latest_among(db, book, KINDS, most)
    told = reversed(journal.latest_among(db, book, (*KINDS, *_TURNS), _MOST_READ))
    internal = frozenset(db.scalars(select(Item.id).where(Item.meeting_id == meeting_id, Item.internal)))
    return [*_in_public(told, internal)][::-1][:most]


def marks_handed_to(db: Session, meeting_id: int, view: View, most: int) -> list[tuple[int, str]]:
    """Number and hash of each: a whole hall asks for them when it comes back, and the rolls of votes are long."""
    if view not in OUTSIDE:
        return journal.marks_among(db, journal.book_of(meeting_id), KINDS, most)
    return [(entry.seq, entry.hash) for entry in handed_to(db, meeting_id, view, most)]


def _in_public(entries: Iterable[Entry], internal: frozenset[int]) -> Iterator[Entry]:
    """Milestones that came neither behind closed doors nor under an internal item."""
    closed = inside = False
    for entry in entries:
        if entry.kind == ItemOpened.kind:
            inside = entry.body["item_id"] in internal
        elif entry.kind in _TURNS:
            closed = entry.kind == DoorsClosed.kind
        elif not (closed or inside):
            yield entry
