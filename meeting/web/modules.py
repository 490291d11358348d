"""The scripts that a page needs, found from the imports of its first script, so that they load together."""

import re
from functools import cache
from pathlib import PurePosixPath

import flask
from markupsafe import Markup

from meeting.kernel.assets import asset, asset_root

_IMPORT = re.compile(r"""^(?:import|export)\b[^'"();]*?['"](\.[^'"]+)['"]""", re.MULTILINE)


def script(name: str) -> Markup:
    """Return the tags that run a page's script `js/….js` and load its modules together.

    Modules shared by two scripts of a page are named once.
    """
    first, *others = modules(name)
    named = flask.g.setdefault("named_ahead", set())
    ahead = "".join(f'<link rel="modulepreload" href="{each}">' for each in others if each not in named)
    named.update(others)
    return Markup(f'{ahead}<script type="module" src="{first}"></script>')  # noqa: S704 - our own file names


@cache
def modules(name: str) -> tuple[str, ...]:
    """Return the addresses of a script's modules, itself first, without those loaded later (`import()`)."""
    found: dict[str, None] = {}
    _follow(name, found)
    return tuple(asset(each) for each in found)


def _follow(name: str, found: dict[str, None]) -> None:
    if name in found:
        return
    found[name] = None
    for wanted in _IMPORT.findall((asset_root() / "static" / name).read_text("utf-8")):
        _follow(_beside(name, wanted), found)


def _beside(name: str, wanted: str) -> str:
    """Return an address as seen from a script: `js/live.js` and `../vendor/x.js` give `vendor/x.js`."""
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / wanted).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
