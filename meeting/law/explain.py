"""The verdict in one sentence: the numbers, the base, the threshold and the article, always in that order.

The same sentence appears on the hall screen, on the tablets and in the minutes. It always calls the presiding person
“chủ tọa”, as the form does (form 1.9, Annex III, Decree 30/2020/NĐ-CP). A decision based on all members is never
divided by those present. A basis that is still to be confirmed is settled on the console and not announced as such.
Law texts are data and not catalogue entries, so each sentence is a Phrase.
"""

import re

from meeting.kernel.words import Phrase
from meeting.law.phrase import Words
from meeting.law.rules import Outcome, Verdict
from meeting.law.terms import Base, Terms

_FRACTIONS = {
    (1, 2): ("nửa", "half"),
    (1, 3): ("một phần ba", "one third"),
    (2, 3): ("hai phần ba", "two thirds"),
    (3, 4): ("ba phần tư", "three quarters"),
    (1, 1): ("toàn bộ", "every one"),
}
_LAW = re.compile(r"(?:khoản (?P<clause>\d+) )?Điều (?P<article>\w+) Luật số (?P<number>\S+)")


def explain(terms: Terms, verdict: Verdict, words: Words) -> Phrase:
    """Return the sentence, with its full stop."""
    return Phrase(vi=_vietnamese(terms, verdict, words), en=_english(terms, verdict, words))


def base_text(terms: Terms, words: Words) -> Phrase:
    """Return what the percents refer to: `tổng số đại biểu` or `số đại biểu có mặt`."""
    members = words.members
    if terms.base == Base.TOTAL:
        return Phrase(vi=f"tổng số {members.vi}", en=f"all {members.en}")
    return Phrase(vi=f"số {members.vi} có mặt", en=f"{members.en} present")


def threshold_text(terms: Terms, base_count: int) -> Phrase:
    """Return how many must agree: `quá nửa tổng số 25`, `hai phần ba số có mặt 22`."""
    exact = f"{terms.numerator}/{terms.denominator}"
    vi, en = _FRACTIONS.get((terms.numerator, terms.denominator), (exact, exact))
    if not terms.strict and vi == "nửa":
        vi = "một nửa"
    if terms.base == Base.TOTAL:
        whole_vi, whole_en = f"tổng số {base_count}", f"all {base_count}"
    else:
        whole_vi, whole_en = f"số có mặt {base_count}", f"the {base_count} present"
    return Phrase(
        vi=f"{'quá ' if terms.strict else ''}{vi} {whole_vi}",
        en=f"{'more than ' if terms.strict else ''}{en} of {whole_en}",
    )


def _vietnamese(terms: Terms, verdict: Verdict, words: Words) -> str:
    who = words.members.vi + ("" if terms.base == Base.TOTAL else " có mặt")
    numbers = (
        f"{verdict.votes_for}/{verdict.base_count} {who} tán thành "
        f"({verdict.percent_for} {base_text(terms, words).vi}), "
        f"cần ít nhất {verdict.needed} ({threshold_text(terms, verdict.base_count).vi})"
    )
    return f"{numbers}{_tie_vi(verdict)}: {_outcome_vi(terms, verdict, words)}."


def _tie_vi(verdict: Verdict) -> str:
    if not verdict.equal_votes:
        return ""
    tie = f"; biểu quyết ngang nhau {verdict.votes_for}–{verdict.votes_against}"
    if verdict.readings:
        return tie
    if not verdict.by_head:
        return f"{tie}, Chủ tịch không biểu quyết về bên nào"
    side = "tán thành" if verdict.outcome == Outcome.ADOPTED else "không tán thành"
    return f"{tie}, theo ý kiến Chủ tịch đã biểu quyết {side}"


def _outcome_vi(terms: Terms, verdict: Verdict, words: Words) -> str:
    if verdict.outcome == Outcome.RULING_NEEDED:
        return f"cần {words.chair.vi} xác định căn cứ theo {terms.article}"
    outcome = "được thông qua" if verdict.outcome == Outcome.ADOPTED else "không được thông qua"
    how = "kết luận của chủ tọa khi áp dụng " if verdict.by_ruling else ""
    return f"{outcome} theo {how}{terms.article}"


def _english(terms: Terms, verdict: Verdict, words: Words) -> str:
    who = words.members.en + ("" if terms.base == Base.TOTAL else " present")
    share = verdict.percent_for.replace(",", ".")
    numbers = (
        f"{verdict.votes_for} of {verdict.base_count} {who} in favour "
        f"({share} of {base_text(terms, words).en}), "
        f"at least {verdict.needed} required ({threshold_text(terms, verdict.base_count).en})"
    )
    return f"{numbers}{_tie_en(verdict)}: {_outcome_en(terms, verdict, words)}."


def _tie_en(verdict: Verdict) -> str:
    if not verdict.equal_votes:
        return ""
    tie = f"; equal votes {verdict.votes_for}–{verdict.votes_against}"
    if verdict.readings:
        return tie
    if not verdict.by_head:
        return f"{tie}, the Chair voted for neither side"
    side = "in favour" if verdict.outcome == Outcome.ADOPTED else "against"
    return f"{tie}, following the Chair who voted {side}"


def _outcome_en(terms: Terms, verdict: Verdict, words: Words) -> str:
    source = _cite(terms.article)
    if verdict.outcome == Outcome.RULING_NEEDED:
        return f"the {words.chair.en} must rule under {source}"
    outcome = "adopted" if verdict.outcome == Outcome.ADOPTED else "not adopted"
    how = f"by the ruling of the {words.chair.en} " if verdict.by_ruling else ""
    return f"{outcome} {how}under {source}"


def _cite(article: str) -> str:
    """Return the citation: a law by its number in English, any other source by its own name in quotation marks."""
    law = _LAW.fullmatch(article)
    if law is None:
        return f"“{article}”"
    clause = f"clause {law['clause']}, " if law["clause"] else ""
    return f"{clause}Article {law['article']}, Law No. {law['number']}"
