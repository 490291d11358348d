"""Words among the facts of a refusal are said in the reader's language, like the sentence around them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from meeting.commands import caps
from meeting.commands.replies import sentence
from meeting.kernel.refusals import Refused
from meeting.proof.findings import failed, spoken
from meeting.settings.rules import BY_NAME, check_value
from tests.house.sources import tree_of

MEETING = Path(__file__).parents[2] / "meeting"
WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|[^\x00-\x7f]")


def written_facts() -> Iterator[tuple[str, str]]:
    """Yield every text that a `Refused(…)` gets as a fact where it is raised, with its place."""
    for path in sorted(MEETING.rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                for keyword in node.keywords:
                    for text in texts(keyword.value):
                        yield f"{path.relative_to(MEETING)}:{node.lineno} {keyword.arg}", text


def texts(node: ast.expr) -> Iterator[str]:
    """Yield the texts in an expression, except those that a function translates."""
    match node:
        case ast.Call(func=ast.Name(id="phrase")):
            return
        case ast.Constant(value=str(text)):
            yield text
        case _:
            for inner in ast.iter_child_nodes(node):
                if isinstance(inner, ast.expr):
                    yield from texts(inner)


def test_no_fact_is_a_sentence_of_one_language() -> None:
    found = dict(written_facts())
    assert len(found) > 10
    assert {place: text for place, text in found.items() if WORDS.search(text)} == {}, "give them as phrase(…)"


def test_a_fact_with_words_is_found() -> None:
    tree = ast.parse('Refused(CODE, reason=f"thiếu {name}", kind=phrase("không rõ"), found="ZIP")', mode="eval").body
    assert isinstance(tree, ast.Call)
    told = [text for keyword in tree.keywords for text in texts(keyword.value)]
    assert [text for text in told if WORDS.search(text)] == ["thiếu "]


def test_the_name_of_a_field_is_said_in_the_reader_s_language() -> None:
    with pytest.raises(Refused) as long:
        caps.check_text("voting.prepare_motion", "title", "x" * 500)
    assert sentence(long.value, "vi").startswith("“Câu hỏi biểu quyết” dài 500 ký tự")
    assert sentence(long.value, "en").startswith("“Question” has 500 characters")
    with pytest.raises(Refused) as bad:
        check_value(BY_NAME["lock_minutes"], "0")
    assert sentence(bad.value, "vi").startswith("“Máy dùng chung tự khóa sau” phải là số")
    assert sentence(bad.value, "en").startswith("“A shared device locks after” must be a number")


def test_every_check_that_may_fail_has_a_short_sentence_in_english() -> None:
    """The page that checks a file shows it; a check without one would show an error instead."""
    found = set()
    for path in (MEETING / "proof").rglob("*.py"):
        for call in ast.walk(tree_of(path)):
            match call:
                case ast.Call(func=ast.Name("failed" | "missing"), args=[ast.Constant(str(name)), *_]):
                    found.add(name)
                case ast.Call(
                    func=ast.Name("failed" | "missing"), args=[ast.JoinedStr([ast.Constant(str(name)), *_]), *_]
                ):
                    found.add(f"{name}clerk")
    assert len(found) > 15
    for name in found:
        assert spoken(failed(name, "Sai.")).en != "Sai."
