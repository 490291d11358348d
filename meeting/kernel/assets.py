"""Static files and templates: beside the package in a checkout, inside it when installed.

Static files have a prefix that is a hash of all of them. A fetched file may therefore be cached for ever, and so may
the files that scripts and style sheets fetch by relative names.
"""

import hashlib
from functools import cache
from pathlib import Path


@cache
def asset_root() -> Path:
    """Return the folder that holds `static`, `templates` and `agendas`."""
    installed = Path(__file__).parent.parent / "_assets"
    return installed if installed.exists() else Path(__file__).parent.parent.parent


@cache
def static_prefix() -> str:
    """Return `/static/<hash>`."""
    static, digest = asset_root() / "static", hashlib.sha256()
    for path in sorted(static.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(static)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return f"/static/{digest.hexdigest()[:12]}"


@cache
def asset(name: str) -> str:
    """Return the address of a static file. Raises FileNotFoundError when it does not exist."""
    if not (asset_root() / "static" / name).is_file():
        raise FileNotFoundError(name)
    return f"{static_prefix()}/{name}"
