"""The data that the room's pages get besides panels: the viewer and their private state."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from meeting.access import sessions
from meeting.agenda.rules import Mandate
from meeting.agenda.tables import Seat, find_meeting
from meeting.attendance.quorum import remote_of
from meeting.attendance.tables import Attendance
from meeting.commands.submit import receipt_code
from meeting.kernel.clock import stamp
from meeting.law.rules import Choice
from meeting.law.terms import Excluded
from meeting.store.plain import Plain
from meeting.voting.asides import reworded
from meeting.voting.events import BallotCast
from meeting.voting.excluded import WHY
from meeting.voting.rules import CastBy
from meeting.voting.tables import Ballot, Motion, VotingDevice, asked_of, device_code, kept_out


class Section(StrEnum):
    """A part of the secretary's console."""

    RUN = "run"
    ROLL = "roll"
    MAP = "map"
    VOTES = "votes"


def mine(db: Session, meeting_id: int, seat_id: int) -> dict[str, Any]:
    """Return one person's own state in a meeting.

    It is `{seat, present, rechecked, votes, why, device, aside, reworded, late, asked, signed_in_at, ballots}`.

    - `why`: why a member of the body has no vote now, suspended or at a remote point (`Excluded`), or None.
    - `device`: the code of the device on which the person votes, None before the first vote.
    - `aside`: motions, open or prepared, in which they take no part.
    - `reworded`: whether one of those questions was reworded afterwards.
    - `late`: the open motion whose opening the person, now present, missed and in which they have no vote.
    - `asked`: `{motion, choice}` that the secretary wants to record for them, with their consent.
    - `ballots`: `{motion: {choice, at, code}}`.
    """
    place = _PLACE.one(db, seat=seat_id)
    aside, late = kept_out(db, meeting_id, seat_id)
    return {
        "seat": seat_id,
        "votes": place.votes and place.mandate == Mandate.HELD,
        "why": _why(db, meeting_id, place) if place.votes else None,
        "present": bool(place.present),
        "rechecked": place.rechecked or 0,
        "device": place.device and device_code(place.device),
        "aside": aside,
        "reworded": bool(aside) and reworded(db, meeting_id, seat_id),
        "late": late if place.present else None,
        "asked": asked_of(db, meeting_id, seat_id),
        "signed_in_at": _last_sign_in(db, place.person_id),
        "ballots": {
            str(cast.motion_id): _ballot_model(seat_id, *cast)
            for cast in _CAST.all(db, meeting=meeting_id, seat=seat_id)
        },
    }


def _why(db: Session, meeting_id: int, place: Any) -> Excluded | None:
    if place.mandate != Mandate.HELD:
        return WHY[place.mandate]
    if not place.present or place.point_id is None:
        return None
    return remote_of(find_meeting(db, meeting_id)).excludes


_PLACE = Plain(
    select(
        Seat.votes,
        Seat.mandate,
        Seat.person_id,
        Attendance.present,
        Attendance.point_id,
        VotingDevice.device,
        Attendance.rechecked,
    )
    .outerjoin(Attendance, Attendance.seat_id == Seat.id)
    .outerjoin(VotingDevice, VotingDevice.seat_id == Seat.id)
    .where(Seat.id == bindparam("seat"))
)
_CAST = Plain(
    select(Ballot.motion_id, Ballot.choice, Ballot.how, Ballot.cast_at)
    .join(Motion, Motion.id == Ballot.motion_id)
    .where(Motion.meeting_id == bindparam("meeting"), Ballot.seat_id == bindparam("seat"))
)


def _ballot_model(seat_id: int, motion_id: int, choice: Choice, how: CastBy, cast_at: datetime) -> dict[str, str]:
    event = BallotCast(motion_id=motion_id, seat_id=seat_id, choice=choice, how=how)
    return {"choice": choice, "at": stamp(cast_at), "code": receipt_code(cast_at, event)}


def _last_sign_in(db: Session, person_id: int) -> str | None:
    """Return when the person last signed in on a device that is still signed in, or None.

    When this is later than the page's own sign-in, it was another device.
    """
    moment, _ = sessions.not_ended(db, person_id)
    return stamp(moment) if moment else None
