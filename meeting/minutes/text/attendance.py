"""Who took part, in the paragraphs under “Thành phần tham dự”."""

from meeting.kernel.dates import formal_time
from meeting.kernel.roles import Role
from meeting.minutes.text.phrases import UNTOLD, capital, leave_word, listed, named, presented, sentence, was_present
from meeting.record.record import Record, Seat


def attendance(record: Record) -> tuple[str, ...]:
    """Members with figures, who came late, left early or stayed away and why; then the guests."""
    members = [seat for seat in record.seats if seat.votes]
    others = [seat for seat in record.seats if not seat.votes and seat.role not in (Role.CHAIR, Role.CLERK)]
    told = [_figures(record, members), *_late(record, members), *_early(record, members), *_absent(members)]
    if others:
        came = [presented(seat) for seat in others if seat.came()]
        told.append(f"Khách mời: {len(others)} người, có mặt {len(came)}{listed(came)}.")
    told.append("Danh sách và thời gian có mặt của từng người tại Phụ lục I.")
    return tuple(sentence(text) for text in told)


def _figures(record: Record, members: list[Seat]) -> str:
    total = len(members)
    came = sum(1 for seat in members if seat.came())
    at_start = sum(1 for seat in members if seat.came() and was_present(seat, record.started_at))
    opening = f" (khi khai mạc: {at_start}/{total})" if record.started_at and at_start != came else ""
    figures = f"tổng số {total}, có mặt {came}/{total}{opening}, vắng mặt {total - came}."
    return f"{capital(record.member_word)}: {figures}"


def _late(record: Record, members: list[Seat]) -> list[str]:
    start = record.started_at
    late = [
        f"{named(seat)} ({formal_time(seat.visits[0].arrived_at)})"
        for seat in members
        if start is not None and seat.came() and seat.visits[0].arrived_at > start
    ]
    return [f"Đến sau khi khai mạc: {len(late)} người{listed(late)}."] if late else []


def _early(record: Record, members: list[Seat]) -> list[str]:
    early = []
    for seat in members:
        left_at = seat.visits[-1].left_at if seat.came() else None
        if left_at is not None and (record.ended_at is None or left_at < record.ended_at):
            early.append(f"{named(seat)} ({formal_time(left_at)})")
    return [f"Rời cuộc họp trước khi kết thúc: {len(early)} người{listed(early)}."] if early else []


def _absent(members: list[Seat]) -> list[str]:
    """Of whom nothing was noted, nothing is said: that somebody gave no notice is for people to find (Art. 33.2)."""
    away: dict[str, list[str]] = {leave_word(True): [], leave_word(False): [], f"({UNTOLD})": []}
    for seat in members:
        if seat.came():
            continue
        if seat.absence is None:
            away[f"({UNTOLD})"].append(named(seat))
        else:
            why = f" ({seat.absence.reason})" if seat.absence.reason else ""
            away[leave_word(seat.absence.excused)].append(named(seat) + why)
    return [f"Vắng mặt {how}: {len(people)} người{listed(people)}." for how, people in away.items() if people]
