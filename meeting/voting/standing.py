"""A seat's situation in a motion, read in one statement, and putting its ballot in the box: the path of every vote."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from meeting.agenda.tables import Seat
from meeting.attendance.tables import Attendance
from meeting.store.plain import Plain
from meeting.store.rows import add_later, table_of
from meeting.voting.events import BallotCast
from meeting.voting.rules import CastBy, CountedBy, MotionForm, MotionState
from meeting.voting.tables import Ballot, Motion, RollEntry, VotingDevice


class Standing(NamedTuple):
    """A seat's situation in a motion.

    `meeting_id`, `state`, `form`, `switched` belong to the motion; None when it does not exist.
    """

    motion_id: int
    seat_id: int
    meeting_id: int | None
    state: MotionState | None
    form: MotionForm | None
    switched: CountedBy | None
    on_roll: bool
    excluded: bool
    able: bool
    present: bool
    far: bool
    """Whether its person is at a remote point."""
    how: CastBy | None
    """How the ballot in the box was cast; None without one."""
    device: str | None
    """The device on which the person votes; None until they vote or sign in for this meeting."""

    @property
    def has_voted(self) -> bool:
        """Return whether the box holds a ballot of this seat."""
        return self.how is not None


_STANDING = Plain(
    select(
        *(Motion.meeting_id, Motion.state, Motion.form, Motion.switched),
        *(RollEntry.able, RollEntry.excluded, Attendance.present, Attendance.point_id, Ballot.how, VotingDevice.device),
    )
    .select_from(table_of(Seat))
    .outerjoin(Motion, Motion.id == bindparam("motion"))
    .outerjoin(RollEntry, (RollEntry.seat_id == Seat.id) & (RollEntry.motion_id == bindparam("motion")))
    .outerjoin(Attendance, Attendance.seat_id == Seat.id)
    .outerjoin(Ballot, (Ballot.seat_id == Seat.id) & (Ballot.motion_id == bindparam("motion")))
    .outerjoin(VotingDevice, VotingDevice.seat_id == Seat.id)
    .where(Seat.id == bindparam("seat"))
)
_REPLACE = Plain(
    table_of(Ballot)
    .update()
    .where(Ballot.motion_id == bindparam("motion"), Ballot.seat_id == bindparam("seat"))
    .values(choice=bindparam("new_choice"), how=bindparam("new_how"), cast_at=bindparam("new_cast_at"))
)


def standing_of(db: Session, motion_id: int, seat_id: int) -> Standing:
    """Return the seat's situation: whether it counts in the total, may vote and has voted, and on which device."""
    row = _STANDING.one(db, motion=motion_id, seat=seat_id)
    motion = row.meeting_id, row.state, row.form, row.switched
    on_roll, able, present = row.able is not None, bool(row.able), bool(row.present)
    excluded, far = row.excluded is not None, present and row.point_id is not None
    return Standing(motion_id, seat_id, *motion, on_roll, excluded, able, present, far, row.how, row.device)


def put_in_box(db: Session, event: BallotCast, at: datetime, *, replaces: bool) -> None:
    """Store the seat's ballot: add the first one; a later one replaces it."""
    if replaces:
        place = {"motion": event.motion_id, "seat": event.seat_id}
        _REPLACE.run(db, **place, new_choice=event.choice, new_how=event.how, new_cast_at=at)
    else:
        row = {"motion_id": event.motion_id, "seat_id": event.seat_id, "choice": event.choice, "how": event.how}
        add_later(db, Ballot, row | {"cast_at": at})
