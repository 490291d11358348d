"""Events of the office's directory. The journal never contains the password, only that it was set."""

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
    """The directory is no longer used. Its people stay; cards and PINs still work."""

    urls: tuple[str, ...]


@event("directory.rules_chosen", _l("Đổi quy tắc lấy người từ danh bạ"))
class RulesChosen(Event, frozen=True, kw_only=True):
    """New rules for the directory's people were chosen. They are used from the next reading on."""

    rules: tuple[Rule, ...]
