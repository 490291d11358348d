"""Tables of minutes: one row per drawn version; the file itself is a blob."""

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
    """One version. `sha256`: the present file; `drawn_sha256`: the file before any signature.

    `void`: drawn after an end that was undone; nobody may read or sign it.
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
    """A signature: its person, version and role. `clerk` signs first, then `chair`, whose signature locks the file."""

    __tablename__ = "signature"
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes_file.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(OneOf(Role), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    signed_at: Mapped[datetime]
    certificate: Mapped[str]


class DraftOrder(Base):
    """A draft being drawn, or why the last one failed. `plain`: it is drawn in the plain form."""

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
    """Return the seat whose name the minutes print for a role: the same person as in the record.

    None for the chair of a finished meeting if the planned chair never came and nobody was named instead. But minutes
    that the secretary has signed and that wait for the chair name the planned chair, as printed.
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
    # a secretary who got the chair signs as the chair, and another one as the secretary
    seated = [seat for seat in seats_of(db, meeting_id) if seat.role == role and seat.id != presides]
    if len(seated) < 2:
        return seated[0] if seated else None
    came, led = came_to_sittings(db, meeting_id), led_unseen(db, meeting_id)
    return seated[first_who_came([seat.id in came for seat in seated], [seat.id in led for seat in seated])]


def may_have_presided(db: Session, meeting_id: int) -> list[Seat]:
    """Return the people who came and may be named as having presided. Empty when it is known who presided."""
    if find_meeting(db, meeting_id).state != MeetingState.ENDED or signer_of(db, meeting_id, Role.CHAIR) is not None:
        return []
    came = came_to_sittings(db, meeting_id)
    return [seat for seat in seats_of(db, meeting_id) if seat.id in came and may_preside(db, seat)]


@once
def latest_minutes(db: Session, meeting_id: int) -> MinutesFile | None:
    """Return the latest version that is not void, or None."""
    query = select(MinutesFile).where(MinutesFile.meeting_id == meeting_id, ~MinutesFile.void)
    return db.scalar(query.order_by(MinutesFile.version.desc()).limit(1))


def last_version(db: Session, meeting_id: int) -> int:
    """Return the number of the latest version, void or not; 0 without one."""
    return db.scalar(select(func.max(MinutesFile.version)).where(MinutesFile.meeting_id == meeting_id)) or 0


def void_drafts(db: Session, meeting_id: int) -> None:
    """Void all drafts and failures of this meeting."""
    db.execute(update(MinutesFile).where(MinutesFile.meeting_id == meeting_id).values(void=True))
    db.execute(delete(DraftOrder).where(DraftOrder.meeting_id == meeting_id))


def signatures_of(db: Session, minutes_id: int) -> list[Signature]:
    """Return the signatures in the order they were made."""
    return list(db.scalars(select(Signature).where(Signature.minutes_id == minutes_id).order_by(Signature.signed_at)))
