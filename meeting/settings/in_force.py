"""The settings in force: the environment first, then an administrator's choice, then the configuration file."""

import dataclasses
import os
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from meeting.config import Settings
from meeting.settings.rules import typed
from meeting.settings.tables import ChosenSetting
from meeting.store.plain import Plain

_CHOSEN = Plain(select(ChosenSetting.name, ChosenSetting.value))


def chosen(db: Session) -> dict[str, str]:
    """Return the values that administrators have chosen, by name."""
    return {row.name: row.value for row in _CHOSEN.all(db)}


def in_force(db: Session, settings: Settings, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings in force at this moment, by one statement."""
    found = {name: typed(name, value) for name, value in chosen(db).items() if not is_fixed(name, environ)}
    good = {name: value for name, value in found.items() if value is not None}
    return dataclasses.replace(settings, **good) if good else settings  # type: ignore[arg-type]


def is_fixed(name: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the environment of the machine sets it; a choice on screen then has no effect."""
    return f"MEETING_{name.upper()}" in environ
