"""The languages of the screens. Everything is written in Vietnamese first; English is a translation."""

from enum import StrEnum


class Language(StrEnum):
    """The language codes that browsers and catalogues use."""

    VIETNAMESE = "vi"
    ENGLISH = "en"
