"""Manuscript: exactly what the minutes print, in order, with every sentence written out. Plain JSON, frozen.

The parts are in the order of form 1.9, Annex III, Decree 30/2020/NĐ-CP. `compose` makes it from the record. `paper`
draws them and never changes their words.
"""

import msgspec

FORM = 2
"""The edition of wording and layout. It is stored in the file, so that later editions can be told from it."""
FORM_BY_ORDER = 3
"""The same edition for a meeting whose clock was set back: events are ordered by the journal instead of by time."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of all parts of a manuscript."""


class Particular(Part, frozen=True, kw_only=True):
    """A labelled line of the head (`Địa điểm:` …), with further paragraphs below it."""

    label: str
    text: str = ""
    more: tuple[str, ...] = ()


class Point(Part, frozen=True, kw_only=True):
    """One item of the agenda: its heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...] = ()


class Signature(Part, frozen=True, kw_only=True):
    """One half of the signature block. `field` is the name of the signature field in the PDF."""

    field: str
    title: str
    hint: str
    name: str


class Column(Part, frozen=True, kw_only=True):
    """A column of a table. `width` is in mm; `align` is LEFT, CENTER or RIGHT."""

    title: str
    width: float
    align: str = "LEFT"


class AnnexSection(Part, frozen=True, kw_only=True):
    """A section of an annex: heading, paragraphs, a table, and notes to the table. Each may be empty."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


class Annex(Part, frozen=True, kw_only=True):
    """An annex. `number` is a Roman number."""

    number: str
    title: str
    sections: tuple[AnnexSection, ...]


class Sheet(Part, frozen=True, kw_only=True):
    """A list printed separately. `lines` come between the title and the tables."""

    body: str
    title: str
    heading: str
    lines: tuple[str, ...]
    sections: tuple[AnnexSection, ...]


class Manuscript(Part, frozen=True, kw_only=True):
    """The minutes. `party`: the head is that of a Party paper. `dated`: ISO time for the file's metadata.

    `plain`: drawn as simple lines, because the full layout failed for this record.
    """

    form: int
    plain: bool
    party: bool
    parent_body: str
    body: str
    number: str
    heading: str
    particulars: tuple[Particular, ...]
    course: str
    points: tuple[Point, ...]
    closing: str
    clerk: Signature
    chair: Signature
    recipients: tuple[str, ...]
    annex_reference: str
    annexes: tuple[Annex, ...]
    dated: str
    journal_seq: int
    journal_head: str
