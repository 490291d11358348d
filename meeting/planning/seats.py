"""Commands about seats before the meeting: changing a person's role, and withdrawing an invitation.

A person in the room keeps their role, because their arrival was counted. After the opening the roll is fixed.
"""

from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.chairing import chairing, displaced
from meeting.agenda.events import SeatChanged, SeatRemoved
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import (
    LeftOut,
    Meeting,
    Seat,
    cease_to_conduct,
    find_meeting,
    find_seat,
    may_preside,
    put_in_order,
    seats_of,
)
from meeting.attendance.points import expect
from meeting.attendance.tables import is_present, take_out_attendance
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.journal.events import Event
from meeting.kernel.roles import Role
from meeting.planning.rules import check_clerk_stays, check_not_here
from meeting.voting.tables import forget_device, forget_recusals


@command("planning.change_seat", allow=Capability.PREPARE)
class ChangeSeat(MeetingCommand, frozen=True, kw_only=True):
    """Change a seat. `seen`: the seat as the user saw it (see `said_of`)."""

    seat_id: int
    seen: str
    role: Role
    votes: bool
    label: str = ""
    head: bool = False


@handles(ChangeSeat)
def change_seat(command: ChangeSeat, context: Context) -> list[Event]:
    """Change it, by the same rules as for a new seat. The person's devices get their new view at once."""
    meeting = find_meeting(context.db, command.meeting_id)
    rules.check_planned(meeting.state)
    seat = find_seat(context.db, meeting.id, command.seat_id)
    others = [each for each in seats_of(context.db, meeting.id) if each.id != seat.id]
    taken = [(each.role, each.label, each.particulars.full_name) for each in others]
    rules.check_seat(command.role, seat.weight, votes=command.votes, label=command.label, others=taken)
    if command.head:
        rules.check_head(votes=command.votes, another=any(each.head for each in others))
    said = {field: getattr(command, field) for field in ("role", "votes", "label", "head")}
    before = {field: getattr(seat, field) for field in said}
    if said == before:
        return []
    rules.check_shown(said_of(seat), command.seen, seat.particulars.named())
    if (said["role"], said["votes"]) != (before["role"], before["votes"]):
        check_not_here(seat.particulars.named(), here=is_present(context.db, seat.id))
        _check_clerk_stays(context, meeting, others, command.role)
    if said["votes"] != before["votes"]:
        meeting.forget_waiver()
    chaired = chairing(context.db, meeting)
    if command.role not in (Role.CHAIR, Role.CLERK):
        cease_to_conduct(context.db, meeting, [seat], context.now)
    for field, value in said.items():
        setattr(seat, field, value)
    context.db.flush()
    _leave_chair(context.db, meeting)
    return [SeatChanged(seat_id=seat.id, **said, displaced=displaced(context.db, meeting, chaired))]


def said_of(seat: Seat) -> str:
    """Return a stamp of what a form shows of a seat."""
    return rules.shown(seat.role, seat.votes, seat.label, seat.head)


@command("planning.remove_seat", allow=Capability.PREPARE)
class RemoveSeat(MeetingCommand, frozen=True, kw_only=True):
    """Withdraw somebody's invitation."""

    seat_id: int


@handles(RemoveSeat)
def remove_seat(command: RemoveSeat, context: Context) -> list[Event]:
    """Remove the seat. Invited people are informed and can no longer open the meeting; people of a draft are not."""
    db = context.db
    meeting = find_meeting(db, command.meeting_id)
    rules.check_planned(meeting.state)
    seat = find_seat(db, meeting.id, command.seat_id)
    check_not_here(seat.particulars.named(), here=is_present(db, seat.id))
    _check_clerk_stays(context, meeting, [each for each in seats_of(db, meeting.id) if each.id != seat.id])
    if meeting.state == MeetingState.PLANNED:
        db.merge(LeftOut(meeting_id=meeting.id, person_id=seat.person_id, left_at=context.now))
    if seat.votes:
        meeting.forget_waiver()
    chaired = chairing(db, meeting)
    cease_to_conduct(db, meeting, [seat], context.now)
    take_out_attendance(db, seat.id)
    expect(db, [seat.id], None)
    forget_device(db, seat.id)
    forget_recusals(db, seat_id=seat.id)
    db.delete(seat)
    db.flush()
    _leave_chair(db, meeting)
    put_in_order(db, seats_of(db, meeting.id))
    return [SeatRemoved(seat_id=seat.id, displaced=displaced(db, meeting, chaired - {seat.id}))]


def _leave_chair(db: Session, meeting: Meeting) -> None:
    """Take the chair from a seat that may no longer preside by the present plan."""
    seat = db.get(Seat, meeting.presiding) if meeting.presiding is not None else None
    if seat is None or not may_preside(db, seat):
        meeting.presiding = None


def _check_clerk_stays(context: Context, meeting: Meeting, others: list[Seat], role: Role | None = None) -> None:
    """Raise Refused when a published meeting would have no secretary, or a draft of its secretaries nobody to prepare
    it. An administrator's draft may lack one.
    """
    draft = meeting.state != MeetingState.PLANNED
    if not draft or (context.actor.role == Role.MAKER and not context.actor.admin):
        check_clerk_stays([*(each.role for each in others), role], draft=draft)
