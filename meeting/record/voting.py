"""What the record is told of votes."""

from datetime import datetime

from meeting.record.course import Course, Telling
from meeting.voting import events as voting

telling = Telling()


@telling.of(voting.MotionPrepared)
def motion_prepared(fact: voting.MotionPrepared, course: Course, at: datetime) -> None:
    course.item(fact.item_id)
    course.votes.prepare(fact)


@telling.of(voting.MotionOpened)
def motion_opened(fact: voting.MotionOpened, course: Course, at: datetime) -> None:
    course.floor.check_silent()
    course.votes.open(fact, at)


@telling.of(voting.BallotCast)
def ballot_cast(fact: voting.BallotCast, course: Course, at: datetime) -> None:
    course.votes.cast(fact, at)


@telling.of(voting.RightMoved)
def right_moved(fact: voting.RightMoved, course: Course, at: datetime) -> None:
    course.votes.move(fact)


@telling.of(voting.HandProposed)
def hand_proposed(fact: voting.HandProposed, course: Course, at: datetime) -> None:
    course.votes.propose(fact)


@telling.of(voting.HandDeclined)
def hand_declined(fact: voting.HandDeclined, course: Course, at: datetime) -> None:
    course.votes.decline(fact)


@telling.of(voting.HandsCounted)
def hands_counted(fact: voting.HandsCounted, course: Course, at: datetime) -> None:
    course.votes.count_hands(fact)


@telling.of(voting.MotionClosed)
def motion_closed(fact: voting.MotionClosed, course: Course, at: datetime) -> None:
    course.votes.close(fact, at)


@telling.of(voting.QuorumWaived)
def quorum_waived(fact: voting.QuorumWaived, course: Course, at: datetime) -> None:
    course.votes.waive(fact, at)


@telling.of(voting.RulingRecorded)
def ruling_recorded(fact: voting.RulingRecorded, course: Course, at: datetime) -> None:
    course.votes.rule(fact)


@telling.of(voting.ResultAnnounced)
def result_announced(fact: voting.ResultAnnounced, course: Course, at: datetime) -> None:
    course.votes.announce(fact, at)


@telling.of(voting.BoxRestored)
def box_restored(fact: voting.BoxRestored, course: Course, at: datetime) -> None:
    course.votes.restore(fact)


@telling.of(voting.MotionCancelled)
def motion_cancelled(fact: voting.MotionCancelled, course: Course, at: datetime) -> None:
    course.votes.cancel(fact)
