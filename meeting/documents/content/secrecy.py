"""Papers with a mark of state secrecy must not be stored here. Pure rules about the text and name of a file.

Law on Protection of State Secrets, 29/2018/QH14, Article 8: the degrees are Tuyệt mật, Tối mật and Mật; Article 12: a
secret paper has the mark of its degree. Law 117/2025/QH15, which replaced it on 1 March 2026, keeps both (known from
summaries). The mark is in capitals, alone on its line or behind the number. A law that only mentions secrets has no
mark. The answer is yes or no and never repeats the text.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from meeting.kernel.refusals import _l, declare
from meeting.kernel.text import fold

SECRET = declare(
    "documents.content_secret",
    422,
    _l(
        "Tệp “{filename}” có dấu hiệu là tài liệu mật. Phần mềm không nhận, không lưu tài liệu chứa bí mật nhà nước. "
        "Hãy thêm vào chương trình một dòng “phát giấy tại phòng” và phát bản giấy theo quy định."
    ),
)

_OLD_FONTS = (("TUYEÄT MAÄT", "TUYỆT MẬT"), ("TOÁI MAÄT", "TỐI MẬT"), ("MAÄT", "MẬT"))
_OLD_LETTERS = str.maketrans({"Ë": "Ậ", "ë": "Ậ", "Ö": "Ệ", "è": "Ố"})
"""VNI and TCVN3, encodings that offices used for twenty years: the same letters with other codes."""

_GAP = r"[\s.\-_·]*"


def _spaced(words: str) -> str:
    """Return a pattern of the words with any gaps between letters: stamps are often spaced, even over lines."""
    return _GAP.join(re.escape(letter) for letter in words.replace(" ", ""))


_MARK = f"(?:{_spaced('TUYỆT MẬT')}|{_spaced('TỐI MẬT')}|{_spaced('MẬT')})"
_ALONE = re.compile(rf"(?:^|\n)[^\w\n]*{_MARK}[^\w\n]*(?:Bản\s+số\b[^\n]*)?(?=\n|$)")
_NUMBERED = re.compile(rf"(?:^|\n)\s*Số\s*[:.]?[^\n]*/[^\n]*?\s{_MARK}\s*(?=\n|$)")
_LABELLED = re.compile(r"(?:^|\n)\W*(?:mức\s+)?độ\s+mật\s*[::]\s*(?:tuyệt\s+mật|tối\s+mật|mật)\b", re.IGNORECASE)
_LINE = re.compile(r"[^\n]+")
_SPOKEN_BEFORE = re.compile(r"\b(?:BÍ|BẢO|CƠ|ĐỘ|BẢN|LIỆU|GIỮ|TIN)\W*$")
_SPOKEN_AFTER = re.compile(r"^\W*(?:NHÀ\W+NƯỚC|KHẨU|MÃ|ĐỘ|ONG)\b")

_DEGREE = ("tuyet mat", "toi mat")
_ACCENTED = ("tuyệt mật", "tối mật", "mật")
_READ_AS = ("tuyetmat", "toimat")
_STAMP = re.compile(r"[a-z]{0,2}(?:yetmat|oimat)|mat")


def _plain(text: str) -> str:
    """Return the text in composed form (NFC), without invisible letters, and with the codes of old fonts as letters."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    for old, new in _OLD_FONTS:
        text = text.replace(old, new)
    return re.sub(r"(?i)\b(?:tuyÖt|tèi)?\s*mËt\b", lambda found: found[0].translate(_OLD_LETTERS).upper(), text)


def is_marked_text(first_page: str) -> bool:
    """Return whether the words of a first page, its headers and stamps contain the mark of a degree."""
    text = _plain(first_page)
    if _LABELLED.search(text) or _NUMBERED.search(text):
        return True
    return any(not _is_spoken(found) for found in _ALONE.finditer(text))


def _is_spoken(found: re.Match[str]) -> bool:
    """Return whether the words before and after the match make it part of a sentence, and so not a mark."""
    before, after = found.string[: found.start()].rstrip(), found.string[found.end() :]
    return bool(_SPOKEN_BEFORE.search(before) or _SPOKEN_AFTER.search(after))


def is_marked_scan(words: str) -> bool:
    """Return whether the words that OCR read on a first page contain a mark. OCR confuses accents."""
    lines = (line for line in _LINE.finditer(_plain(words)) if line[0] == line[0].upper())
    return is_marked_text(words) or any(_letters(line[0]) in _READ_AS and not _is_spoken(line) for line in lines)


def is_marked_stamp(words: str) -> bool:
    """Return whether the OCR text of a stamp, or one line of it, is a degree, with any accents and first letters."""
    return any(_STAMP.fullmatch(_letters(each)) for each in (words, *words.splitlines()))


def _letters(words: str) -> str:
    return re.sub(r"[^a-z]", "", fold(_plain(words)))


def is_marked_name(filename: str) -> bool:
    """Return whether a file's name contains a degree: in brackets, in capitals, or as its only two words."""
    name = _plain(filename).rsplit(".", 1)[0].replace("_", " ")
    inside = [part.strip() for part in re.findall(r"[(\[{]([^)\]}]*)[)\]}]", name)]
    if any(part.lower() in _ACCENTED or fold(part) in (*_DEGREE, "mat", "do mat") for part in inside):
        return True
    words = re.findall(r"\w+", name)
    if "bi mat" in fold(" ".join(words)):  # the name mentions secrets: a law, a list, a plan to keep them
        return False
    return _says_degree(words) or is_marked_text(name)


def _says_degree(words: list[str]) -> bool:
    """Two words that are a degree, accented or not; the short one only in capitals and with accents, or as “độ mật”."""
    pairs = {" ".join(pair).lower() for pair in pairwise(words)}
    if "độ mật" in pairs or any(pair in _ACCENTED or (pair == fold(pair) and pair in _DEGREE) for pair in pairs):
        return True
    return any(
        word == "MẬT"
        and not _SPOKEN_BEFORE.search(" ".join(words[:at]).upper())
        and not _SPOKEN_AFTER.search(" ".join(words[at + 1 :]).upper())
        for at, word in enumerate(words)
    )


def is_marked_property(value: str) -> bool:
    """Return whether a property of a file (title, keyword, …) is the mark of a degree or ends with one."""
    text = _plain(value).strip()
    if _LABELLED.search(text):
        return True
    parts = [part.strip(" ()[]{}.-").lower() for part in re.split(r"[;,|\n]", text)]
    return any(part in _ACCENTED or fold(part) in _DEGREE for part in parts)


def is_secret(filename: str, first_page: str = "", properties: Iterable[str] = ()) -> bool:
    """Return whether a file has a mark of secrecy in its name, its first page or its properties."""
    return is_marked_name(filename) or is_marked_text(first_page) or any(map(is_marked_property, properties))
