"""The two ways to read equal votes, put side by side for the chair to rule on.

Art. 40.3 of Law 72/2025/QH15 asks for more than half of all members *and* lets equal
votes follow the Chair's side. With absentees or abstentions the two sentences pull
apart, and no program may choose between them.
"""

import msgspec

from meeting.law.phrase import Phrase
from meeting.law.terms import Terms


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read the law and what follows from it; `adopted` is None when it settles nothing."""

    text: Phrase
    adopted: bool | None


def readings(
    terms: Terms, each_side: int, base_count: int, least: int, chair_choice: str | None
) -> tuple[Reading, ...]:
    """Both readings of equal votes: `each_side` for and as many against, of `base_count`, `least` needed."""
    if 2 * each_side == base_count:
        return _side_unknown(terms.article, each_side)
    return (
        _by_majority(terms, each_side, base_count, least),
        _by_chair(terms.article, each_side, chair_choice),
    )


def _by_majority(terms: Terms, each_side: int, base_count: int, least: int) -> Reading:
    whole = "tổng số" if terms.base == "total" else "số có mặt"
    whole_en = "the total" if terms.base == "total" else "those present"
    return Reading(
        text=Phrase(
            vi=f"Theo yêu cầu quá nửa {whole} ({terms.article}): cần ít nhất {least}/{base_count} tán thành, "
            f"mới có {each_side}, nên không được thông qua.",
            en=f"By the demand for more than half of {whole_en}: {least} of {base_count} must agree, "
            f"only {each_side} did, so it is not adopted.",
        ),
        adopted=False,
    )


def _by_chair(article: str, each_side: int, chair_choice: str | None) -> Reading:
    votes = f"{each_side}–{each_side}"
    adopted, then, then_en = {
        "for": (
            True,
            "Chủ tịch đã biểu quyết tán thành, nên được thông qua",
            "the Chair voted in favour, so it is adopted",
        ),
        "against": (
            False,
            "Chủ tịch đã biểu quyết không tán thành, nên không được thông qua",
            "the Chair voted against, so it is not adopted",
        ),
    }.get(
        chair_choice or "",
        (
            None,
            "Chủ tịch chưa biểu quyết về bên nào, nên chưa xác định được kết quả",
            "the Chair took no side, so this reading settles nothing",
        ),
    )
    return Reading(
        text=Phrase(
            vi=f"Theo quy định về biểu quyết ngang nhau ({article}): {votes}, {then}.",
            en=f"By the rule on equal votes: {votes}, {then_en}.",
        ),
        adopted=adopted,
    )


def _side_unknown(article: str, each_side: int) -> tuple[Reading, ...]:
    """Equal halves follow the Chair, but the count does not show on which side the Chair's hand was."""
    votes = f"{each_side}–{each_side}"
    return (
        Reading(
            text=Phrase(
                vi=f"Biểu quyết ngang nhau {votes} ({article}): nếu Chủ tịch đã tán thành thì được thông qua.",
                en=f"Equal votes, {votes}: if the Chair voted in favour, it is adopted.",
            ),
            adopted=True,
        ),
        Reading(
            text=Phrase(
                vi=f"Biểu quyết ngang nhau {votes} ({article}): nếu Chủ tịch đã không tán thành "
                "thì không được thông qua.",
                en=f"Equal votes, {votes}: if the Chair voted against, it is not adopted.",
            ),
            adopted=False,
        ),
    )
