"""What may be chosen, and what is shown while nothing was: pure decisions."""

from collections.abc import Mapping, Set
from enum import StrEnum


class Theme(StrEnum):
    """The ground of a page. `SYSTEM`: what the device itself asks for."""

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
"""What may be chosen of each setting; the first is shown while nothing is."""


def on_device(kept: Mapping[str, str], own: Mapping[str, str], unsent: Set[str]) -> dict[str, str]:
    """How a page is drawn, by setting: as its person chose on whatever device, else as this device keeps it.

    `unsent`: what the person chose on this device and no server has heard yet; it is newer than what is known of them.
    """
    first = {name: next(iter(values)).value for name, values in CHOICES.items()}
    known = {name: kept[name] for name, values in CHOICES.items() if kept.get(name) in set(values)}
    chosen = {name: own[name] for name in CHOICES if own.get(name) and not (name in unsent and name in known)}
    return first | known | chosen
