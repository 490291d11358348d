"""Static files and templates: beside the package in a checkout, inside it when installed; named with their hash."""

import hashlib
from functools import cache
from pathlib import Path


def asset_root() -> Path:
    """The folder that holds `static`, `templates` and `agendas`."""
    installed = Path(__file__).parent.parent / "_assets"
    return installed if installed.exists() else Path(__file__).parent.parent.parent


@cache
def asset(name: str) -> str:
    """The address of a static file, with its hash: it may be kept for ever."""
    digest = hashlib.sha256((asset_root() / "static" / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"
