"""The quorum in the minutes: how many had to be there by which article, how many were, when it was reached or lost."""

from meeting.kernel.dates import formal_time
from meeting.minutes.text.phrases import capital, sentence
from meeting.record.record import QUORUM, Motion, Presence, Record, Turn, Waiver


def quorum(record: Record) -> tuple[str, ...]:
    """The paragraphs under “Điều kiện tiến hành”; none while the meeting has not begun."""
    presence = record.presence
    if presence is None:
        return ()
    needed = (
        f"{capital(record.member_word)} phải có mặt: ít nhất {presence.needed}/{presence.total} "
        f"({presence.article}); khi khai mạc có mặt {presence.at_start}/{presence.total}."
    )
    confirmed = record.bases.get(QUORUM)
    basis = [f"Căn cứ do chủ tọa xác nhận: {sentence(confirmed)}"] if confirmed else []
    reasons = [f"Chủ tọa quyết định khai mạc{_reason(waiver)}" for waiver in presence.waivers]
    return (needed, *basis, *reasons, *(_turn(presence, turn, place) for place, turn in enumerate(presence.turns)))


def without_quorum(motion: Motion) -> list[str]:
    """The chair's reasons for going on with this vote."""
    return [f"Chủ tọa quyết định tiến hành biểu quyết{_reason(waiver)}" for waiver in motion.waivers]


def _turn(presence: Presence, turn: Turn, place: int) -> str:
    word = "Không còn đủ" if not turn.met else "Đủ lại" if place else "Đủ"
    return f"{word} số người phải có mặt từ {formal_time(turn.at)} (có mặt {turn.present}/{presence.total})."


def _reason(waiver: Waiver) -> str:
    told = f" lúc {formal_time(waiver.at)}, khi có mặt {waiver.present} và phải có ít nhất {waiver.needed}."
    return f"{told} Lý do: {sentence(waiver.reason)}"
