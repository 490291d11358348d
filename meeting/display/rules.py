"""The display settings and their defaults. Pure decisions."""

from collections.abc import Mapping, Set
from enum import StrEnum


class Theme(StrEnum):
    """The colours of a page. `SYSTEM` follows the device's own setting."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Size(StrEnum):
    """The size of text."""

    MEDIUM = "1"
    LARGE = "2"
    LARGEST = "3"


CHOICES: dict[str, type[StrEnum]] = {"theme": Theme, "size": Size}
"""The possible values of each setting. The first value is the default."""


def on_device(kept: Mapping[str, str], own: Mapping[str, str], unsent: Set[str]) -> dict[str, str]:
    """Return the settings of a page: the person's own choice, or else the one stored on this device (`kept`)."""
    first = {name: next(iter(values)).value for name, values in CHOICES.items()}
    known = {name: kept[name] for name, values in CHOICES.items() if kept.get(name) in set(values)}
    chosen = {name: own[name] for name in CHOICES if own.get(name) and not (name in unsent and name in known)}
    return first | known | chosen
