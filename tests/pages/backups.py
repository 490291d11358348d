"""Backups that have ended, as the log of the office notes them."""

from typing import Any

from meeting.access.actors import SYSTEM
from meeting.backup.commands import RecordRun
from meeting.backup.tables import RunKind
from meeting.kernel.words import Phrase
from tests.council import Council


def ended(council: Council, kind: RunKind, problem: Phrase | None = None, **found: Any) -> None:
    """A backup that has ended now."""
    whole = {"size": 5_500_000, "sha256": "a" * 64, "places": [], "meetings": 12, "files": 300, "minutes": 7, **found}
    command = RecordRun(kind=kind, began_at=council.clock(), file="phonghop.backup", problem=problem, found=whole)
    council.commands.submit(command, actor=SYSTEM)
