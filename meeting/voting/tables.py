"""Tables of voting: motions, the frozen roll of each, and their ballots."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import JSON, ForeignKey, Row, Select, Text, and_, bindparam, case, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.steps import Step
from meeting.agenda.tables import is_kept
from meeting.agenda.told import BESIDE, keeps, told_table
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.law.rules import Choice, Outcome
from meeting.law.terms import Excluded
from meeting.store.base import NUMBERED_ONCE, Base, OneOf
from meeting.store.once import once
from meeting.store.plain import Plain
from meeting.voting.rules import RUNNING, CastBy, CountedBy, HeadHand, MotionForm, MotionState, RecusedFor


class Motion(Base):
    """A question put to the vote.

    `version` counts changes of its wording; `steps`: how it changes the agenda when adopted (`steps_of`).
    `opened_seq`: the journal's number when the vote was opened; its opening and ballots have higher numbers.
    `behind_doors`: its result was announced behind closed doors; guests do not see it.
    `switched`: what is counted instead of the ballots since the vote left the tablets; `form` is then `hands`.
    `head_choice`: the raised hand of the head of the body in a count; in a vote by name the box has it.
    `here`: how many voters the quorum counts once the box is closed. `quorum_waived_at`: the number present for which
    the chair gave `quorum_reason`. `aside`: how many of those `present` take no part. `excluded`: who has no ballot,
    frozen at the opening (`Exclusion`).
    """

    __tablename__ = "motion"
    __table_args__ = (NUMBERED_ONCE,)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    decision: Mapped[str]
    form: Mapped[MotionForm] = mapped_column(OneOf(MotionForm))
    version: Mapped[int] = mapped_column(default=1)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    state: Mapped[MotionState] = mapped_column(OneOf(MotionState), default=MotionState.PREPARED)
    terms: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    total: Mapped[int] = mapped_column(default=0)
    present: Mapped[int] = mapped_column(default=0)
    aside: Mapped[int] = mapped_column(default=0)
    excluded: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON, default=None)
    votes_for: Mapped[int] = mapped_column(default=0)
    votes_against: Mapped[int] = mapped_column(default=0)
    abstentions: Mapped[int] = mapped_column(default=0)
    switched: Mapped[CountedBy | None] = mapped_column(OneOf(CountedBy), default=None)
    head_choice: Mapped[HeadHand] = mapped_column(OneOf(HeadHand), default=HeadHand.UNASKED)
    here: Mapped[int] = mapped_column(default=0)
    quorum_waived_at: Mapped[int | None] = mapped_column(default=None)
    quorum_reason: Mapped[str] = mapped_column(Text, default="")
    ruling: Mapped[bool | None] = mapped_column(default=None)
    ruling_reason: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[Outcome | None] = mapped_column(OneOf(Outcome), default=None)
    sentence: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    opened_seq: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    announced_at: Mapped[datetime | None] = mapped_column(default=None)
    behind_doors: Mapped[bool] = mapped_column(default=False)


class ToldMotion(Motion):
    """A prepared question as it was published."""

    __table__ = told_table(Motion)
    __mapper_args__ = BESIDE


keeps(Motion, ToldMotion, "item_id", "title", "form", "decision")


class RollEntry(Base):
    """A seat that counts in the total of a motion, fixed when the vote was opened.

    `able`: its person was in the room then, and votes, even after going out and coming back; later arrivals do not.
    `excluded`: why it has no ballot; `aside`: it has no ballot, but its person was in the room then and counts as
    present.
    """

    __tablename__ = "roll_entry"
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    able: Mapped[bool]
    excluded: Mapped[Excluded | None] = mapped_column(OneOf(Excluded), default=None)
    aside: Mapped[bool] = mapped_column(default=False)


class Recusal(Base):
    """A seat whose person takes no part in a motion; recorded before the vote is opened.

    `counted`, `article` (empty without a law): by the edition when it was recorded. A later change of the edition does
    not change them. `title`: the wording of the question at that time; `own`: the member said it themselves.
    """

    __tablename__ = "recusal"
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    cause: Mapped[RecusedFor] = mapped_column(OneOf(RecusedFor))
    reason: Mapped[str] = mapped_column(Text)
    counted: Mapped[bool]
    article: Mapped[str]
    title: Mapped[str] = mapped_column(Text, default="")
    own: Mapped[bool] = mapped_column(default=False)


class Ballot(Base):
    """One seat, one motion, one ballot: the primary key enforces it."""

    __tablename__ = "ballot"
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    choice: Mapped[Choice] = mapped_column(OneOf(Choice))
    how: Mapped[CastBy] = mapped_column(OneOf(CastBy))
    cast_at: Mapped[datetime]


class VotingDevice(Base):
    """The device (hash of its sign-in) on which a seat's person votes, and when the right last moved to another one."""

    __tablename__ = "voting_device"
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    device: Mapped[str]
    moved_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def code(self) -> str:
        """Return the short code by which a page recognises its own device. It has no other use."""
        return device_code(self.device)


def forget_device(db: Session, seat_id: int) -> None:
    """Delete the row of a seat that is removed from a plan; nothing has been put to the vote yet."""
    if (row := db.get(VotingDevice, seat_id)) is not None:
        db.delete(row)
        db.flush()


class HandEntry(Base):
    """A proposal to replace a seat's own ballot by a raised hand, until its person has answered."""

    __tablename__ = "hand_entry"
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), primary_key=True)
    choice: Mapped[Choice] = mapped_column(OneOf(Choice))
    declined: Mapped[bool] = mapped_column(default=False)


def device_code(device: str) -> str:
    """Return the beginning of a device's hash."""
    return device[:12]


def steps_of(motion: Motion) -> tuple[Step, ...]:
    """Return how the motion changes the agenda when adopted; empty for every other question."""
    return msgspec.convert(motion.steps, tuple[Step, ...])


def motions_seen(db: Session, meeting_id: int | None) -> type[Motion]:
    """Return the table from which this session reads the questions of a meeting."""
    return ToldMotion if is_kept(db, meeting_id) else Motion


def find_motion(db: Session, meeting_id: int | None, motion_id: int) -> Motion:
    """Return the meeting's motion. Raises Refused when it does not exist, or this session may not see it."""
    motion = db.get(motions_seen(db, meeting_id), motion_id)
    if motion is None or motion.meeting_id != meeting_id:
        raise Refused(NOT_FOUND)
    return motion


@once
def motions_of(db: Session, meeting_id: int) -> list[Motion]:
    """Return the meeting's motions in the order they were prepared."""
    motion = motions_seen(db, meeting_id)
    return list(db.scalars(select(motion).where(motion.meeting_id == meeting_id).order_by(motion.position)))


@once
def running_motion(db: Session, meeting_id: int) -> Motion | None:
    """Return the vote that is open, or closed and not announced; there is at most one."""
    chosen = select(Motion).where(Motion.meeting_id == meeting_id, Motion.state.in_(RUNNING))
    return db.scalars(chosen.order_by(Motion.position)).first()


@once
def motions_under(db: Session, meeting_id: int, item_id: int | None) -> list[Motion]:
    """Return the motions of one item in the order they were prepared."""
    motion = motions_seen(db, meeting_id)
    chosen = select(motion).where(motion.meeting_id == meeting_id, motion.item_id == item_id)
    return list(db.scalars(chosen.order_by(motion.position)))


@once
def motions_among(db: Session, meeting_id: int, only: tuple[int, ...]) -> list[Motion]:
    """Return these motions in the order they were prepared."""
    motion = motions_seen(db, meeting_id)
    chosen = select(motion).where(motion.meeting_id == meeting_id, motion.id.in_(only))
    return list(db.scalars(chosen.order_by(motion.position)))


@once
def motions_of_items(db: Session, meeting_id: int, items: tuple[int, ...]) -> list[Motion]:
    """Return the motions of these items in the order they were prepared."""
    motion = motions_seen(db, meeting_id)
    chosen = select(motion).where(motion.meeting_id == meeting_id, motion.item_id.in_(items))
    return list(db.scalars(chosen.order_by(motion.position)))


@once
def prepared_under(db: Session, meeting_id: int, items: tuple[int, ...]) -> list[Motion]:
    """Return the motions of these items that were not yet put, in the order they were prepared."""
    motion = motions_seen(db, meeting_id)
    chosen = select(motion).where(motion.meeting_id == meeting_id, motion.item_id.in_(items))
    return list(db.scalars(chosen.where(motion.state == MotionState.PREPARED).order_by(motion.position)))


@once
def count_prepared(db: Session, meeting_id: int) -> int:
    """Return how many questions are prepared and not yet put."""
    return int(_PREPARED[motions_seen(db, meeting_id)].one(db, meeting=meeting_id).count)


def _prepared(motion: type[Motion]) -> Plain:
    count = select(func.count().label("count")).where(motion.meeting_id == bindparam("meeting"))
    return Plain(count.where(motion.state == MotionState.PREPARED), flushes=True)


_PREPARED = {each: _prepared(each) for each in (Motion, ToldMotion)}


Vote = Row[int, int, MotionState, Outcome | None, bool]
"""`id, item_id, state, outcome, behind_doors` of a motion."""


@once
def vote_lines(db: Session, meeting_id: int, items: tuple[int, ...] | None) -> Sequence[Vote]:
    """Return each motion's progress, of all or of some items, in the order they were prepared."""
    motion = motions_seen(db, meeting_id)
    if items is None:
        return _ALL_VOTES[motion].all(db, meeting=meeting_id)
    return db.execute(_votes(motion).where(motion.meeting_id == meeting_id, motion.item_id.in_(items))).all()


def votes_among(db: Session, meeting_id: int, only: Collection[int]) -> Sequence[Vote]:
    """Return the progress of these motions."""
    motion = motions_seen(db, meeting_id)
    return db.execute(_votes(motion).where(motion.meeting_id == meeting_id, motion.id.in_(only))).all()


def _votes(motion: type[Motion]) -> Select[int, int, MotionState, Outcome | None, bool]:
    columns = select(motion.id, motion.item_id, motion.state, motion.outcome, motion.behind_doors)
    return columns.order_by(motion.position)


_ALL_VOTES = {
    each: Plain(_votes(each).where(each.meeting_id == bindparam("meeting")), flushes=True)
    for each in (Motion, ToldMotion)
}


def roll_entries(
    motion_id: int, roll: Sequence[int], able: Collection[int], aside: Collection[int], why: Mapping[int, Excluded]
) -> list[dict[str, Any]]:
    """Return the rows of a roll. `why`: by seat, the reason for having no ballot."""
    return [
        {
            "motion_id": motion_id,
            "seat_id": seat_id,
            "able": seat_id in able,
            "excluded": why.get(seat_id),
            "aside": seat_id in aside,
        }
        for seat_id in roll
    ]


@once
def able_of(db: Session, motion_id: int) -> list[int]:
    """Return the seats whose people may vote: they were in the room when the vote was opened."""
    return list(db.scalars(select(RollEntry.seat_id).where(RollEntry.motion_id == motion_id, RollEntry.able)))


def find_entry(db: Session, motion_id: int, seat_id: int) -> HandEntry | None:
    """Return the proposal that the person is asked about, or None."""
    return db.get(HandEntry, (motion_id, seat_id))


def asked_of(db: Session, meeting_id: int, seat_id: int) -> dict[str, object] | None:
    """Return `{motion, choice}` that the seat's person is asked to agree to in the open vote, or None."""
    found = _ASKED.one(db, meeting=meeting_id, seat=seat_id)
    return None if found is None else {"motion": found.motion_id, "choice": found.choice}


_ASKED = Plain(
    select(HandEntry.motion_id, HandEntry.choice)
    .join(Motion, Motion.id == HandEntry.motion_id)
    .where(Motion.meeting_id == bindparam("meeting"), Motion.state == MotionState.OPEN)
    .where(HandEntry.seat_id == bindparam("seat"), ~HandEntry.declined)
)


def kept_out(db: Session, meeting_id: int, seat_id: int) -> tuple[list[int], int | None]:
    """Return the votes in which a seat's person has no ballot: those, open or prepared, from which they are recused;
    and the open one that counts the seat in its total and whose opening they missed (or None)."""
    rows = _KEPT_OUT.all(db, meeting=meeting_id, seat=seat_id)
    missed = [int(row.id) for row in rows if row.recused is None]
    return [int(row.id) for row in rows if row.recused is not None], missed[0] if missed else None


_KEPT_OUT = Plain(
    select(Motion.id, Recusal.seat_id.label("recused"))
    .outerjoin(Recusal, and_(Recusal.motion_id == Motion.id, Recusal.seat_id == bindparam("seat")))
    .outerjoin(RollEntry, and_(RollEntry.motion_id == Motion.id, RollEntry.seat_id == bindparam("seat")))
    .where(
        Motion.meeting_id == bindparam("meeting"),
        (Motion.state == MotionState.OPEN) | (Motion.state == MotionState.PREPARED),
        Recusal.seat_id.is_not(None)
        | ((Motion.state == MotionState.OPEN) & ~RollEntry.able & RollEntry.excluded.is_(None)),
    )
    .order_by(Motion.id)
)


@once
def recusals_of(db: Session, motion_id: int) -> dict[int, Recusal]:
    """Return the recusals of a motion, by seat."""
    rows = db.scalars(select(Recusal).where(Recusal.motion_id == motion_id).order_by(Recusal.seat_id))
    return {row.seat_id: row for row in rows}


def former_wording(recusal: Recusal, title: str) -> str:
    """Return the wording from which somebody recused themselves, if it has changed since; empty otherwise."""
    return recusal.title if recusal.title != title else ""


@once
def recused_counts(db: Session, meeting_id: int) -> dict[int, tuple[int, int]]:
    """Return, by motion, how many take no part, and how many of them recused themselves before it was reworded.

    Motions without recusals are left out.
    """
    former = func.sum(case(((Recusal.title != "") & (Recusal.title != Motion.title), 1), else_=0))
    query = select(Recusal.motion_id, func.count(), former).join(Motion, Motion.id == Recusal.motion_id)
    rows = db.execute(query.where(Motion.meeting_id == meeting_id).group_by(Recusal.motion_id))
    return {row[0]: (row[1], int(row[2])) for row in rows}


def forget_recusals(db: Session, *, seat_id: int = 0, motion_id: int = 0) -> tuple[int, ...]:
    """Delete the recusals of a seat, or of a question, that is removed from a plan; return the seats, in order."""
    gone = delete(Recusal).where((Recusal.seat_id == seat_id) | (Recusal.motion_id == motion_id))
    return tuple(sorted(db.scalars(gone.returning(Recusal.seat_id))))


def forget_reasons(db: Session, meeting_id: int) -> None:
    """Delete the chair's quorum reasons for votes not put yet, because the total has changed."""
    prepared = Motion.meeting_id == meeting_id, Motion.state == MotionState.PREPARED
    db.execute(update(Motion).where(*prepared).values(quorum_waived_at=None, quorum_reason=""))


def settle_entries(db: Session, motion_id: int) -> tuple[int, ...]:
    """Delete every pending proposal about this vote; return the seats, in order."""
    gone = delete(HandEntry).where(HandEntry.motion_id == motion_id).returning(HandEntry.seat_id)
    return tuple(sorted(db.scalars(gone)))


def settle_entry(db: Session, motion_id: int, seat_id: int) -> None:
    """Delete the pending proposal to a person who has voted again."""
    db.execute(delete(HandEntry).where(HandEntry.motion_id == motion_id, HandEntry.seat_id == seat_id))
