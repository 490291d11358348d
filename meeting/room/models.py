"""What the pages of the room are given besides panels: who is looking, and what is theirs alone."""

from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.access import sessions
from meeting.agenda.tables import Seat
from meeting.attendance.tables import Attendance
from meeting.commands.submit import receipt_code
from meeting.kernel.clock import stamp
from meeting.voting.events import BallotCast
from meeting.voting.tables import Ballot, Motion, VotingDevice, asked_of, late_for


class Section(StrEnum):
    """A part of the secretary's console."""

    RUN = "run"
    ROLL = "roll"
    VOTES = "votes"


def mine(db: Session, meeting_id: int, seat_id: int) -> dict[str, Any]:
    """One person's own state: `{seat, present, arrived_at, votes, device, late, asked, ballots}`.

    `ballots`: `{motion: {choice, at, code}}`.

    `device`: the code of the device on which the person votes, None before they first did.
    `late`: the open motion whose opening the person missed, and in which they do not vote; `asked`: `{motion, choice}`
    that the secretary would write down and they are asked to agree to.
    """
    seat = db.get_one(Seat, seat_id)
    row = db.get(Attendance, seat_id)
    cast = db.execute(
        select(Ballot)
        .join(Motion, Motion.id == Ballot.motion_id)
        .where(Motion.meeting_id == meeting_id, Ballot.seat_id == seat_id)
    ).scalars()
    return {
        "seat": seat_id,
        "votes": seat.votes,
        "present": row is not None and row.present,
        "arrived_at": stamp(row.arrived_at) if row is not None and row.arrived_at else None,
        "device": holder.code if (holder := db.get(VotingDevice, seat_id)) else None,
        "late": late_for(db, meeting_id, seat_id),
        "asked": asked_of(db, meeting_id, seat_id),
        "signed_in_at": _last_sign_in(db, seat.person_id),
        "ballots": {str(b.motion_id): _ballot_model(b) for b in cast},
    }


def _ballot_model(ballot: Ballot) -> dict[str, str]:
    event = BallotCast(motion_id=ballot.motion_id, seat_id=ballot.seat_id, choice=ballot.choice, how=ballot.how)
    return {"choice": ballot.choice, "at": stamp(ballot.cast_at), "code": receipt_code(ballot.cast_at, event)}


def _last_sign_in(db: Session, person_id: int) -> str | None:
    """When the person signed in last on a device that has not been left; later than this page, it is another one."""
    moment = sessions.last_sign_in(db, person_id)
    return stamp(moment) if moment else None
