"""The languages that screens speak. Everything is written in Vietnamese first; English is a translation."""

from enum import StrEnum


class Language(StrEnum):
    """As browsers and catalogues name it."""

    VIETNAMESE = "vi"
    ENGLISH = "en"
