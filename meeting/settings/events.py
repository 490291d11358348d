"""What happens to the office's settings."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("settings.setting_changed", _l("Đổi thiết đặt"))
class SettingChanged(Event, frozen=True, kw_only=True):
    """An officer gave a setting another value. `old` is empty when so far the value of the machine held."""

    name: str
    old: str
    new: str


@event("settings.setting_given_up", _l("Bỏ thiết đặt riêng"))
class SettingGivenUp(Event, frozen=True, kw_only=True):
    """The value of the machine, from its file or the program, holds again."""

    name: str
    old: str
