"""Commands about the office's settings."""

from typing import Annotated

from meeting.access.policy import Capability
from meeting.commands.registry import Command, Context, command, handles
from meeting.journal.events import Event
from meeting.kernel.text import Cap
from meeting.settings import rules
from meeting.settings.events import SettingChanged, SettingGivenUp
from meeting.settings.tables import ChosenSetting


@command("settings.change", allow=Capability.KEEP_HOUSE)
class ChangeSetting(Command, frozen=True, kw_only=True):
    """Change a setting. `seen`: the value chosen before, as the administrator saw it; empty when there was none."""

    setting: str
    value: Annotated[str, Cap("Giá trị", 400)]
    seen: str = ""


@handles(ChangeSetting)
def change_setting(command: ChangeSetting, context: Context) -> list[Event]:
    """Store the value. It is in force from the next request and the next job.

    Raises Refused for an unknown setting or a bad value, or when the value was changed meanwhile.
    """
    setting = rules.find_setting(command.setting)
    kept = context.db.get(ChosenSetting, setting.name)
    old = kept.value if kept else ""
    rules.check_unchanged(setting, command.seen, old)
    value = rules.check_value(setting, command.value)
    if kept is None:
        context.db.add(ChosenSetting(name=setting.name, value=value))
    elif kept.value == value:
        return []
    else:
        kept.value = value
    return [SettingChanged(name=setting.name, old=old, new=value)]


@command("settings.give_up", allow=Capability.KEEP_HOUSE)
class GiveUpSetting(Command, frozen=True, kw_only=True):
    """Return to the machine's own value."""

    setting: str


@handles(GiveUpSetting)
def give_up_setting(command: GiveUpSetting, context: Context) -> list[Event]:
    """Delete the chosen value: the configuration file or the default counts again.

    Raises Refused without a chosen value.
    """
    setting = rules.find_setting(command.setting)
    kept = context.db.get(ChosenSetting, setting.name)
    rules.check_changed(setting, kept=kept is not None)
    assert kept is not None  # noqa: S101 - checked above
    context.db.delete(kept)
    return [SettingGivenUp(name=setting.name, old=kept.value)]
