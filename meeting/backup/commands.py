"""Commands about backups: an administrator requests one, the worker records the result."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from meeting.access.policy import Capability
from meeting.backup.events import BackupEnded, TrialEnded
from meeting.backup.rules import NOTHING_TO_TRY, UNDER_WAY
from meeting.backup.tables import Run, RunKind, last_run
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.refusals import Refused
from meeting.kernel.words import Phrase
from meeting.work.jobs import enqueue, is_open

JOBS = {RunKind.BACKUP: "backup.make", RunKind.TRIAL: "backup.try"}


@command("backup.request_backup", allow=Capability.KEEP_HOUSE)
class RequestBackup(Command, frozen=True, kw_only=True):
    """Make a backup now."""


@handles(RequestBackup)
def request_backup(command: RequestBackup, context: Context) -> list[Event]:
    """Request the job for the worker."""
    _request(context, RunKind.BACKUP)
    return []


@command("backup.request_trial", allow=Capability.KEEP_HOUSE)
class RequestTrial(Command, frozen=True, kw_only=True):
    """Try the newest backup now."""


@handles(RequestTrial)
def request_trial(command: RequestTrial, context: Context) -> list[Event]:
    """Request the job for the worker. Raises Refused when there is no backup to try."""
    if last_run(context.db, RunKind.BACKUP, good=True) is None:
        raise Refused(NOTHING_TO_TRY)
    _request(context, RunKind.TRIAL)
    return []


@command("backup.record_run", allow=Capability.WORK)
class RecordRun(Command, frozen=True, kw_only=True):
    """Record the result of a backup or a trial. `problem` is None on success."""

    kind: RunKind
    began_at: datetime
    file: str
    problem: Phrase | None
    found: dict[str, Any]


@handles(RecordRun)
def record_run(command: RecordRun, context: Context) -> list[Event]:
    """Add the run to the list, and in Vietnamese to the office's journal."""
    problem = str(command.problem or "")
    said = {"problem": msgspec.to_builtins(command.problem)} if command.problem else {}
    context.db.add(
        Run(
            kind=command.kind,
            began_at=command.began_at,
            ended_at=context.now,
            file=command.file,
            problem=problem,
            found=command.found | said,
        )
    )
    if command.kind == RunKind.TRIAL:
        return [TrialEnded(file=command.file, problem=problem)]
    return [BackupEnded(file=command.file, sha256=command.found.get("sha256", ""), problem=problem)]


def under_way(db: Session) -> bool:
    """Return whether a backup is being made or tried, or waits for the worker."""
    return any(is_open(db, kind) for kind in JOBS.values())


def _request(context: Context, kind: RunKind) -> None:
    if under_way(context.db):
        raise Refused(UNDER_WAY)
    enqueue(context.db, JOBS[kind], context.now)
