"""Wording: how minutes name people, times, forms of voting and figures."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from meeting.kernel.dates import formal_date, formal_time, percent, short_time
from meeting.law.rules import Choice, Outcome
from meeting.law.terms import Base
from meeting.record.record import Item, Motion, Record, Seat, Span, Tally, Visit
from meeting.record.speaking import speeches
from meeting.voting.rules import CountedBy, MotionForm

LISTED_IN_TEXT = 20
"""More names than this are counted in the text and listed in the annex only."""

CHOICES = {Choice.FOR: "Tán thành", Choice.AGAINST: "Không tán thành", Choice.ABSTAIN: "Không biểu quyết"}
SILENT = "Chưa biểu quyết"
FORMS = {MotionForm.OPEN: "công khai, có ghi tên", MotionForm.HANDS: "giơ tay"}
COUNTED = {CountedBy.HANDS: "giơ tay", CountedBy.PAPER: "phiếu giấy"}
OUTCOMES = {Outcome.ADOPTED: "Được thông qua", Outcome.REJECTED: "Không được thông qua"}
UNTOLD = "chưa ghi lý do"
BLANK = "……………………………"

_HOUR = timedelta(hours=1)


def leave_word(excused: bool) -> str:
    """How an absence is called that the chair was told of beforehand, or was not: as on the secretary's roll."""
    return "có phép" if excused else "không phép"


def capital(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text with a full stop at its end, unless it ends otherwise already."""
    text = text.strip()
    return text if not text or text[-1] in ".;:!?…" else text + "."


def named(seat: Seat) -> str:
    """`ông Nguyễn Văn An`."""
    return seat.particulars.named()


def presented(seat: Seat) -> str:
    """`ông Nguyễn Văn An, Chủ tịch HĐND, Tổ đại biểu số 1`."""
    return ", ".join(part for part in (named(seat), seat.particulars.title, seat.particulars.unit) if part)


def post(seat: Seat) -> str:
    """Title and unit, as far as they are known."""
    return ", ".join(part for part in (seat.particulars.title, seat.particulars.unit) if part)


def listed(people: Sequence[str]) -> str:
    """`: ông A; bà B` after a count; nothing when there are none or too many for the text."""
    return f": {'; '.join(people)}" if 0 < len(people) <= LISTED_IN_TEXT else ""


def moment(at: datetime | None) -> str:
    """`8 giờ 00, ngày 24 tháng 9 năm 2026`; dots when it has not happened."""
    return f"{formal_time(at)}, {formal_date(at)}" if at else BLANK


def period(item: Item) -> str:
    """`từ 8 giờ 07 đến 8 giờ 14`, `lúc 8 giờ 07`, several joined; empty when the meeting never came to it."""
    return "; ".join(_span(span) for span in item.spans)


def _span(span: Span) -> str:
    if span.closed_at is None:
        return f"từ {formal_time(span.opened_at)}"
    begin, end = formal_time(span.opened_at), formal_time(span.closed_at)
    short = begin == end and span.closed_at - span.opened_at < _HOUR
    return f"lúc {begin}" if short else f"từ {begin} đến {end}"


def speakers(record: Record, item: Item) -> list[str]:
    """`ông Lê Văn Bình, Giám đốc, lúc 8 giờ 10 và 8 giờ 25` for each by who spoke first; none when nobody did."""
    times: dict[int, list[str]] = {}
    for speech in speeches.of(record):
        if speech.item_id == item.item_id and speech.began_at is not None:
            times.setdefault(speech.seat_id, []).append(formal_time(speech.began_at))
    seats = {seat.seat_id: seat for seat in record.seats}
    return [f"{presented(seats[seat_id])}, lúc {' và '.join(told)}" for seat_id, told in times.items()]


def stays(visits: Sequence[Visit]) -> str:
    """`07:52`, or `07:52–09:10; 09:20` for one who went and came again."""
    return "; ".join(short_time(v.arrived_at) + (f"–{short_time(v.left_at)}" if v.left_at else "") for v in visits)


def was_present(seat: Seat, at: datetime | None) -> bool:
    """Whether the person was in the room at a moment."""
    if at is None:
        return False
    return any(v.arrived_at <= at and (v.left_at is None or v.left_at > at) for v in seat.visits)


def form_of(motion: Motion) -> str:
    """How a vote was held: `giơ tay`; of one that was taken off the tablets both forms."""
    if motion.switched is None:
        return FORMS[motion.form]
    return f"{FORMS[MotionForm.OPEN]}, sau chuyển sang {COUNTED[motion.switched.by]}"


def base_of(motion: Motion) -> int:
    """How many people the percentages of this vote are of: all on its roll, or those who were present."""
    return len(motion.roll) if motion.terms is None or motion.terms.base == Base.TOTAL else motion.present


def parts(motion: Motion) -> dict[str, int]:
    """Every part of those present, by its name: the three opinions and who gave none. They add up."""
    tally = motion.tally or Tally()
    return {
        CHOICES[Choice.FOR]: tally.votes_for,
        CHOICES[Choice.AGAINST]: tally.votes_against,
        CHOICES[Choice.ABSTAIN]: tally.abstentions,
        SILENT: motion.present - tally.cast,
    }


def figures(record: Record, motion: Motion) -> str:
    """`có mặt 22/25 đại biểu; tán thành 20 (80,00%), …; tỷ lệ tính trên tổng số 25 đại biểu`."""
    base = base_of(motion)
    shares = (f"{name.lower()} {count} ({percent(count, base)})" for name, count in parts(motion).items())
    whole = f"tổng số {base} {record.member_word}"
    if motion.terms is not None and motion.terms.base == Base.PRESENT:
        whole = f"{base} {record.member_word} có mặt"
    present = f"có mặt {motion.present}/{len(motion.roll)} {record.member_word}"
    return f"{present}; {', '.join(shares)}; tỷ lệ tính trên {whole}"
