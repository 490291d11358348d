"""Wording: how minutes name people, times, forms of voting and figures."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from meeting.agenda.pause_rules import PauseKind
from meeting.kernel.clock import local
from meeting.kernel.dates import formal_date, formal_time, percent, short_time
from meeting.law.rules import Choice, Outcome
from meeting.law.terms import Base
from meeting.people.particulars import Particulars
from meeting.record.record import Absence, Item, Motion, Record, Seat, Tally, Visit
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

PAUSES = {PauseKind.LUNCH: "nghỉ trưa", PauseKind.DAY: "nghỉ hết ngày"}

_HOUR = timedelta(hours=1)
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


def leave_word(excused: bool) -> str:
    """Return the word for an absence, by whether the chair was informed before: as on the secretary's roll."""
    return "có phép" if excused else "không phép"


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return the text with a full stop, unless it already ends in punctuation."""
    text = text.strip()
    return text if not text or text[-1] in ".;:!?…" else text + "."


def named(seat: Seat) -> str:
    """Return `ông Nguyễn Văn An`."""
    return seat.particulars.named()


def presented(seat: Seat) -> str:
    """Return `ông Nguyễn Văn An, Chủ tịch HĐND, Tổ đại biểu số 1`."""
    return ", ".join(part for part in (named(seat), seat.particulars.title, seat.particulars.unit) if part)


def post(seat: Seat) -> str:
    """Return title and unit, as far as they are known."""
    return ", ".join(part for part in (seat.particulars.title, seat.particulars.unit) if part)


def listed(people: Sequence[str]) -> str:
    """Return `: ông A; bà B` for use after a count; empty for no people or for too many."""
    return f": {'; '.join(people)}" if 0 < len(people) <= LISTED_IN_TEXT else ""


def moment(at: datetime | None) -> str:
    """Return `8 giờ 00, ngày 24 tháng 9 năm 2026`; dots when it has not happened."""
    return f"{formal_time(at)}, {formal_date(at)}" if at else BLANK


def nth(sitting: int) -> str:
    """Return `buổi thứ nhất`."""
    return f"buổi thứ {_ORDINALS[sitting - 1] if sitting <= len(_ORDINALS) else sitting}"


def lasts_days(record: Record) -> bool:
    """Return whether the times are on several days, so that a time alone would be ambiguous.

    This is so when the sittings are on several days, or when the clock was set back to another day.
    """
    stepped = (at for each in record.set_back for at in (each.before, each.after))
    return len({local(at).date() for at in (*(sitting.opened_at for sitting in record.sittings), *stepped)}) > 1


def day(record: Record, at: datetime) -> str:
    """Return ` ngày 04/7` where the meeting lasts several days, else nothing."""
    return f" ngày {local(at).day:02d}/{local(at).month}" if lasts_days(record) else ""


def hour(record: Record, at: datetime) -> str:
    """Return `13 giờ 40`, or `13 giờ 40 ngày 04/7` where the meeting lasts several days."""
    return formal_time(at) + day(record, at)


def period(record: Record, item: Item) -> str:
    """Return `từ 8 giờ 07 đến 8 giờ 14` or `lúc 8 giờ 07`, several joined; empty for an item that was never reached."""
    return "; ".join(between(record, span.opened_at, span.closed_at) for span in item.spans)


def between(record: Record, begins: datetime, ends: datetime | None) -> str:
    """Return `từ 8 giờ 07 đến 8 giờ 14`; `từ 8 giờ 07` while it lasts; `lúc 8 giờ 07` if both times are the same."""
    if ends is None:
        return f"từ {hour(record, begins)}"
    begin, end = hour(record, begins), hour(record, ends)
    if begin == end and ends - begins < _HOUR:
        return f"lúc {begin}"
    same = day(record, begins) == day(record, ends)
    return f"từ {formal_time(begins) if same else begin} đến {end}"


def behind_doors(record: Record, item: Item) -> list[str]:
    """Return `Họp kín từ 8 giờ 07 đến 8 giờ 14: …` if the item was partly closed; once, however often."""
    if not item.closed_parts:
        return []
    times = "; ".join(between(record, part.opened_at, part.closed_at) for part in item.closed_parts)
    return [f"Họp kín {times}: khách mời và màn hình hội trường không theo dõi phần này."]


def speakers(record: Record, item: Item) -> list[str]:
    """Return `ông Lê Văn Bình, Giám đốc, lúc 8 giờ 10 và 8 giờ 25` for each speaker, in order of the first speech."""
    times: dict[int, list[str]] = {}
    for speech in speeches.of(record):
        if speech.item_id == item.item_id and speech.began_at is not None:
            times.setdefault(speech.seat_id, []).append(hour(record, speech.began_at))
    seats = {seat.seat_id: seat for seat in record.seats}
    return [f"{presented(seats[seat_id])}, lúc {' và '.join(told)}" for seat_id, told in times.items()]


def stays(record: Record, visits: Sequence[Visit]) -> str:
    """Return `07:52`, or `07:52–09:10; 09:20` for one who left and came again.

    On several days each first stay has its day.
    """
    told, last = [], ""
    for visit in visits:
        on = day(record, visit.arrived_at)
        left = f"–{_left(record, visit.left_at, on)}" if visit.left_at else ""
        told.append(f"{on.removeprefix(' ngày ') + ': ' if on != last else ''}{short_time(visit.arrived_at)}{left}")
        last = on
    return "; ".join(told)


def _left(record: Record, at: datetime, arrived_on: str) -> str:
    """Return the time of leaving; with its day only if the clock was set back during the stay."""
    on = day(record, at) if record.set_back else arrived_on
    return short_time(at) + (f" ({on.removeprefix(' ngày ')})" if on != arrived_on else "")


def absence_in(record: Record, seat: Seat, sitting: int) -> Absence | None:
    """Return the absence noted for a sitting to which somebody did not come. Later notes are for the next sitting."""
    over = sitting <= len(record.sittings) and record.sittings[sitting - 1].ended_by is not None
    return seat.missed.get(sitting) if over else seat.absence


def stood_in(record: Record, seat: Seat, sitting: int, absence: Absence | None) -> str:
    """Return `dự thay: ông A (có mặt 08:05–09:10), không biểu quyết`: who was noted, or came, in somebody's place in a
    sitting; empty when nobody was."""
    times: dict[str, list[Visit]] = {}
    for visit in seat.stand_ins:
        if visit.sitting == sitting:
            times.setdefault(visit.name, []).append(visit)
    if absence is not None and absence.substitute:
        times.setdefault(absence.substitute, [])
    told = (f"{name} (có mặt {stays(record, visits)})" if visits else name for name, visits in times.items())
    return f"dự thay: {'; '.join(told)}, không biểu quyết" if times else ""


def form_of(motion: Motion) -> str:
    """Return how a vote was held: `giơ tay`; both forms if it was taken off the tablets."""
    if motion.switched is None:
        return FORMS[motion.form]
    return f"{FORMS[MotionForm.OPEN]}, sau chuyển sang {COUNTED[motion.switched.by]}"


def base_of(motion: Motion) -> int:
    """Return the base of the percentages: all on its roll, or those present."""
    return len(motion.roll) if motion.terms is None or motion.terms.base == Base.TOTAL else motion.present


def parts(motion: Motion) -> dict[str, int]:
    """Return those present who took part, by choice, and who did not vote. The parts add up."""
    tally = motion.tally or Tally()
    return {
        CHOICES[Choice.FOR]: tally.votes_for,
        CHOICES[Choice.AGAINST]: tally.votes_against,
        CHOICES[Choice.ABSTAIN]: tally.abstentions,
        SILENT: motion.present - motion.stood_aside - tally.cast,
    }


def figures(record: Record, motion: Motion) -> str:
    """Return `có mặt 22/25 đại biểu; tán thành 20 (80,00%), …; tỷ lệ tính trên tổng số 25 đại biểu`."""
    base = base_of(motion)
    shares = (f"{name.lower()} {count} ({percent(count, base)})" for name, count in parts(motion).items())
    whole = f"tổng số {base} {record.member_word}"
    if motion.terms is not None and motion.terms.base == Base.PRESENT:
        whole = f"{base} {record.member_word} có mặt"
    present = f"có mặt {motion.present}/{len(motion.roll)} {record.member_word}"
    if motion.stood_aside:
        present += f" (trong đó {motion.stood_aside} không tham gia biểu quyết)"
    return f"{present}; {', '.join(shares)}; tỷ lệ tính trên {whole}"


def two(people: Sequence[Particulars]) -> str:
    """Return who asked for an act and who agreed; empty for acts of one person."""
    if not people:
        return ""
    asked, agreed = people
    return f" Người đề nghị: {asked.named()}; người đồng ý: {agreed.named()}."
