"""Services are assembled once, in `meeting.parts`; pages find them in the site, jobs in the workshop."""

import ast
from pathlib import Path

import pytest

MEETING = Path(__file__).resolve().parents[2] / "meeting"
BUILT_IN = {
    "Blobs": {"parts.py", "backup/trial.py"},
    "Commands": {"parts.py"},
    "Keyring": {"parts.py", "backup/trial.py", "signing/keyring.py"},
}
"""Besides `parts.py`: those who open the folder of a backup, and who reads certificates without the secret."""


def uses(name: str) -> set[str]:
    """The modules that build a service."""
    return {
        str(path.relative_to(MEETING))
        for path in MEETING.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name
    }


@pytest.mark.parametrize("service", BUILT_IN)
def test_a_service_is_built_in_one_place(service: str) -> None:
    assert uses(service) == BUILT_IN[service]


def test_pages_find_everything_in_the_site() -> None:
    found = {path for path in MEETING.rglob("*.py") if "app.extensions" in path.read_text("utf-8")}
    assert {str(path.relative_to(MEETING)) for path in found} == {"app.py", "web/site.py"}
