"""What the record is told of acts that need two people: who asked for each, and who agreed."""

from datetime import datetime

from meeting.accord import events as accord
from meeting.people.particulars import Particulars
from meeting.record.contradiction import Contradiction
from meeting.record.course import Course, Telling

telling = Telling()


@telling.of(accord.ActAsked, printed=False)
def act_asked(event: accord.ActAsked, course: Course, at: datetime) -> None:
    course.asked[event.accord_id] = course.seat(event.seat_id).seat_id


@telling.of(accord.ActAgreed, printed=False)
def act_agreed(event: accord.ActAgreed, course: Course, at: datetime) -> None:
    """What was asked for follows at once."""
    asker = course.asked.pop(event.accord_id, None)
    if asker is None:
        raise Contradiction(f"đồng ý với đề nghị số {event.accord_id} khi không ai đề nghị")
    if asker == event.seat_id:
        raise Contradiction("việc cần hai người mà một người vừa đề nghị vừa đồng ý")
    course.two = (course.seat(asker).seat_id, course.seat(event.seat_id).seat_id)


@telling.of(accord.ActDropped, printed=False)
def act_dropped(event: accord.ActDropped, course: Course, at: datetime) -> None:
    course.asked.pop(event.accord_id, None)


def both(course: Course) -> tuple[Particulars, ...]:
    """Who asked and who agreed, of the act that is told now; nobody of one that needs no second person."""
    two, course.two = course.two, ()
    return tuple(course.seat(each).particulars for each in two)
