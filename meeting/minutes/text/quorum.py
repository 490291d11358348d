"""The quorum in the minutes: how many were needed by which article, how many came, when it was reached or lost."""

from meeting.minutes.text.phrases import capital, hour, nth, sentence
from meeting.record.record import QUORUM, Motion, Opening, Presence, Record, Turn, Waiver


def quorum(record: Record) -> tuple[str, ...]:
    """Return the paragraphs under “Điều kiện tiến hành”; empty before the meeting begins."""
    presence = record.presence
    if presence is None:
        return ()
    needed = (
        f"{capital(record.member_word)} phải có mặt: ít nhất {presence.needed}/{presence.total} ({presence.article})"
    )
    several = len(presence.openings) > 1
    told = [f"{needed}." if several else f"{needed}; khi khai mạc có mặt {_at_start(presence.openings[0])}"]
    if confirmed := record.bases.get(QUORUM):
        told.append(f"Căn cứ do chủ tọa xác nhận: {sentence(confirmed)}")
    for number, opening in enumerate(presence.openings, start=1):
        if several:
            told.append(
                f"{capital(nth(number))}: khi bắt đầu có mặt {_at_start(opening)}{_other_total(presence, opening)}"
            )
        act = "khai mạc" if number == 1 else f"họp {nth(number)}"
        told += [f"Chủ tọa quyết định {act}{_reason(record, waiver)}" for waiver in opening.waivers]
        told += [_turn(record, turn, place) for place, turn in enumerate(opening.turns)]
    return tuple(told)


def _at_start(opening: Opening) -> str:
    return f"{opening.at_start}/{opening.total}."


def _other_total(presence: Presence, opening: Opening) -> str:
    """Return the sentence for a sitting whose total differs: how many had to be present."""
    return "" if opening.total == presence.total else f" Khi đó phải có mặt ít nhất {opening.needed}/{opening.total}."


def without_quorum(record: Record, motion: Motion) -> list[str]:
    """Return the chair's reasons for going on with this vote."""
    return [f"Chủ tọa quyết định tiến hành biểu quyết{_reason(record, waiver)}" for waiver in motion.waivers]


def _turn(record: Record, turn: Turn, place: int) -> str:
    word = "Không còn đủ" if not turn.met else "Đủ lại" if place else "Đủ"
    return f"{word} số người phải có mặt từ {hour(record, turn.at)} (có mặt {turn.present}/{turn.total})."


def _reason(record: Record, waiver: Waiver) -> str:
    told = f" lúc {hour(record, waiver.at)}, khi có mặt {waiver.present} và phải có ít nhất {waiver.needed}."
    return f"{told} Lý do: {sentence(waiver.reason)}"
