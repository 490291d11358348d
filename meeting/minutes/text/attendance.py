"""The paragraphs under “Thành phần tham dự”: who took part."""

from meeting.kernel.roles import Role
from meeting.law.terms import Rights
from meeting.minutes.text.mandates import mandates
from meeting.minutes.text.phrases import (
    UNTOLD,
    absence_in,
    capital,
    hour,
    leave_word,
    listed,
    named,
    nth,
    presented,
    sentence,
    stood_in,
)
from meeting.record.rechecks import rechecks
from meeting.record.record import Record, Seat, Sitting


def attendance(record: Record) -> tuple[str, ...]:
    """Return the sentences about members (figures, late, left early, absent and why), and then guests."""
    members = [seat for seat in record.seats if seat.votes and any(map(seat.serves_in, _sittings(record)))]
    several = len(record.sittings) > 1
    others = [seat for seat in record.seats if not seat.votes and seat.role not in (Role.CHAIR, Role.CLERK)]
    told = [_figures(record), *mandates(record)]
    for sitting in record.sittings or (Sitting(number=1, opened_at=record.last_at, opened=record.last),):
        about = [text for tells in (_remote, _late, _early, _absent) for text in tells(record, sitting, members)]
        told += [f"{capital(nth(sitting.number))}, {text[0].lower()}{text[1:]}" for text in about] if several else about
    if others:
        came = [presented(seat) for seat in others if record.took_part(seat)]
        told.append(f"Khách mời: {len(others)} người, có mặt {len(came)}{listed(came)}.")
    told += _rechecks(record)
    told.append("Danh sách và thời gian có mặt của từng người tại Phụ lục I.")
    return tuple(sentence(text) for text in told)


def _sittings(record: Record) -> range:
    return range(1, max(len(record.sittings), 1) + 1)


def _figures(record: Record) -> str:
    members, total = [seat for seat in record.seats if seat.serves_in(1)], record.total_in(1)
    came, followed = [seat for seat in members if record.took_part(seat)], 0
    if not record.remote.counted:
        followed = sum(1 for seat in came if record.only_followed(seat))
    present = len(came) - followed
    at_start = _at_start(record, came)
    opening = f" (khi khai mạc: {at_start}/{total})" if at_start is not None and at_start != present else ""
    away = f"vắng mặt {len(members) - len(came)}" + (f", theo dõi từ xa {followed}" if followed else "")
    return f"{capital(record.member_word)}: tổng số {total}, có mặt {present}/{total}{opening}, {away}."


def _at_start(record: Record, came: list[Seat]) -> int | None:
    """Return how many were present when the first sitting began; None when none has begun."""
    if not record.sittings:
        return None
    tick, counted = record.sittings[0].opened, record.remote.counted
    return sum(1 for seat in came if any(counted or not visit.point for visit in seat.visits_at(tick)))


def _remote(record: Record, sitting: Sitting, members: list[Seat]) -> list[str]:
    """Return who took part from elsewhere, by point."""
    points: dict[str, list[str]] = {}
    for seat in members:
        for point in {visit.point: None for visit in seat.visits_in(sitting.number) if visit.point}:
            points.setdefault(point, []).append(named(seat))
    follow, rights = _FAR[record.remote.rights]
    return [
        f"{follow} từ xa tại điểm cầu {point}{rights}: {len(who)} người{listed(who)}." for point, who in points.items()
    ]


_FAR = {
    Rights.EQUAL: ("Dự", ""),
    Rights.NO_VOTE: ("Dự", ", được tính có mặt và không biểu quyết"),
    Rights.NOT_PRESENT: ("Theo dõi", ", không tính có mặt và không biểu quyết"),
}
"""The words about people at remote points, and about their rights when these differ from those in the room."""


def _rechecks(record: Record) -> list[str]:
    """Return a sentence for each re-check: how many confirmed their presence, and who did not."""
    names = {seat.seat_id: named(seat) for seat in record.seats}
    told = []
    for each in rechecks.of(record):
        missing = [names[seat] for seat in each.missing if seat in names]
        without = f"; chưa xác nhận: {len(missing)} người{listed(missing)}" if missing else ""
        told.append(
            f"Điểm danh lại lúc {hour(record, each.asked_at)}: {len(each.confirmed)} người xác nhận có mặt{without}."
        )
    return told


def _late(record: Record, sitting: Sitting, members: list[Seat]) -> list[str]:
    late = [
        f"{named(seat)} ({hour(record, visits[0].arrived_at)})"
        for seat in members
        if (visits := seat.visits_in(sitting.number)) and sitting.is_late(visits[0])
    ]
    began = "khai mạc" if sitting.number == 1 else "bắt đầu"
    return [f"Đến sau khi {began}: {len(late)} người{listed(late)}."] if late else []


def _early(record: Record, sitting: Sitting, members: list[Seat]) -> list[str]:
    """Return who left before the sitting was over, not with everybody at its end."""
    early = []
    for seat in members:
        last = visits[-1] if (visits := seat.visits_in(sitting.number)) else None
        if last is not None and last.left_at is not None and sitting.is_left_early(last):
            early.append(f"{named(seat)} ({hour(record, last.left_at)})")
    return [f"Rời cuộc họp trước khi kết thúc: {len(early)} người{listed(early)}."] if early else []


def _absent(record: Record, sitting: Sitting, members: list[Seat]) -> list[str]:
    """Return the absences. Says nothing when none was noted: people must judge whether notice was given (Art. 33.2)."""
    away: dict[str, list[str]] = {leave_word(True): [], leave_word(False): [], f"({UNTOLD})": []}
    for seat in members:
        if seat.visits_in(sitting.number) or not seat.serves_in(sitting.number):
            continue
        absence = absence_in(record, seat, sitting.number)
        if absence is None:
            away[f"({UNTOLD})"].append(named(seat))
        else:
            in_place = stood_in(record, seat, sitting.number, absence)
            why = "; ".join(part for part in (absence.reason, in_place) if part)
            why = f" ({why})" if why else ""
            away[leave_word(absence.excused)].append(named(seat) + why)
    return [f"Vắng mặt {how}: {len(people)} người{listed(people)}." for how, people in away.items() if people]
