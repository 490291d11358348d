"""The sittings in the minutes: when each was, what ended it, and who took part."""

from meeting.minutes.text.phrases import PAUSES, between, capital, nth, sentence
from meeting.record.record import Record, Sitting


def sittings(record: Record) -> tuple[str, ...]:
    """Return a line for each sitting; empty for a meeting with one sitting, whose beginning and end say it all."""
    if len(record.sittings) < 2 and not any(each.recesses or each.ended_by for each in record.sittings):
        return ()
    lines = [_sitting(record, each) for each in record.sittings]
    if record.ended_at is not None and record.sittings[-1].ended_by is not None:
        lines.append("Sau buổi này cuộc họp kết thúc mà không họp tiếp.")
    return tuple(lines)


def _sitting(record: Record, sitting: Sitting) -> str:
    told = between(record, sitting.opened_at, sitting.closed_at)
    if sitting.ended_by is not None:
        told += f" ({PAUSES[sitting.ended_by]})"
    came = sum(1 for seat in record.seats if seat.serves_in(sitting.number) and seat.visits_in(sitting.number))
    told += f"; có mặt {came}/{record.total_in(sitting.number)} {record.member_word}"
    rests = [between(record, recess.began_at, recess.ended_at) for recess in sitting.recesses]
    if rests:
        told += f"; giải lao {', '.join(rests)}"
    return sentence(f"{capital(nth(sitting.number))}: {told}")
