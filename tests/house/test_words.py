"""Every sentence on a screen has an English translation with the same placeholders."""

import io
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from meeting.kernel import dates
from meeting.kernel.refusals import declared
from meeting.kernel.words import FOLDER, catalogue, say
from meeting.web.script_words import script_words

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = FOLDER / "en" / "LC_MESSAGES"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "t": None, "declare": (3,), "Cap": (1,), "phrase": (1,)}
PLACES = re.compile(r"%\(\w+\)s|\{\w*\}")
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)

DOUBLETS = {
    r"(?<![Dd]anh )(?<!thư )\bmục (?:này|khác|tiếp theo|cuối|chưa|Điểm danh)": "nội dung (mục only with its number)",
    r"[Nn]ội dung biểu quyết": "câu hỏi biểu quyết (a question put to the vote)",
    r"[Cc]uộc họp": "phiên họp (the minutes alone say cuộc họp, as the law's form does)",
    r"[Tt]hiết bị": "máy",
    r"\bThoát\b": "Đăng xuất",
    r"[Cc]heck-in": "điểm danh",
    r"[Tt]ập tin": "tệp",
    r"[Mm]àn hình (?:chung|lớn|chiếu)|[Mm]àn chiếu": "màn hình hội trường",
    r"[Cc]hủ trì": "chủ tọa",
    r"[Mm]áy (?:đọc thẻ|ở cửa)": "máy điểm danh ở cửa, short: máy điểm danh",
    r"[Cc]hỗ “?(?:%\(label\)s|\{label\})": "ghế (the place with this label)",
}
"""What a screen never says, and the one word that it uses instead."""


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """What `.ci/catalogue` collects; a text with a plural is listed here in its singular."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in mappings]
    found = extract_from_dir(str(ROOT), methods, keywords=KEYWORDS)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def entries(catalog: Catalog) -> dict[str, Message]:
    """The entries of a catalogue by their source text, without its header."""
    return {first(message): message for message in catalog if message.id}


def first(message: Message) -> str:
    return forms(message.id)[0]


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    """The one form of a text, or its singular and plural."""
    return [text] if isinstance(text, str) else list(text)


def test_every_text_is_collected(texts: set[str]) -> None:
    assert set(dates.WEEKDAYS) <= texts
    assert {sentence for _, sentence in declared().values()} <= texts


def test_a_screen_has_one_word_for_each_thing(texts: set[str]) -> None:
    assert [(text, word) for text in sorted(texts) for said, word in DOUBLETS.items() if re.search(said, text)] == []


def test_a_part_of_readme_that_a_screen_names_is_there(texts: set[str]) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    named = {part for text in texts for part in re.findall(r"[Pp]hần “([^”]+)” trong (?:tệp )?README", text)}
    assert named
    assert {part for part in named if not re.search(rf"^(?:#+ |\*\*){part}\b", readme, re.MULTILINE)} == set()


def test_every_text_is_translated(texts: set[str], english: Catalog) -> None:
    known = entries(english)
    assert sorted(text for text in texts if text not in known or not all(forms(known[text].string))) == []


def test_an_english_page_contains_the_sentences_of_the_scripts_and_no_others() -> None:
    found = extract_from_dir(str(ROOT / "static" / "js"), [("**.js", "javascript")], keywords={"t": None})
    assert {message for _, _, message, _, _ in found} == set(script_words("en"))
    assert script_words("vi") == {}


def test_no_unused_text_is_translated(texts: set[str], english: Catalog) -> None:
    assert sorted(set(entries(english)) - texts) == []
    assert list(english.obsolete) == []


def test_no_translation_is_a_guess(english: Catalog) -> None:
    assert not english.fuzzy
    assert [text for text, message in entries(english).items() if message.fuzzy] == []


def test_a_translation_has_the_same_places_for_facts(english: Catalog) -> None:
    for message in entries(english).values():
        for said, translated in zip(forms(message.id), forms(message.string), strict=True):
            assert sorted(PLACES.findall(said)) == sorted(PLACES.findall(translated)), said


def test_a_translation_is_english(english: Catalog) -> None:
    left = [t for message in entries(english).values() for t in forms(message.string) if VIETNAMESE.search(t)]
    assert left == []


def test_the_compiled_catalogue_is_what_the_written_one_compiles_to(english: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, english)
    assert (ENGLISH / "messages.mo").read_bytes() == compiled.getvalue()


def test_singular_and_plural_differ_in_english() -> None:
    pages = ("%(num)s trang", "%(num)s trang")
    assert [catalogue("en").ungettext(*pages, n) for n in (1, 2)] == ["%(num)s page", "%(num)s pages"]
    assert [catalogue("vi").ungettext(*pages, n) for n in (1, 2)] == ["%(num)s trang", "%(num)s trang"]


def test_a_text_without_a_translation_stays_vietnamese() -> None:
    assert say("Tán thành", "en") == "For"
    assert say("Chương trình riêng của phường", "en") == "Chương trình riêng của phường"
