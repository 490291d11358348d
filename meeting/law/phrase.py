"""What a body calls its people, in both languages.

Law texts are data: they change with an edition, not with a release of the program.
"""

import msgspec

from meeting.kernel.words import Phrase


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A body's words for its people: its chair, one member, several members; and the default honorific."""

    chair: Phrase
    member: Phrase
    members: Phrase
    honorific: Phrase

    def say(self, lang: str) -> dict[str, str]:
        """Return `{"chair": …, "member": …, "members": …, "honorific": …}` in one language."""
        return {name: getattr(self, name).say(lang) for name in self.__struct_fields__}
