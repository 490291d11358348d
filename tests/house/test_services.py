"""Services are assembled once, in `meeting.parts`; pages find them in the site, jobs in the workshop."""

import ast
from pathlib import Path

from tests.house.sources import tree_of

MEETING = Path(__file__).resolve().parents[2] / "meeting"
BUILT_IN = {
    "Blobs": {"parts.py", "backup/trial.py"},
    "Commands": {"parts.py"},
    "Keyring": {"parts.py", "backup/trial.py", "signing/keyring.py"},
}
"""Besides `parts.py`: those who open the folder of a backup, and who reads certificates without the secret."""


def building() -> dict[str, set[str]]:
    """The modules that build each service."""
    found: dict[str, set[str]] = {name: set() for name in BUILT_IN}
    for path in MEETING.rglob("*.py"):
        for call in ast.walk(tree_of(path)):
            match call:
                case ast.Call(func=ast.Name(id=name)) if name in found:
                    found[name].add(str(path.relative_to(MEETING)))
    return found


def test_a_service_is_built_in_one_place() -> None:
    assert building() == BUILT_IN


def test_pages_find_everything_in_the_site() -> None:
    found = {path for path in MEETING.rglob("*.py") if "app.extensions" in path.read_text("utf-8")}
    assert {str(path.relative_to(MEETING)) for path in found} == {"app.py", "web/site.py"}
