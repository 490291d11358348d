"""Events of the office's settings."""

from meeting.journal.events import Event, event
from meeting.kernel.refusals import _l


@event("settings.setting_changed", _l("Đổi thiết đặt"))
class SettingChanged(Event, frozen=True, kw_only=True):
    """An administrator changed a setting. `old` is empty when the machine's own value was in force before."""

    name: str
    old: str
    new: str


@event("settings.setting_given_up", _l("Bỏ thiết đặt riêng"))
class SettingGivenUp(Event, frozen=True, kw_only=True):
    """The machine's own value, from its file or the default, is in force again."""

    name: str
    old: str
