"""The worker's jobs: make a backup, try one. The result is always recorded."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from meeting.access.actors import SYSTEM
from meeting.backup.commands import RecordRun
from meeting.backup.making import alone, back_up, newest
from meeting.backup.rules import NOTHING_TO_TRY
from meeting.backup.tables import RunKind
from meeting.backup.trial import try_out
from meeting.commands.replies import in_words
from meeting.kernel.refusals import Refused
from meeting.kernel.words import Phrase, say
from meeting.store.disk import reason
from meeting.work.jobs import job
from meeting.work.workshop import Workshop

log = logging.getLogger(__name__)


def give_up_backup(workshop: Workshop, reason: str) -> None:
    """Record the failure of a backup whose worker died."""
    _submit(workshop, RunKind.BACKUP, workshop.clock(), _kept(reason))


def give_up_trial(workshop: Workshop, reason: str) -> None:
    """Record the failure of a trial whose worker died."""
    _submit(workshop, RunKind.TRIAL, workshop.clock(), _kept(reason))


@job("backup.make", gives_up=give_up_backup)
def make(workshop: Workshop) -> None:
    """Make a backup and its copies, and record the result."""
    _record(workshop, RunKind.BACKUP, lambda: back_up(workshop.chosen(), workshop.database, workshop.clock()))


@job("backup.try", gives_up=give_up_trial)
def try_newest(workshop: Workshop) -> None:
    """Restore the newest backup into a temporary place, and record the result."""
    _record(workshop, RunKind.TRIAL, lambda: _try_newest(workshop))


def _try_newest(workshop: Workshop) -> msgspec.Struct:
    file = newest(workshop.settings)
    if file is None:
        raise Refused(NOTHING_TO_TRY)
    with alone(workshop.settings.data):
        return try_out(workshop.settings, workshop.database, file)


def _kept(reason: str) -> Phrase:
    return Phrase(vi=reason, en=say(reason, "en"))


def _record(workshop: Workshop, kind: RunKind, does: Callable[[], msgspec.Struct]) -> None:
    began, problem, found = workshop.clock(), None, {}
    try:
        found = msgspec.to_builtins(does())
    except (Refused, OSError) as error:
        log.exception("%s failed", kind)
        problem = reason(error) if isinstance(error, OSError) else in_words(error)
    _submit(workshop, kind, began, problem, found)


def _submit(
    workshop: Workshop, kind: RunKind, began: datetime, problem: Phrase | None, found: Mapping[str, Any] | None = None
) -> None:
    told = dict(found or {})
    command = RecordRun(kind=kind, began_at=began, file=told.pop("file", ""), problem=problem, found=told)
    workshop.commands.submit(command, actor=SYSTEM)
