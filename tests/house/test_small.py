"""The server is small: what only the worker, an import or a check needs is not loaded where tablets wait."""

import subprocess
import sys

from tests.server import ROOT

HEAVY = {
    "aiohttp",
    "alembic",
    "ldap3",
    "openpyxl",
    "pikepdf",
    "pygments",
    "pyhanko",
    "pyrage",
    "reportlab",
    "requests",
    "websocket",
}
LOADED = """
import sys
from meeting.live.server import patch
patch("eventlet")
import meeting.cli.installation, meeting.cli.running
from meeting import features
features.register()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_the_server_loads_nothing_that_only_others_need() -> None:
    said = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "meeting" in said.split()
    assert HEAVY & set(said.split()) == set()


APART = ("documents.pages", "documents.signed", "documents.content.look", "search.text", "binder.count", "signing.key")
"""Programs of one question, started anew for each paper that is taken in, or each card."""


def test_what_is_started_for_one_question_loads_what_it_asks_with() -> None:
    """Tables of the database were half a second of each, and pyHanko another: for every paper of every meeting."""
    asked = f"import sys, {', '.join(f'meeting.{name}_apart' for name in APART)}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert {"msgspec", "pypdfium2"} <= set(loaded.split())
    assert {"sqlalchemy", "flask", "pyhanko", "openpyxl"} & set(loaded.split()) == set()
