"""Templates are in folders named like the features, and include only downwards, as the features import."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

from meeting import features
from meeting.commands import registry as commands
from meeting.law.rules import Choice
from meeting.panels import registry as panels
from meeting.voting.rules import MotionState
from tests.house.contracts import ROOT, layers
from tests.house.sources import template_of

TEMPLATES = ROOT / "templates"
NAMED = re.compile(r"\{%-?\s*(?:extends|include|from|import)\s+'(\w+)/")
PLACED = re.compile(r"\bpanel\('(\w+)'")
WORDS = re.compile(r"'(\w+\.\w+)'")
CODES = re.compile(r"\b[A-Z]{1,2}-?[0-9]{1,2}\b(?!%)")
KNOWN_CODES = {"A4", "F2", "F4"}  # a paper size and two keys of the keyboard


def templates() -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


def front_files() -> list[Path]:
    """Our own templates, sheets and scripts."""
    found = [path for folder in ("templates", "static/css", "static/js") for path in (ROOT / folder).rglob("*.*")]
    return [path for path in found if path.parent.name != "__pycache__"]


@pytest.mark.parametrize("name", templates())
def test_a_template_uses_only_what_is_beside_or_below_it(name: str) -> None:
    heights = layers()
    own = heights[name.partition("/")[0]]
    used = set(NAMED.findall((TEMPLATES / name).read_text("utf-8")))
    assert {each for each in used if heights[each] > own} == set()


def parsed(name: str) -> nodes.Template:
    return template_of(TEMPLATES / name)


def imported(name: str) -> Iterator[str]:
    """What a template imports from others, under the names that it gives them."""
    yield from (each.target for each in parsed(name).find_all(nodes.Import))
    for line in parsed(name).find_all(nodes.FromImport):
        yield from (each[1] if isinstance(each, tuple) else each for each in line.names)


@cache
def macros(name: str) -> set[str]:
    return {each.name for each in parsed(name).find_all(nodes.Macro)}


@pytest.mark.parametrize("name", templates())
def test_a_template_imports_what_it_uses_and_nothing_else(name: str) -> None:
    """Jinja would take a macro from the page that includes a template, until that page no longer needs it."""
    used = {each.name for each in parsed(name).find_all(nodes.Name) if each.ctx == "load"}
    called = {each.node.name for each in parsed(name).find_all(nodes.Call) if isinstance(each.node, nodes.Name)}
    others = set.union(*map(macros, templates()))
    assert set(imported(name)) - used == set()
    assert (called & others) - macros(name) - set(imported(name)) == set()


def test_every_panel_has_its_place_on_a_page() -> None:
    """Otherwise it is drawn and sent, and nobody sees it."""
    placed = {name for path in TEMPLATES.rglob("*.html") for name in PLACED.findall(path.read_text("utf-8"))}
    features.register()
    assert placed == set(panels.registered())


def test_a_template_hands_in_only_commands_from_beside_or_below_it() -> None:
    """A button for a command of a feature above belongs to the templates of that feature, or of the page."""
    heights = layers()
    known = {name for defined in commands._COMMANDS._defined.values() for name in defined}
    above = {
        f"{name}: {word}"
        for name in templates()
        for word in known & set(WORDS.findall((TEMPLATES / name).read_text("utf-8")))
        if heights[word.partition(".")[0]] > heights[name.partition("/")[0]]
    }
    assert above == set()


def test_the_shared_sheets_know_no_vote() -> None:
    """Neither its states nor its choices: the sheet of votes gives them their colours."""
    told = "|".join((*MotionState, *Choice))
    for name in ("base", "components"):
        sheet = (ROOT / "static" / "css" / f"{name}.css").read_text("utf-8")
        assert re.findall(rf"\.\w[\w-]*-(?:{told})\b", sheet) == []


def test_no_comment_needs_another_paper_to_be_understood() -> None:
    found = {
        f"{path.name}: {code}"
        for path in front_files()
        for remark in re.findall(r"/\*.*?\*/|\{#.*?#\}|(?<!:)//[^\n]*", path.read_text("utf-8"), re.DOTALL)
        for code in set(CODES.findall(remark)) - KNOWN_CODES
    }
    assert found == set()
