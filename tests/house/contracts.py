"""The contracts of imports (`pyproject.toml`), and who imports whom, read for the tests of the house."""

import functools
import tomllib
from pathlib import Path
from typing import Any

import grimp

ROOT = Path(__file__).resolve().parents[2]


def contracts() -> list[dict[str, Any]]:
    """All of them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return list(told["tool"]["importlinter"]["contracts"])


def contract(begins: str) -> dict[str, Any]:
    """The contract whose name begins like this."""
    (found,) = [each for each in contracts() if each["name"].startswith(begins)]
    return found


def rows() -> list[list[str]]:
    """The layers of `meeting` from the top; those in one row do not know each other."""
    return [[name.strip() for name in line.split("|")] for line in contract("Imports go down only")["layers"]]


@functools.cache
def graph() -> grimp.ImportGraph:
    """Return the imports inside `meeting`."""
    return grimp.build_graph("meeting")


def covers(expression: str, module: str) -> bool:
    """Whether a contract that names `expression` holds `module`: itself, or what is inside it."""
    told, parts = expression.split("."), module.split(".")
    return len(told) <= len(parts) and all(a in ("*", b) for a, b in zip(told, parts, strict=False))


def layers() -> dict[str, int]:
    """The height of each part of `meeting`, from the contract of its imports."""
    return {name: -number for number, row in enumerate(rows()) for name in row}
