"""The catalogues: message ids are Vietnamese, English is a translation. An untranslated text stays Vietnamese."""

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from meeting.kernel.languages import Language

FOLDER = Path(__file__).parent.parent / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language."""
    return Translations.load(str(FOLDER), [language]) if language != Language.VIETNAMESE else NullTranslations()


def say(text: str, language: str) -> str:
    """Return the text in a language."""
    return catalogue(language).ugettext(text) if text else ""
