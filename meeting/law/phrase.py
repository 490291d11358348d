"""Texts of the law edition in both languages.

Law texts are data: they change with an edition, not with a release of the program.
"""

from typing import Annotated

import msgspec

from meeting.kernel.languages import Language

Line = Annotated[str, msgspec.Meta(min_length=1)]


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """The same words in Vietnamese (normative) and English."""

    vi: Line
    en: Line

    def say(self, lang: str) -> str:
        """Return the words in `lang`: English for `en`, Vietnamese for anything else."""
        return self.en if lang == Language.ENGLISH else self.vi

    def __str__(self) -> str:
        return self.vi


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A body's words for its people: its chair, one member, several members; and the default honorific."""

    chair: Phrase
    member: Phrase
    members: Phrase
    honorific: Phrase

    def say(self, lang: str) -> dict[str, str]:
        """Return `{"chair": …, "member": …, "members": …, "honorific": …}` in one language."""
        return {name: getattr(self, name).say(lang) for name in self.__struct_fields__}
