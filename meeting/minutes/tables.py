"""Rows of minutes: one per version drawn; the file itself is a blob."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Seat, chair_seats, find_meeting, may_preside, seats_of
from meeting.attendance.sittings import came_to_sittings, led_unseen
from meeting.kernel.roles import Role
from meeting.minutes.rules import first_who_came
from meeting.store.base import Base, OneOf
from meeting.store.once import once


class MinutesFile(Base):
    """One version. `sha256` names the file as it now is, `drawn_sha256` as it was drawn, before any signature.

    `void`: drawn after an end that was taken back; nobody reads or signs it any more.
    """

    __tablename__ = "minutes_file"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    version: Mapped[int]
    drawn_sha256: Mapped[str]
    sha256: Mapped[str]
    pages: Mapped[int]
    journal_seq: Mapped[int]
    journal_head: Mapped[str]
    drawn_at: Mapped[datetime]
    void: Mapped[bool] = mapped_column(default=False)


class Signature(Base):
    """Who signed which version, in which role; `clerk` first, then `chair`, whose signature locks the file."""

    __tablename__ = "signature"
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes_file.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(OneOf(Role), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    signed_at: Mapped[datetime]
    certificate: Mapped[str]


class DraftOrder(Base):
    """A draft being drawn, or why the last one could not be. `plain`: it is drawn line under line."""

    __tablename__ = "draft_order"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    drawing: Mapped[bool]
    problem: Mapped[str] = mapped_column(default="")
    plain: Mapped[bool] = mapped_column(default=False)


class Basis(Base):
    """A rule below grade L that the chair has confirmed for one kind of decision of a meeting."""

    __tablename__ = "basis"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    decision: Mapped[str] = mapped_column(primary_key=True)
    article: Mapped[str]


@once
def signer_of(db: Session, meeting_id: int, role: Role) -> Seat | None:
    """Whose name the minutes print under a role: the same person as in the record.

    For the chair None, once the meeting is over: who was to preside never came, and nobody is named who did. But
    minutes that the secretary has signed and that wait for the chair name who was to: it was printed so then.
    """
    meeting = find_meeting(db, meeting_id)
    presides = meeting.presiding
    if role == Role.CHAIR:
        seat = db.get(Seat, presides) if presides is not None else None
        to_preside = chair_seats(db, meeting_id) if seat is None else [seat]
        if meeting.state != MeetingState.ENDED:
            return next(iter(to_preside), None)
        came = came_to_sittings(db, meeting_id)
        waits = to_preside if meeting.minutes_signed and not meeting.minutes_locked else []
        return next((each for each in to_preside if each.id in came), next(iter(waits), None))
    # a secretary who was given the chair signs there, and another one as the secretary
    seated = [seat for seat in seats_of(db, meeting_id) if seat.role == role and seat.id != presides]
    if len(seated) < 2:
        return seated[0] if seated else None
    came, led = came_to_sittings(db, meeting_id), led_unseen(db, meeting_id)
    return seated[first_who_came([seat.id in came for seat in seated], [seat.id in led for seat in seated])]


def may_have_presided(db: Session, meeting_id: int) -> list[Seat]:
    """Of whom one is to be named as who presided in fact: who came and may. Nobody where who presided is known."""
    if find_meeting(db, meeting_id).state != MeetingState.ENDED or signer_of(db, meeting_id, Role.CHAIR) is not None:
        return []
    came = came_to_sittings(db, meeting_id)
    return [seat for seat in seats_of(db, meeting_id) if seat.id in came and may_preside(db, seat)]


@once
def latest_minutes(db: Session, meeting_id: int) -> MinutesFile | None:
    """The newest version that is not void."""
    query = select(MinutesFile).where(MinutesFile.meeting_id == meeting_id, ~MinutesFile.void)
    return db.scalar(query.order_by(MinutesFile.version.desc()).limit(1))


def last_version(db: Session, meeting_id: int) -> int:
    """The number of the newest version, void or not; 0 when none was drawn."""
    return db.scalar(select(func.max(MinutesFile.version)).where(MinutesFile.meeting_id == meeting_id)) or 0


def void_drafts(db: Session, meeting_id: int) -> None:
    """What was drawn, or could not be drawn, says nothing of this meeting any more."""
    db.execute(update(MinutesFile).where(MinutesFile.meeting_id == meeting_id).values(void=True))
    db.execute(delete(DraftOrder).where(DraftOrder.meeting_id == meeting_id))


def signatures_of(db: Session, minutes_id: int) -> list[Signature]:
    """Signatures in the order they were made."""
    return list(db.scalars(select(Signature).where(Signature.minutes_id == minutes_id).order_by(Signature.signed_at)))
