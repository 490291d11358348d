"""The sources of the program as trees: each is parsed once for all tests that read it."""

import ast
from functools import cache
from pathlib import Path

from jinja2 import Environment, nodes


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a module of Python as a tree."""
    return ast.parse(path.read_bytes())


@cache
def template_of(path: Path) -> nodes.Template:
    """Return a template as a tree."""
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(path.read_text("utf-8"))
