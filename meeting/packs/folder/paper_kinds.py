"""The kind of a paper in a folder: its entry says it, or its names do.

It is written back only when the names do not give it.
"""

from meeting.catalogue.rules import Kind, sample
from meeting.documents.dossier import guessed
from meeting.packs.folder.words import plain

NONE = ("khác", "other")
"""Words for a paper without a kind, when its names would suggest one. The first word is used for writing."""


def kind_said(word: str) -> str:
    """Return the kind that an entry's word means; empty for the words of `NONE`."""
    return "" if plain(word) in map(plain, NONE) else word


def kind_named(title: str, filename: str) -> str:
    """Return the kind that a paper's names suggest.

    It uses the shipped list of kinds, so every office reads a folder alike.
    """
    return guessed(title, filename, sample(Kind.PAPERS))


def kind_entry(kind: str, title: str, filename: str) -> dict[str, str]:
    """Return the `kind` key of a paper's entry; an empty map when the names already give the kind."""
    return {} if kind == kind_named(title, filename) else {"kind": kind or NONE[0]}
