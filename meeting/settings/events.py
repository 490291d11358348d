"""What happens to the office's settings."""

from meeting.journal.events import Event, event


@event("settings.setting_changed")
class SettingChanged(Event, frozen=True, kw_only=True):
    """An officer gave a setting another value. `old` is empty when so far the value of the machine held."""

    name: str
    old: str
    new: str


@event("settings.setting_given_up")
class SettingGivenUp(Event, frozen=True, kw_only=True):
    """The value of the machine, from its file or the program, holds again."""

    name: str
    old: str
