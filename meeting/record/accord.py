"""How acts of two people change the record: who requested each, and who agreed."""

from datetime import datetime

from meeting.accord import events as accord
from meeting.people.particulars import Particulars
from meeting.record.contradiction import Contradiction
from meeting.record.course import Course, Telling

telling = Telling()


@telling.of(accord.ActAsked, printed=False)
def act_asked(event: accord.ActAsked, course: Course, at: datetime) -> None:
    course.asked[event.accord_id] = course.seat(event.seat_id).seat_id, event.act


@telling.of(accord.ActAgreed, printed=False)
def act_agreed(event: accord.ActAgreed, course: Course, at: datetime) -> None:
    """Record who agreed. The act itself is the next event."""
    if event.accord_id not in course.asked:
        raise Contradiction(f"đồng ý với đề nghị số {event.accord_id} khi không ai đề nghị")
    asker, act = course.asked.pop(event.accord_id)
    if asker == event.seat_id:
        raise Contradiction("việc cần hai người mà một người vừa đề nghị vừa đồng ý")
    course.agreed = act, (asker, course.seat(event.seat_id).seat_id)


@telling.of(accord.ActDropped, printed=False)
def act_dropped(event: accord.ActDropped, course: Course, at: datetime) -> None:
    course.asked.pop(event.accord_id, None)


def both(course: Course, act: str) -> tuple[Particulars, ...]:
    """Return who asked for the present act (a command's name) and who agreed; empty when one person did it alone."""
    agreed, course.agreed = course.agreed, None
    if agreed is None:
        return ()
    if agreed[0] != act:
        raise Contradiction("hai người đồng ý một việc mà việc khác được làm")
    return tuple(course.seat(each).particulars for each in agreed[1])
