"""The two readings of the law on equal votes, shown side by side so that the chair can rule.

Art. 40.3 of Law 72/2025/QH15 requires more than half of all members, *and* says that equal votes follow the side of
the head of the body. When absentees or abstentions leave both sides below half and the head voted in favour, the two
sentences contradict each other. No program may choose between them.
"""

import msgspec

from meeting.kernel.words import Phrase
from meeting.law.terms import Base, Terms


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of the law and its result."""

    text: Phrase
    adopted: bool


def readings(terms: Terms, each_side: int, base_count: int, least: int) -> tuple[Reading, Reading]:
    """Return both readings of equal votes with the head in favour: `each_side` of `base_count` each, `least` needed."""
    whole = "tổng số" if terms.base == Base.TOTAL else "số có mặt"
    whole_en = "the total" if terms.base == Base.TOTAL else "those present"
    votes = f"{each_side}–{each_side}"
    by_majority = Phrase(
        vi=f"Theo yêu cầu quá nửa {whole} ({terms.article}): cần ít nhất {least}/{base_count} tán thành, "
        f"mới có {each_side}, nên không được thông qua.",
        en=f"By the demand for more than half of {whole_en}: {least} of {base_count} must agree, "
        f"only {each_side} did, so it is not adopted.",
    )
    by_head = Phrase(
        vi=f"Theo quy định về biểu quyết ngang nhau ({terms.article}): {votes}, "
        "Chủ tịch đã biểu quyết tán thành, nên được thông qua.",
        en=f"By the rule on equal votes: {votes}, the Chair voted in favour, so it is adopted.",
    )
    return Reading(text=by_majority, adopted=False), Reading(text=by_head, adopted=True)
