"""The sentence under a result: numbers, base, threshold and article, in Vietnamese and in English."""

import msgspec
import pytest

from meeting.law.editions import preset
from meeting.law.explain import base_text, explain, threshold_text
from meeting.law.rules import Counts, judge

EDITION = "vn-2025-07"
COUNCIL = preset(EDITION, "hdnd")
COMMITTEE = preset(EDITION, "ubnd")
RESOLUTION = COUNCIL.terms("resolution")
PROCEDURAL = COUNCIL.terms("procedural")


def votes(agree: int, disagree: int = 0, abstain: int = 0) -> Counts:
    return Counts(votes_for=agree, votes_against=disagree, abstentions=abstain)


@pytest.mark.parametrize(
    ("key", "decision", "verdict_of", "vi", "en"),
    [
        (
            "hdnd",
            "resolution",
            (votes(20, 1, 1), 25, 22, None, None),
            "20/25 đại biểu tán thành (80,00% tổng số đại biểu), cần ít nhất 13 (quá nửa tổng số 25): "
            "được thông qua theo khoản 2 Điều 35 Luật số 72/2025/QH15.",
            "20 of 25 deputies in favour (80.00% of all deputies), at least 13 required (more than half of "
            "all 25): adopted under clause 2, Article 35, Law No. 72/2025/QH15.",
        ),
        (
            "hdnd",
            "resolution",
            (votes(12, 10), 25, 22, None, None),
            "12/25 đại biểu tán thành (48,00% tổng số đại biểu), cần ít nhất 13 (quá nửa tổng số 25): "
            "không được thông qua theo khoản 2 Điều 35 Luật số 72/2025/QH15.",
            "12 of 25 deputies in favour (48.00% of all deputies), at least 13 required (more than half of "
            "all 25): not adopted under clause 2, Article 35, Law No. 72/2025/QH15.",
        ),
        (
            "hdnd",
            "dismissal",
            (votes(17, 5), 25, 22, None, None),
            "17/25 đại biểu tán thành (68,00% tổng số đại biểu), cần ít nhất 17 (hai phần ba tổng số 25): "
            "được thông qua theo khoản 2 Điều 35 Luật số 72/2025/QH15.",
            "17 of 25 deputies in favour (68.00% of all deputies), at least 17 required (two thirds of "
            "all 25): adopted under clause 2, Article 35, Law No. 72/2025/QH15.",
        ),
        (
            "hdnd",
            "procedural",
            (votes(18, 4), 25, 22, None, None),
            "18/22 đại biểu có mặt tán thành (81,82% số đại biểu có mặt), cần ít nhất 12 "
            "(quá nửa số có mặt 22): được thông qua theo Quy chế làm việc của Hội đồng nhân dân.",
            "18 of 22 deputies present in favour (81.82% of deputies present), at least 12 required "
            "(more than half of the 22 present): adopted under “Quy chế làm việc của Hội đồng nhân dân”.",
        ),
        (
            "ubnd",
            "committee_decision",
            (votes(4, 4), 8, 8, "against", None),
            "4/8 thành viên tán thành (50,00% tổng số thành viên), cần ít nhất 5 (quá nửa tổng số 8); "
            "biểu quyết ngang nhau 4–4, theo ý kiến Chủ tịch đã biểu quyết không tán thành: "
            "không được thông qua theo khoản 3 Điều 40 Luật số 72/2025/QH15.",
            "4 of 8 members in favour (50.00% of all members), at least 5 required (more than half of "
            "all 8); equal votes 4–4, following the Chair who voted against: "
            "not adopted under clause 3, Article 40, Law No. 72/2025/QH15.",
        ),
        (
            "ubnd",
            "committee_decision",
            (votes(4, 4), 8, 8, "for", None),
            "4/8 thành viên tán thành (50,00% tổng số thành viên), cần ít nhất 5 (quá nửa tổng số 8); "
            "biểu quyết ngang nhau 4–4, theo ý kiến Chủ tịch đã biểu quyết tán thành: "
            "được thông qua theo khoản 3 Điều 40 Luật số 72/2025/QH15.",
            "4 of 8 members in favour (50.00% of all members), at least 5 required (more than half of "
            "all 8); equal votes 4–4, following the Chair who voted in favour: "
            "adopted under clause 3, Article 40, Law No. 72/2025/QH15.",
        ),
        (
            "ubnd",
            "committee_decision",
            (votes(4, 4), 9, 8, None, None),
            "4/9 thành viên tán thành (44,44% tổng số thành viên), cần ít nhất 5 (quá nửa tổng số 9); "
            "biểu quyết ngang nhau 4–4, Chủ tịch không biểu quyết về bên nào: "
            "không được thông qua theo khoản 3 Điều 40 Luật số 72/2025/QH15.",
            "4 of 9 members in favour (44.44% of all members), at least 5 required (more than half of "
            "all 9); equal votes 4–4, the Chair voted for neither side: "
            "not adopted under clause 3, Article 40, Law No. 72/2025/QH15.",
        ),
        (
            "ubnd",
            "committee_decision",
            (votes(4, 4), 9, 8, "for", None),
            "4/9 thành viên tán thành (44,44% tổng số thành viên), cần ít nhất 5 (quá nửa tổng số 9); "
            "biểu quyết ngang nhau 4–4: cần chủ trì xác định căn cứ theo "
            "khoản 3 Điều 40 Luật số 72/2025/QH15.",
            "4 of 9 members in favour (44.44% of all members), at least 5 required (more than half of "
            "all 9); equal votes 4–4: the chair must rule under clause 3, Article 40, Law No. 72/2025/QH15.",
        ),
        (
            "ubnd",
            "committee_decision",
            (votes(4, 4), 9, 8, "for", True),
            "4/9 thành viên tán thành (44,44% tổng số thành viên), cần ít nhất 5 (quá nửa tổng số 9); "
            "biểu quyết ngang nhau 4–4: được thông qua theo kết luận của chủ tọa khi áp dụng "
            "khoản 3 Điều 40 Luật số 72/2025/QH15.",
            "4 of 9 members in favour (44.44% of all members), at least 5 required (more than half of "
            "all 9); equal votes 4–4: adopted by the ruling of the chair under "
            "clause 3, Article 40, Law No. 72/2025/QH15.",
        ),
    ],
)
def test_the_sentence_names_numbers_base_threshold_and_article(
    key: str,
    decision: str,
    verdict_of: tuple[Counts, int, int, str | None, bool | None],
    vi: str,
    en: str,
) -> None:
    body = preset(EDITION, key)
    terms = body.terms(decision)
    counts, total, present, side, ruling = verdict_of
    verdict = judge(terms, counts, total, present, head_choice=side, ruling=ruling)
    assert explain(terms, verdict, body.words).vi == vi
    assert explain(terms, verdict, body.words).en == en


@pytest.mark.parametrize(
    ("fraction", "vi", "en"),
    [
        ((1, 2, True), "quá nửa tổng số 30", "more than half of all 30"),
        ((1, 2, False), "một nửa tổng số 30", "half of all 30"),
        ((2, 3, True), "quá hai phần ba tổng số 30", "more than two thirds of all 30"),
        ((1, 3, False), "một phần ba tổng số 30", "one third of all 30"),
        ((3, 4, False), "ba phần tư tổng số 30", "three quarters of all 30"),
        ((1, 1, False), "toàn bộ tổng số 30", "every one of all 30"),
        ((3, 5, True), "quá 3/5 tổng số 30", "more than 3/5 of all 30"),
    ],
)
def test_a_threshold_reads_like_a_sentence(fraction: tuple[int, int, bool], vi: str, en: str) -> None:
    numerator, denominator, strict = fraction
    terms = msgspec.structs.replace(RESOLUTION, numerator=numerator, denominator=denominator, strict=strict)
    assert threshold_text(terms, 30).vi == vi
    assert threshold_text(terms, 30).en == en


def test_an_article_without_clauses_is_cited_alone() -> None:
    terms = msgspec.structs.replace(RESOLUTION, article="Điều 35a Luật số 72/2025/QH15")
    sentence = explain(terms, judge(terms, votes(13), 25, 13), COUNCIL.words).en
    assert sentence.endswith(": adopted under Article 35a, Law No. 72/2025/QH15.")


def test_the_base_is_named_with_the_bodys_word() -> None:
    assert base_text(RESOLUTION, COUNCIL.words).vi == "tổng số đại biểu"
    assert base_text(PROCEDURAL, COMMITTEE.words).vi == "số thành viên có mặt"
    assert COUNCIL.words.say("vi") == {
        "chair": "chủ tọa",
        "member": "đại biểu",
        "members": "đại biểu",
        "honorific": "đại biểu",
    }
