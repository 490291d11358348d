"""Events about backups, in the office's own journal."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("backup.backup_ended", _l("Sao lưu"))
class BackupEnded(Event, frozen=True, kw_only=True):
    """A backup was made, or failed for a reason (`problem`, Vietnamese)."""

    file: str
    sha256: str
    problem: str


@event("backup.trial_ended", _l("Khôi phục thử"))
class TrialEnded(Event, frozen=True, kw_only=True):
    """The newest backup was restored into a temporary place and checked, or that failed for a reason."""

    file: str
    problem: str
