"""The command about a mandate: a voter is suspended, no longer holds it, or is in office again.

The total (N) for majorities and quorum follows by the law edition (Law 72/2025/QH15, Art. 35.2 and 38.1), from the next
act on. For a vote that is open or not announced, it is frozen.
"""

from datetime import date
from typing import Annotated

from meeting.access.policy import Capability
from meeting.agenda import rules
from meeting.agenda.events import MandateChanged
from meeting.agenda.rules import BEFORE, LIVE, Mandate, MeetingState
from meeting.agenda.tables import Seat, find_meeting, find_seat, presider_of
from meeting.commands.registry import Context, MeetingCommand, command, handles
from meeting.conduct.chair import PRESIDES
from meeting.journal.events import Event
from meeting.kernel.refusals import NOT_ALLOWED, Refused, declare
from meeting.kernel.roles import Role
from meeting.kernel.text import Cap
from meeting.law import editions as law
from meeting.law.edition import Preset
from meeting.law.terms import Excluded, Grade
from meeting.voting.commands.settled import check_settled
from meeting.voting.excluded import WHY
from meeting.voting.tables import forget_reasons

NO_VOTE = declare("conduct.no_vote", 409, "{name} không có quyền biểu quyết trong phiên họp này nên không ghi được.")
SAME_MANDATE = declare("conduct.same_mandate", 409, "{name} đã được ghi như vậy rồi.")
NO_PAPER = declare("conduct.no_paper", 400, "Cần ghi số văn bản và lý do.")
BAD_DAY = declare("conduct.bad_day", 400, "Ngày của văn bản không đúng: {day}.")


@command("conduct.record_mandate", allow=Capability.PREPARE)
class RecordMandate(MeetingCommand, frozen=True, kw_only=True):
    """Record what a paper says about a mandate: its `number`, the day it is `dated` (ISO, or empty), the `reason`."""

    seat_id: int
    mandate: Mandate
    number: Annotated[str, Cap("Số văn bản", 100)]
    dated: str = ""
    reason: str


@handles(RecordMandate)
def record_mandate(command: RecordMandate, context: Context) -> list[Event]:
    """Record it: before the meeting by those who prepare it, in session by the secretary, never between a vote and its
    result.

    Deletes the chair's quorum reasons: they were given for another total.
    """
    db, meeting = context.db, find_meeting(context.db, command.meeting_id)
    rules.check_not_over(meeting.state)
    mine = context.actor.seat
    if meeting.state in LIVE and (mine is None or mine.role != Role.CLERK):
        raise Refused(NOT_ALLOWED)
    seat = find_seat(db, meeting.id, command.seat_id)
    if not seat.votes:
        raise Refused(NO_VOTE, name=seat.particulars.named())
    if seat.mandate == command.mandate:
        raise Refused(SAME_MANDATE, name=seat.particulars.named())
    if not command.number or not command.reason:
        raise Refused(NO_PAPER)
    if meeting.state in LIVE and command.mandate != Mandate.HELD:
        _check_not_presiding(presider_of(db, meeting), seat)
    _check_day(command.dated)
    check_settled(db, meeting.id)
    counted, article, grade = _counting(law.preset(meeting.edition, meeting.preset), command.mandate)
    said = {"number": command.number, "dated": command.dated, "reason": command.reason}
    seat.mandate, seat.counted = command.mandate, counted
    seat.mandate_by = {**said, "article": article, "grade": str(grade)}
    if meeting.state in (*BEFORE, MeetingState.PAUSED):
        meeting.forget_waiver()
    forget_reasons(db, meeting.id)
    return [
        MandateChanged(seat_id=seat.id, mandate=command.mandate, counted=counted, **said, article=article, grade=grade)
    ]


def _counting(body: Preset, mandate: Mandate) -> tuple[bool, str, Grade]:
    """Return whether they count in the total, by which article of law if any, and how certain that is."""
    why: Excluded | None = WHY.get(mandate)
    if why is None:
        return True, "", Grade.LAW
    rule = body.counting(why)
    return rule.counted, rule.cited, rule.grade


def _check_not_presiding(presider: Seat | None, seat: Seat) -> None:
    if presider is not None and presider.id == seat.id:
        raise Refused(PRESIDES, name=seat.particulars.named())


def _check_day(day: str) -> None:
    if not day:
        return
    try:
        date.fromisoformat(day)
    except ValueError:
        raise Refused(BAD_DAY, day=day) from None
