"""Static files and templates: beside the package in a checkout, inside it when installed; named with their hash."""

import hashlib
from functools import cache
from pathlib import Path

import flask


def asset_root() -> Path:
    """The folder that holds `static`, `templates` and `agendas`."""
    installed = Path(__file__).parent.parent / "_assets"
    return installed if installed.exists() else Path(__file__).parent.parent.parent


@cache
def _version(name: str) -> str:
    return hashlib.sha256((asset_root() / "static" / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file, with its hash: it may be kept for ever."""
    return flask.url_for("static", filename=name, v=_version(name))
