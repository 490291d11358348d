"""Words of a question: with and without accents, and where they are in a text."""

import unicodedata

import pytest

from meeting.search.rules import MOST_WORDS, marks, plain, question
from meeting.search.text import cleaned


def marked(text: str, words: str) -> str:
    """The text as a page shows it, found words in brackets."""
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in marks(text, question(words)))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("dieu 35", "Theo [Điều] [35] của Luật, điều lệ"),
        ("DIEU 35", "Theo [Điều] [35] của Luật, điều lệ"),
        ("Điều 35", "Theo [Điều] [35] của Luật, điều lệ"),
        ("điếu 35", "Theo Điều [35] của Luật, điều lệ"),
        ("luat", "Theo Điều 35 của [Luật], điều lệ"),
        ("diê", ""),
        ("lua", ""),
    ],
)
def test_a_word_without_accents_finds_every_spelling_and_one_with_accents_only_its_own(words: str, shown: str) -> None:
    text = "Theo Điều 35 của Luật, điều lệ"
    shown = shown.replace("điều lệ", "[điều] lệ") if words.lower() in ("dieu 35", "điều 35") else shown
    assert marked(text, words) == shown


@pytest.mark.parametrize(("typed", "written"), [("hòa", "hoà"), ("hoà", "hòa"), ("thuỷ", "thủy"), ("khỏe", "khoẻ")])
def test_both_ways_of_placing_the_tone_mark_are_one_word(typed: str, written: str) -> None:
    assert marked(f"về {written} giải", typed) == f"về [{written}] giải"
    assert marked(f"về {written} giải", unicodedata.normalize("NFD", typed)) == f"về [{written}] giải"


def test_removing_accents_keeps_every_letter_in_its_place() -> None:
    text = "Ủy ban nhân dân xã Đắk Ơ: ƯỚC NGUYỆN, ẫ ệ ỡ ỷ ǖ"
    assert plain(text) == "uy ban nhan dan xa dak o: uoc nguyen, a e o y u"
    assert len(plain(text)) == len(text)


def test_a_long_page_is_shown_around_the_place_with_the_words_together() -> None:
    page = "ngân " + "chữ " * 300 + "dự toán ngân sách năm 2027 " + "chữ " * 300
    shown = marked(page, "ngan sach")
    assert "dự toán [ngân] [sách] năm 2027" in shown
    assert shown.startswith("…") and shown.endswith("…")
    assert len(shown) < 350


@pytest.mark.parametrize("typed", ["", "  ", "?!", '""', "\x00", "'; DROP TABLE entry; --", "a" * 5000, "* NEAR( ^ :"])
def test_a_search_text_is_only_words(typed: str) -> None:
    sought = question(typed)
    assert all(word.isalnum() for word in sought.exact)
    assert len(question("từ " * 500).exact) == MOST_WORDS


def test_words_split_at_the_end_of_a_line_are_joined() -> None:
    assert cleaned("Hội đồng nhân\ufffe\r\ndân   xã\r\n\r\n  họp\x00") == "Hội đồng nhândân xã\nhọp"
