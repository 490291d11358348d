"""Mandates and exclusions in the minutes: who is not in office, how the total changed, who has no ballot and why."""

from datetime import date

from meeting.agenda.rules import Mandate
from meeting.law.terms import Excluded
from meeting.minutes.text.phrases import capital, hour, named, sentence
from meeting.record.record import MandateTold, Motion, Record, Seat
from meeting.voting.excluded import Exclusion

MANDATES = {
    Mandate.HELD: "thực hiện lại nhiệm vụ",
    Mandate.SUSPENDED: "tạm đình chỉ nhiệm vụ",
    Mandate.VACANT: "khuyết, không còn giữ nhiệm vụ",
}
WHY = {
    Excluded.SUSPENDED: MANDATES[Mandate.SUSPENDED],
    Excluded.VACANT: "khuyết",
    Excluded.RECUSED: "không tham gia biểu quyết nội dung này",
    Excluded.SUBSTITUTE: "vắng mặt, có người dự thay không biểu quyết",
    Excluded.REMOTE: "dự từ xa, được tính có mặt và không biểu quyết",
    Excluded.NOT_PRESENT: "theo dõi từ xa, không tính có mặt và không biểu quyết",
}


def mandates(record: Record) -> list[str]:
    """Return the sentences about mandates: the last paper about each person from before the meeting; then each change
    during it, with the new total."""
    told = []
    for seat in record.seats:
        before = [each for each in seat.mandates if each.at is None]
        if before and before[-1].mandate != Mandate.HELD:
            told.append(f"{capital(named(seat))}: {_paper(before[-1])}")
    later = sorted(
        ((each.order, seat, each) for seat in record.seats for each in seat.mandates if each.at is not None),
        key=lambda found: found[0],
    )
    for _, seat, each in later:
        at = hour(record, each.at) if each.at else ""
        total = f" Từ đó tổng số {record.member_word} là {each.total}."
        told.append(f"Lúc {at}: {named(seat)} {_paper(each)}{total}")
    return told


def mandate_remark(seat: Seat) -> str:
    """Return the remark in the list of attendance on somebody who was not in office all the time."""
    return MANDATES[seat.mandate] if seat.votes and seat.mandate != Mandate.HELD else ""


def _paper(told: MandateTold) -> str:
    dated = f" ngày {date.fromisoformat(told.dated):%d/%m/%Y}" if told.dated else ""
    words = f"{MANDATES[told.mandate]} theo {told.number}{dated} ({told.reason.strip().rstrip('.')})"
    return sentence(words if told.mandate == Mandate.HELD else f"{words}; {_counted(told.counted, told.article)}")


def _counted(counted: bool, article: str) -> str:
    """Return by which rule they count: the article of law, or else the office's rules, without naming a paper."""
    words = "tính vào tổng số" if counted else "không tính vào tổng số"
    return f"{words} theo {article or 'cách tính mà cơ quan đang dùng'}"


def stood_aside(record: Record, motion: Motion) -> list[str]:
    """Return, under the vote itself, who took no part in this question, and why."""
    recused = [each for each in motion.excluded if each.why == Excluded.RECUSED]
    if not recused:
        return []
    seats = {seat.seat_id: seat for seat in record.seats}
    people = (f"{named(seats[each.seat_id])} ({_reason(each)})" for each in recused)
    return [f"Không tham gia biểu quyết nội dung này: {'; '.join(people)}."]


def without_ballot(record: Record, motion: Motion) -> tuple[str, ...]:
    """Return, for the annex, every member without a ballot in this vote, each with the reason."""
    seats = {seat.seat_id: seat for seat in record.seats}
    people = (f"{named(seats[each.seat_id])}: {WHY[each.why]} – {_reason(each)}" for each in motion.excluded)
    told = "; ".join(people)
    return (f"Không có phiếu ({len(motion.excluded)}): {told}.",) if told else ()


def _reason(each: Exclusion) -> str:
    said = each.reason.strip().rstrip(".")
    if each.why == Excluded.SUBSTITUTE:
        return said
    if each.why in (Excluded.REMOTE, Excluded.NOT_PRESENT):
        return f"vẫn tính vào tổng số; theo {each.article}" if each.article else "vẫn tính vào tổng số"
    return f"{said}; {_counted(each.counted, each.article)}"
