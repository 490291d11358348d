"""Scripts import only downwards: the live room and the shared parts know no feature; a page knows its own elements."""

import re
from pathlib import Path

import pytest

from meeting.commands.registry import registered
from meeting.kernel.refusals import declared

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "static" / "js"
GENERIC = ("live", "parts")
MAY_IMPORT = {
    "live": set(),
    "parts": {"live"},
    "display": {"parts"},
    "ballot": {"live", "parts", "entrance"},
    "witness": {"live", "parts"},
    "hall": {"live", "parts", "witness"},
    "room": {"live", "parts", "display", "ballot", "witness", "entrance"},
    "console": {"live", "parts", "room"},
    "reader": {"live", "parts", "room"},
    "office": {"parts"},
    "network": set(),
    "attendance": {"parts"},
    "sign": {"live", "parts", "room"},
    "entrance": {"parts", "kiosk", "witness"},
    "kiosk": {"live", "parts"},
}
TEXT = re.compile(r"'[^'\n]*'|`[^`]*`|\"[^\"\n]*\"|\bdataset\.\w+|(?<=\{ )[\w, :=']+(?= \} = [\w.]*dataset)")
COMMENT = re.compile(r"/\*.*?\*/|(?<![:'])//.*", re.DOTALL)
FEATURES = re.compile(
    r"agenda|item|attendance|roll|seat|quorum|speak|floor|motion|voting|ballot|choice|minutes|document|paper|data-testid",
    re.IGNORECASE,
)


def scripts(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((SCRIPTS / folder).glob("*.js"))]


def named(path: Path) -> str:
    return str(path.relative_to(SCRIPTS))


def test_every_script_is_in_a_folder_that_says_what_it_may_import() -> None:
    assert {path.relative_to(SCRIPTS).parts[0] for path in SCRIPTS.rglob("*.js")} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", scripts(*MAY_IMPORT), ids=named)
def test_a_script_imports_only_what_is_below_it(path: Path) -> None:
    folder = path.parent.name
    wanted = set(re.findall(r"(?:from|import) '\.\./(\w+)/", path.read_text("utf-8")))
    assert wanted - {folder} <= MAY_IMPORT[folder]


@pytest.mark.parametrize("path", scripts(*MAY_IMPORT), ids=named)
def test_texts_are_found_when_the_catalogue_is_made(path: Path) -> None:
    """Do not look for words inside a template literal with placeholders: it would never be translated."""
    assert not re.search(r"\$\{\s*t\(", path.read_text("utf-8"))


@pytest.mark.parametrize("path", scripts(*GENERIC), ids=named)
def test_a_generic_script_names_no_feature(path: Path) -> None:
    """Neither a command, nor a key, selector or attribute of a feature: the templates that know it write `data-…`."""
    texts = TEXT.findall(COMMENT.sub("", path.read_text("utf-8")))
    assert [each for each in texts if FEATURES.search(each) or any(name in each for name in commands())] == []


@pytest.mark.parametrize("path", scripts(*GENERIC), ids=named)
def test_a_generic_script_knows_no_address_and_no_refusal_of_a_feature(path: Path) -> None:
    """What any page may hand in goes to `/do` and, over the socket, to `/meeting`."""
    texts = [text[1:-1] for text in TEXT.findall(COMMENT.sub("", path.read_text("utf-8")))]
    addresses = {"/" + text.split("/")[1].partition("?")[0] for text in texts if re.match(r"/[a-z]", text)}
    assert addresses - {"/do", "/meeting", "/socket.io"} == set()
    assert set(texts) & set(declared()) == set()


def commands() -> set[str]:
    return set(registered())
