"""One vote counted from the journal, and how the tables differ from it.

The tables serve the screens; the journal decides. Votes are counted here. Nothing is ruled on or announced while the
tables of the vote, or those it is based on (`grounds.py`), differ from the journal. So nobody who can write to the
database can change a result unnoticed.
"""

import dataclasses
import logging
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.attendance.events import ArrivalUndone, CheckedIn
from meeting.journal import book as journal
from meeting.journal import chain
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.words import phrase
from meeting.law.rules import Choice, Counts
from meeting.law.terms import Terms
from meeting.voting import rules
from meeting.voting.events import (
    BallotCast,
    HandsCounted,
    MotionClosed,
    MotionOpened,
    MotionSwitched,
    RulingRecorded,
)
from meeting.voting.excluded import without_ballot
from meeting.voting.grounds import Grounds, differing, grounds_of
from meeting.voting.rules import MotionForm
from meeting.voting.tables import Ballot, Motion, RollEntry, roll_entries

log = logging.getLogger(__name__)


@dataclasses.dataclass
class VoteByJournal:
    """A vote by the journal: who counts and who votes, its terms, and the last ballot of each seat.

    `ground`: what the vote is based on, as of now.
    """

    ground: Grounds
    opened: MotionOpened
    able: set[int]
    aside: set[int]
    ballots: dict[int, tuple[BallotCast, datetime]] = dataclasses.field(default_factory=dict)
    switched: MotionSwitched | None = None
    hands: HandsCounted | None = None
    closed: MotionClosed | None = None
    ruling: RulingRecorded | None = None

    def entries(self, motion_id: int) -> list[dict[str, Any]]:
        """Return the rows that its roll should have."""
        why = without_ballot(self.opened.excluded or ())
        return roll_entries(motion_id, self.opened.roll, self.able, self.aside, why)

    @property
    def terms(self) -> Terms:
        """Return the terms frozen at the opening."""
        return self.opened.terms

    @property
    def counts(self) -> Counts:
        """Return the sum of the ballots, or the last count of hands."""
        if self.hands is not None:
            given = (self.hands.votes_for, self.hands.votes_against, self.hands.abstentions)
        else:
            chosen = [ballot.choice for ballot, _ in self.ballots.values()]
            given = (chosen.count(Choice.FOR), chosen.count(Choice.AGAINST), chosen.count(Choice.ABSTAIN))
        return Counts(votes_for=given[0], votes_against=given[1], abstentions=given[2])


@dataclasses.dataclass(frozen=True)
class Difference:
    """The seats whose ballot, roll entry, vote, mandate or presence differs in the tables, and whether the figures of
    the vote, its question or the rules of its meeting differ.
    """

    seats: tuple[int, ...]
    figures: bool

    def __bool__(self) -> bool:
        return bool(self.seats) or self.figures


def tell(db: Session, motion: Motion) -> VoteByJournal:
    """Return the vote as the journal tells it.

    Takes one statement for the lines since its opening, whose chain is checked, and one for its basis.

    Raises Refused when the chain is broken: no vote is counted from a changed journal.
    """
    try:
        events = journal.checked_since(db, journal.book_of(motion.meeting_id), motion.opened_seq)
    except chain.Broken as broken:
        log.error("ALARM: vote %d cannot be counted, the journal is broken at %d", motion.id, broken.seq)
        raise Refused(rules.JOURNAL_BROKEN, seq=broken.seq, reason=broken.reason) from None
    told: VoteByJournal | None = None
    undone = _Undone()
    for at, event in events:
        if isinstance(event, MotionOpened) and event.motion_id == motion.id:
            told = VoteByJournal(grounds_of(db, motion), event, set(event.able), set(event.recused))
        elif told is not None:
            undone.hear(told, event)
            _hear(told, motion.id, at, event)
    if told is None:
        raise Refused(rules.JOURNAL_BROKEN, seq=motion.opened_seq + 1, reason=phrase("không có việc mở biểu quyết"))
    return told


class _Undone:
    """Check-ins undone while the vote is open. A stay that began before the opening then gave no right to vote."""

    def __init__(self) -> None:
        self._came_since: set[int] = set()

    def hear(self, told: VoteByJournal, event: Event) -> None:
        """Take an arrival, or the undoing of one, into account."""
        if told.closed is not None:
            return
        if isinstance(event, CheckedIn):
            self._came_since.add(event.seat_id)
        elif isinstance(event, ArrivalUndone) and event.seat_id not in self._came_since:
            told.able.discard(event.seat_id)
            told.aside.discard(event.seat_id)


def _hear(told: VoteByJournal, motion_id: int, at: datetime, event: Event) -> None:
    if getattr(event, "motion_id", None) != motion_id:
        return
    if isinstance(event, BallotCast):
        told.ballots[event.seat_id] = (event, at)
    elif isinstance(event, MotionSwitched):
        told.switched = event
    elif isinstance(event, HandsCounted):
        told.hands = event
    elif isinstance(event, MotionClosed):
        told.closed = event
    elif isinstance(event, RulingRecorded):
        told.ruling = event


_ENTRY = (RollEntry.seat_id, RollEntry.able, RollEntry.excluded, RollEntry.aside)


def difference(db: Session, motion: Motion, told: VoteByJournal) -> Difference:
    """Return where the tables differ from the journal."""
    ground = ground_differs(db, motion, told.ground)
    ballots = db.execute(select(Ballot.seat_id, Ballot.choice, Ballot.how).where(Ballot.motion_id == motion.id))
    roll = db.execute(select(*_ENTRY).where(RollEntry.motion_id == motion.id))
    held = {seat_id: (choice, how) for seat_id, choice, how in ballots}
    wanted = {seat_id: (ballot.choice, ballot.how) for seat_id, (ballot, _) in told.ballots.items()}
    entries = {row[0]: tuple(row[1:]) for row in roll}
    seats = {seat_id for seat_id in held.keys() | wanted.keys() if held.get(seat_id) != wanted.get(seat_id)}
    named = {row["seat_id"]: (row["able"], row["excluded"], row["aside"]) for row in told.entries(motion.id)}
    seats |= {seat_id for seat_id in entries.keys() | named.keys() if entries.get(seat_id) != named.get(seat_id)}
    figures = any(getattr(motion, name) != value for name, value in figures_told(told).items())
    return Difference(tuple(sorted(seats.union(ground.seats))), figures or ground.figures)


def ground_differs(db: Session, motion: Motion, ground: Grounds) -> Difference:
    """Return where the tables of the vote's basis differ from the journal."""
    seats, figures = differing(db, motion, ground)
    return Difference(tuple(sorted(seats)), figures)


def figures_told(told: VoteByJournal) -> dict[str, object]:
    """Return the right values of the motion's fields that the journal settles."""
    closed, ruling = told.closed, told.ruling
    figures: dict[str, object] = {"total": len(told.opened.roll), "terms": msgspec.to_builtins(told.terms)}
    figures |= {"ruling": ruling.adopted if ruling else None, "ruling_reason": ruling.reason if ruling else ""}
    excluded = told.opened.excluded
    figures |= {"excluded": None if excluded is None else msgspec.to_builtins(list(excluded))}
    figures |= {"switched": told.switched.by if told.switched else None}
    if told.switched is not None:
        figures |= {"form": MotionForm.HANDS}
    if closed is not None:
        figures |= {"votes_for": closed.votes_for, "votes_against": closed.votes_against}
        figures |= {"abstentions": closed.abstentions, "present": closed.present, "here": closed.here}
        figures |= {"aside": closed.recused}
    if told.hands is not None:
        figures |= {"head_choice": told.hands.head_choice}
    return figures


def check_same(db: Session, motion: Motion) -> None:
    """Raise Refused, after an alarm in the log, when the tables of this vote differ from the journal."""
    differs = difference(db, motion, tell(db, motion))
    if differs:
        alarm(motion, differs)
        raise Refused(rules.BOX_DIFFERS, motion=motion.title)


def check_ground(db: Session, motion: Motion) -> None:
    """Do the same for a question about to be put, or one that gets a reason: compare who counts, who is present, and
    the rule.
    """
    differs = ground_differs(db, motion, grounds_of(db, motion))
    if differs:
        alarm(motion, differs)
        raise Refused(rules.GROUND_DIFFERS, motion=motion.title)


def alarm(motion: Motion, differs: Difference) -> None:
    """Write an alarm to the log, for the server's operator. It names seats and never choices."""
    log.error("ALARM: the tables of vote %d differ from the journal: seats %s, figures %s", motion.id, *_words(differs))


def _words(differs: Difference) -> tuple[str, str]:
    return ",".join(map(str, differs.seats)) or "-", "yes" if differs.figures else "no"
