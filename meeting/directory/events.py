"""What happens to the office's directory. No password stands in the journal, only that it was set."""

from meeting.access.directory.task import DirectoryKind
from meeting.directory.rules import Rule
from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("directory.set", _l("Đổi kết nối danh bạ"))
class DirectorySet(Event, frozen=True, kw_only=True):
    """Somebody has set how the directory is reached. `authority`: SHA-256 of the certificates that vouch for it."""

    urls: tuple[str, ...]
    schema: DirectoryKind
    authority: str
    service: str
    new_password: bool
    base: str
    group_base: str
    wanted: str
    nightly: bool
    newcomers: bool


@event("directory.cut", _l("Ngắt kết nối danh bạ"))
class DirectoryCut(Event, frozen=True, kw_only=True):
    """The directory is asked no more. Its people stay; cards and PINs go on."""

    urls: tuple[str, ...]


@event("directory.rules_chosen", _l("Đổi quy tắc lấy người từ danh bạ"))
class RulesChosen(Event, frozen=True, kw_only=True):
    """From the next reading on, these rules say what its people are here."""

    rules: tuple[Rule, ...]
