"""The words of the domain are members of enums: none is compared as a bare text, and each set is defined once."""

import ast
import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from meeting import features
from meeting.kernel.assets import asset_root
from meeting.panels.drawing import WORDS
from tests.house.conftest import MEETING
from tests.house.sources import template_of, tree_of

TEMPLATES = sorted((asset_root() / "templates").rglob("*.html"))
MODULES = sorted(path for path in MEETING.rglob("*.py") if "migrations" not in path.parts)
NOT_OF_THE_DOMAIN = {
    "packs/folder/head.py": {"minutes"},  # a key of agenda.yaml
    "packs/folder/yaml_pack.py": {"minutes", "on_paper", "start"},
    "packs/folder/people.py": {"1"},  # a written weight
    "backup/contents.py": {"ok"},  # SQLite's word for a sound database
    "web/current.py": {"settings"},  # a name of Flask's g
}
"""By module: texts that are compared there and mean something else."""
BARE_WORD = re.compile(r"[a-z][a-z_-]+")
BARE = {
    *(
        "backup_hours",
        "data",
        "decision",
        "form",
        "full_name",
        "given_name",
        "meeting_id",
        "reason",
        "role",
        "sitting",
        "title",
    ),
    *("bytes", "csv", "ok", "success", "visible"),
    *("locking", "static"),
    *("more", "motion", "new", "office", "yes"),
    *("admin", "claim", "mat"),
}
"""The words that are compared as bare texts: names of fields; words of HTTP, files, SQLite, LDAP and Excel; names of
Flask's pages; what a template of the same page writes; an account, the use of a signature, a word on paper. This list
only becomes shorter."""


def enums() -> list[type[StrEnum]]:
    """Every set of words that a module of the program defines."""
    modules = [module for name, module in sys.modules.items() if name.startswith("meeting.")]
    found = {thing for module in modules for thing in vars(module).values() if inspect.isclass(thing)}
    return sorted(
        (each for each in found if issubclass(each, StrEnum) and each.__module__.startswith("meeting.")),
        key=lambda each: (each.__module__, each.__name__),
    )


@cache
def values() -> set[str]:
    """Every word of every set, except the empty text."""
    return {str(word) for each in enums() for word in each} - {""}


def compared_in_python(tree: ast.AST) -> Iterator[str]:
    """Texts on either side of a comparison, alone or in a list, and the keys of a dict that is written to be looked up
    in."""
    every = list(ast.walk(tree))
    asked = {id(node.value) for node in every if isinstance(node, ast.Subscript | ast.Attribute)}
    for node in every:
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                yield from _texts(side)
        elif isinstance(node, ast.MatchValue):
            yield from _texts(node.value)
        elif isinstance(node, ast.Dict) and id(node) in asked:
            yield from (text for key in node.keys if key is not None for text in _texts(key))


def equal_in_python(tree: ast.AST) -> Iterator[str]:
    """Texts that something may be equal to: not the keys that are looked for in a mapping."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            literal = isinstance(node.comparators[-1], ast.Constant | ast.Tuple | ast.List | ast.Set)
            if literal or not isinstance(node.ops[-1], ast.In | ast.NotIn):
                for side in (node.left, *node.comparators):
                    yield from _texts(side)
        elif isinstance(node, ast.MatchValue):
            yield from _texts(node.value)


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for each in node.elts:
            yield from _texts(each)


def compared_in_template(tree: nodes.Template) -> Iterator[str]:
    """Texts with which a template compares."""
    for comparison in tree.find_all(nodes.Compare):
        for side in (comparison.expr, *(operand.expr for operand in comparison.ops)):
            for text in [side] if isinstance(side, nodes.Const) else side.find_all(nodes.Const):
                if isinstance(text.value, str):
                    yield text.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(MEETING)))
def test_a_module_compares_with_members(path: Path) -> None:
    other = NOT_OF_THE_DOMAIN.get(str(path.relative_to(MEETING)), set())
    assert values() & set(compared_in_python(tree_of(path))) == other


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(asset_root() / "templates")))
def test_a_template_compares_with_members_that_exist(path: Path) -> None:
    tree = template_of(path)
    assert values() & set(compared_in_template(tree)) == set()
    features.register()
    for asked in tree.find_all(nodes.Getattr):
        if isinstance(asked.node, nodes.Name) and asked.node.name[0].isupper():
            assert asked.attr in WORDS[asked.node.name].__members__


def test_no_bare_word_is_compared() -> None:
    python = {word for path in MODULES for word in equal_in_python(tree_of(path))}
    templates = {word for path in TEMPLATES for word in compared_in_template(template_of(path))}
    assert {word for word in python | templates if BARE_WORD.fullmatch(word)} == BARE


def test_each_enum_has_its_own_name_and_values() -> None:
    names = Counter(each.__name__ for each in enums())
    assert [name for name, times in names.items() if times > 1] == []
    sets = Counter(frozenset(each) for each in enums())
    assert [sorted(words) for words, times in sets.items() if times > 1] == []


def test_a_text_instead_of_a_member_is_found() -> None:
    source = 'a == "open" or b in ("ended", 1) or {"chair": 1}[c]\nmatch d:\n    case "hands":\n        pass\n'
    assert set(compared_in_python(ast.parse(source))) == {"open", "ended", "chair", "hands"}
    template = Environment(autoescape=True).parse("{% if a == 'open' or b in ('ended', c) %}{{ 'no' }}{% endif %}")
    assert set(compared_in_template(template)) == {"open", "ended"}
