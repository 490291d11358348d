"""Docstrings, comments and Markdown are plain present-day English, without the markers of an older register."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.server import ROOT

MARKERS = {
    "whoever": r"\b[Ww]hoever\b",
    "nothing but": r"\b[Nn]othing but\b",
    "but for": r"\bbut for\b",
    "is told": r"\b(?:is|are|was|were) told\b",
    "no more": r"\bno more\b(?! than)",
    "of its own": r"\bof (?:its|their|one's) own\b",
    "of ours": r"\bof (?:ours|theirs)\b",
    "has none": r"\b(?:has|have|is|are) none\b",
    "is no": r"(?<![Tt]here )\b(?:is|are|was|were) no (?!longer\b|one\b|more\b|such\b|ballot\b)[a-z]",
    "so many": r"\b[Ss]o (?:many|much|long)\b(?! (?:as|that))",
    "in vain": r"\bin vain\b",
    "for want of": r"\bfor want of\b",
    "anew": r"(?<![`_-])\banew\b(?![`_-])",
    "left out is": r"\b[Ll]eft out (?:is|are)\b",
    "bears": r"\bbears?\b",
    "Who …": r"(?:^|[.;] )Who [a-z]",
    "Whom …": r"(?:^|[.;] )(?:Whom|Whose) [a-z]",
    "Which …": r"^Which [a-z]",
    "Of several …": r"(?:^|[.;:] )Of (?!course\b)[a-z]",
    "called otherwise": r"\bcalled? (?:\w+ ){0,2}otherwise\b",
}
"""Plain sentences rarely need them. A new text never does: it names who does what."""
NAMES = re.compile(
    r"test_(?:who|whom|whose|what|of|nor|and)_|_(?:told|stands|bears?|anew|whoever)(?:_|$)|_(?:in_vain|but_for|no_more)(?:_|$)"
    r"|_of_(?:its|their|ones)_own(?:_and_|$)|_(?:has|have|is|are)_none(?:_|$)"
)
"""Names of tests are sentences too, about what a person could observe."""
TEST = re.compile(r"^ *def (test_\w+)", re.MULTILINE)

SIGNS = re.compile(r"^[ \t]*(?:/\*+|\*+/?|//+|#+!?|\{#-?|<!--)[ \t]*", re.MULTILINE)
BLOCKS = {
    ".js": r"/\*.*?\*/|(?<![:'\"`\w])//[^\n]*",
    ".ts": r"/\*.*?\*/|(?<![:'\"`\w])//[^\n]*",
    ".css": r"/\*.*?\*/",
    ".html": r"\{#.*?#\}|<!--.*?-->",
    "": r"^[ \t]*#[^\n]*",
}
"""The comments in files that are not Python, by the end of their name; without one: scripts of the shell."""


def texts() -> Iterator[tuple[str, str]]:
    """Yield every docstring and comment of the project, and every Markdown file, with its place."""
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("meeting/**/*.md"), *ROOT.glob("agendas/*.md")]):
        yield _place(path), path.read_text("utf-8")
    yield from _python()
    for path in _others():
        for found in re.finditer(BLOCKS[path.suffix], path.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            yield _place(path), SIGNS.sub("", found.group())


def _place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _python() -> Iterator[tuple[str, str]]:
    inside = (path for folder in ("meeting", "tests", ".ci") for path in (ROOT / folder).rglob("*.py"))
    for path in sorted([*ROOT.glob("*.py"), *inside]):
        source = path.read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield f"{_place(path)}:{node.lineno}", text
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield f"{_place(path)}:{token.start[0]}", SIGNS.sub("", token.string)


def _others() -> Iterator[Path]:
    """Yield the scripts, sheets, templates and files of the build."""
    yield ROOT / "Makefile"
    folders = (("static/js", ".js"), ("static/css", ".css"), ("templates", ".html"), (".ci", ".ts"), (".ci", ""))
    for folder, kind in folders:
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix == kind)


def archaic() -> list[str]:
    """Return every marker with its place."""
    return [
        f"{place} {name}"
        for place, text in texts()
        for name, pattern in MARKERS.items()
        for _ in re.finditer(pattern, text, re.MULTILINE)
    ]


def test_every_text_is_plain_present_day_english() -> None:
    assert archaic() == [], "write who does what, without these words"


def test_every_name_of_a_test_is_a_plain_sentence() -> None:
    sources = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    names = [name for source in sources for name in TEST.findall(source)]
    assert len(names) > 3000
    assert [name for name in names if NAMES.search(name)] == [], "say who does what, and what people see"
