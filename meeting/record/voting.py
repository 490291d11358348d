"""How votes change the record."""

from datetime import datetime

from meeting.record.accord import both
from meeting.record.course import Course, Telling
from meeting.record.speaking import speeches
from meeting.voting import events as voting

telling = Telling()


@telling.of(voting.MotionPrepared)
def motion_prepared(event: voting.MotionPrepared, course: Course, at: datetime) -> None:
    course.item(event.item_id)
    course.votes.prepare(event)


@telling.of(voting.MotionChanged)
def motion_changed(event: voting.MotionChanged, course: Course, at: datetime) -> None:
    course.votes.change(event)


@telling.of(voting.MotionRemoved)
def motion_removed(event: voting.MotionRemoved, course: Course, at: datetime) -> None:
    course.votes.remove(event)


@telling.of(voting.Recused)
def recused(event: voting.Recused, course: Course, at: datetime) -> None:
    course.votes.recuse(event)


@telling.of(voting.RecusalWithdrawn)
def recusal_withdrawn(event: voting.RecusalWithdrawn, course: Course, at: datetime) -> None:
    course.votes.withdraw_recusal(event)


@telling.of(voting.MotionOpened)
def motion_opened(event: voting.MotionOpened, course: Course, at: datetime) -> None:
    course.due.check_taken()
    speeches.draft(course).check_silent()
    course.votes.open(event, at)


@telling.of(voting.BallotCast)
def ballot_cast(event: voting.BallotCast, course: Course, at: datetime) -> None:
    course.votes.cast(event, at)


@telling.of(voting.RightMoved)
def right_moved(event: voting.RightMoved, course: Course, at: datetime) -> None:
    course.votes.move(event)


@telling.of(voting.HandProposed)
def hand_proposed(event: voting.HandProposed, course: Course, at: datetime) -> None:
    course.votes.propose(event)


@telling.of(voting.HandDeclined)
def hand_declined(event: voting.HandDeclined, course: Course, at: datetime) -> None:
    course.votes.decline(event)


@telling.of(voting.MotionSwitched)
def motion_switched(event: voting.MotionSwitched, course: Course, at: datetime) -> None:
    course.votes.switch(event, at)


@telling.of(voting.HandsCounted)
def hands_counted(event: voting.HandsCounted, course: Course, at: datetime) -> None:
    course.votes.count_hands(event)


@telling.of(voting.MotionClosed)
def motion_closed(event: voting.MotionClosed, course: Course, at: datetime) -> None:
    course.votes.close(event, at)


@telling.of(voting.QuorumWaived)
def quorum_waived(event: voting.QuorumWaived, course: Course, at: datetime) -> None:
    course.votes.waive(event, at)


@telling.of(voting.RulingRecorded)
def ruling_recorded(event: voting.RulingRecorded, course: Course, at: datetime) -> None:
    course.votes.rule(event)


@telling.of(voting.ResultAnnounced)
def result_announced(event: voting.ResultAnnounced, course: Course, at: datetime) -> None:
    course.due.adopt(event.motion_id, course.votes.announce(event, at), course.order())


@telling.of(voting.BoxRestored)
def box_restored(event: voting.BoxRestored, course: Course, at: datetime) -> None:
    course.votes.restore(event)


@telling.of(voting.MotionCancelled)
def motion_cancelled(event: voting.MotionCancelled, course: Course, at: datetime) -> None:
    course.votes.cancel(event, both(course, "voting.cancel_motion"))
