"""The server is small: what only the worker, an import or a check needs is not loaded where tablets wait."""

import subprocess
import sys

from tests.server import ROOT

HEAVY = {
    "PIL",
    "aiohttp",
    "alembic",
    "asn1crypto",
    "ldap3",
    "lxml",
    "openpyxl",
    "pikepdf",
    "psycopg",
    "pygments",
    "pyhanko",
    "pypdfium2",
    "pyrage",
    "reportlab",
    "requests",
    "websocket",
}
LOADED = """
import sys
from meeting.live.loop import patch
patch("eventlet", postgresql=False)
import meeting.cli.installation, meeting.cli.running
from meeting import features
features.register()
features.pages()
print(*sys.modules)
"""


def test_the_server_loads_nothing_that_only_others_need() -> None:
    """Neither the libraries of the worker and the command line, nor our own modules of jobs and of the jail."""
    said = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    loaded = set(said.split())
    assert "meeting.office.meetings" in loaded
    assert HEAVY & {name.partition(".")[0] for name in loaded} == set()
    others = [name for name in loaded if name.startswith("meeting.") and name.endswith((".jobs", "_apart"))]
    assert others == ["meeting.work.jobs"], "how a job is requested"


APART = ("documents.pages", "documents.signed", "documents.content.look", "search.text", "binder.count", "signing.key")
"""Programs that answer one question, started again for each paper that is handed in, or for each card."""


def test_a_program_for_one_question_loads_only_what_it_needs() -> None:
    """Loading the database's tables took half a second each time, and pyHanko another: for every paper of every
    meeting."""
    asked = f"import sys, {', '.join(f'meeting.{name}_apart' for name in APART)}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert {"msgspec", "pypdfium2"} <= set(loaded.split())
    assert {"sqlalchemy", "flask", "pyhanko", "openpyxl"} & set(loaded.split()) == set()
