"""The catalogues: message ids are Vietnamese, English is a translation. An untranslated text stays Vietnamese.

A `Phrase` has its words in both languages already: a text of a law edition, or a catalogue sentence with its facts.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Protocol, runtime_checkable

import msgspec
from babel.support import NullTranslations, Translations

from meeting.kernel.languages import Language

FOLDER = Path(__file__).parent.parent / "translations"

Line = Annotated[str, msgspec.Meta(min_length=1)]


@runtime_checkable
class InTwoLanguages(Protocol):
    """A fact that has its own words in both languages."""

    def say(self, lang: str) -> str:
        """Return the words in a language."""
        ...


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """The same words in Vietnamese (normative) and English."""

    vi: Line
    en: Line

    def say(self, lang: str) -> str:
        """Return the words in `lang`: English for `en`, Vietnamese for anything else."""
        return self.en if lang == Language.ENGLISH else self.vi

    def __str__(self) -> str:
        return self.vi


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language."""
    return Translations.load(str(FOLDER), [language]) if language != Language.VIETNAMESE else NullTranslations()


def say(text: str, language: str) -> str:
    """Return the text in a language."""
    return catalogue(language).ugettext(text) if text else ""


def fill(sentence: str, facts: Mapping[str, object], language: str) -> str:
    """Return a sentence of the catalogue in a language, with its facts (`{name}`) filled in."""
    told = {name: each.say(language) if isinstance(each, InTwoLanguages) else each for name, each in facts.items()}
    return say(sentence, language).format(**told)


def phrase(sentence: str, **facts: object) -> Phrase:
    """Return a sentence of the catalogue with its facts, in both languages. Its text is collected from the call."""
    return Phrase(vi=fill(sentence, facts, Language.VIETNAMESE), en=fill(sentence, facts, Language.ENGLISH))
