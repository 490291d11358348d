"""Rules in words for pages: how many of which group must agree, and what happens with equal votes."""

from meeting.kernel.words import Phrase
from meeting.law.edition import Deadline, Decision, Preset, RemoteRule, Share, Sourced
from meeting.law.terms import Base, Rights, Tie

_HALF = (1, 2)


def rule_spoken(rule: Sourced, body: Preset) -> Phrase:
    """Return any of a body's rules in words."""
    match rule:
        case Decision():
            return decision_spoken(rule, body)
        case Deadline():
            return deadline_spoken(rule, body)
        case RemoteRule():
            return remote_spoken(rule)
    assert isinstance(rule, Share)  # noqa: S101 - there is no other rule that a page shows
    return quorum_spoken(rule, body)


def deadline_spoken(rule: Deadline, body: Preset) -> Phrase:
    """Return `Ít nhất 3 ngày làm việc trước ngày họp`, or `Trong 5 ngày làm việc sau ngày bế mạc`."""
    vi, en = ("ngày làm việc", "working days") if rule.working else ("ngày", "days")
    if rule is body.deadlines.papers:
        return Phrase(
            vi=f"Ít nhất {rule.amount} {vi} trước ngày họp", en=f"At least {rule.amount} {en} before the meeting"
        )
    return Phrase(
        vi=f"Trong {rule.amount} {vi} sau ngày bế mạc", en=f"Within {rule.amount} {en} after the meeting has ended"
    )


def decision_spoken(rule: Decision, body: Preset) -> Phrase:
    """Return `Quá nửa tổng số đại biểu (1/2)`, and what equal votes follow, if anything."""
    vi, en = _share(rule.numerator, rule.denominator, strict=rule.strict)
    members = body.words.members
    if rule.base == Base.TOTAL:
        of_vi, of_en = f"tổng số {members.vi}", f"of all {members.en}"
    else:
        of_vi, of_en = f"số {members.vi} có mặt", f"of the {members.en} present"
    tie_vi = "; ngang nhau thì theo phía người đứng đầu" if rule.tie == Tie.CHAIR else ""
    tie_en = "; equal votes follow the side of the head" if rule.tie == Tie.CHAIR else ""
    return Phrase(vi=f"{vi} {of_vi} tán thành{tie_vi}", en=f"{en} {of_en} in favour{tie_en}")


def quorum_spoken(rule: Share, body: Preset) -> Phrase:
    """Return `Ít nhất 2/3 tổng số đại biểu có mặt`."""
    vi, en = _share(rule.numerator, rule.denominator, strict=rule.strict)
    members = body.words.members
    return Phrase(vi=f"{vi} tổng số {members.vi} có mặt", en=f"{en} of all {members.en} present")


_REMOTE = {
    Rights.EQUAL: Phrase(
        vi="Có mặt và biểu quyết như ở phòng họp",
        en="Present and voting, as in the room",
    ),
    Rights.NO_VOTE: Phrase(
        vi="Được tính có mặt, không biểu quyết; tổng số không đổi",
        en="Counted as present, without a vote; the total is the same",
    ),
    Rights.NOT_PRESENT: Phrase(
        vi="Chỉ theo dõi: không tính có mặt, không biểu quyết; tổng số không đổi",
        en="Following only: not present, without a vote; the total is the same",
    ),
}


def remote_spoken(rule: RemoteRule) -> Phrase:
    """Return `Được tính có mặt, không biểu quyết; tổng số không đổi`."""
    return _REMOTE[rule.rights]


def _share(numerator: int, denominator: int, *, strict: bool) -> tuple[str, str]:
    fraction = f"{numerator}/{denominator}"
    if strict and (numerator, denominator) == _HALF:
        return "Quá nửa (hơn 1/2)", "More than half (1/2)"
    if strict:
        return f"Trên {fraction}", f"More than {fraction}"
    if numerator == denominator:
        return "Toàn bộ", "All"
    return f"Ít nhất {fraction}", f"At least {fraction}"
