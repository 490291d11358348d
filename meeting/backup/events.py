"""What happens to backups, in the office's own journal."""

from meeting.journal.events import Event, event


@event("backup.backup_ended")
class BackupEnded(Event, frozen=True, kw_only=True):
    """A backup was made, or failed for a reason (`problem`, Vietnamese)."""

    file: str
    sha256: str
    problem: str


@event("backup.trial_ended")
class TrialEnded(Event, frozen=True, kw_only=True):
    """The newest backup was put back into a scratch place and checked, or failed that for a reason."""

    file: str
    problem: str
