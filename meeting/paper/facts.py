"""Facts: exactly what the minutes print, in order, every sentence already written. JSON-plain and frozen.

The order of the parts is that of form 1.9, Annex III, Decree 30/2020/NĐ-CP. `compose` makes
facts from the record, `paper` sets them on pages and decides nothing about their words.
"""

import msgspec

FORM = 2
"""Edition of wording and layout. It stands in the file, so that a later edition is not mistaken for it."""
FORM_BY_ORDER = 3
"""The same of a meeting in which the clock was set back: form 2 told its order by times, this by the journal."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Common shape of the parts of facts."""


class Particular(Part, frozen=True, kw_only=True):
    """A labelled line of the head (`Địa điểm:` …), with further paragraphs under it."""

    label: str
    text: str = ""
    more: tuple[str, ...] = ()


class Point(Part, frozen=True, kw_only=True):
    """One item of the agenda: its heading and paragraphs."""

    heading: str
    paragraphs: tuple[str, ...] = ()


class Signature(Part, frozen=True, kw_only=True):
    """One half of the signature block. `field` is the name of the PDF's signature field."""

    field: str
    title: str
    hint: str
    name: str


class Column(Part, frozen=True, kw_only=True):
    """A column of a table; `width` in mm, `align` is LEFT, CENTER or RIGHT."""

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
    """An annex; `number` is Roman."""

    number: str
    title: str
    sections: tuple[AnnexSection, ...]


class Sheet(Part, frozen=True, kw_only=True):
    """A list that is printed by itself. `lines`: between the title and the tables."""

    body: str
    title: str
    heading: str
    lines: tuple[str, ...]
    sections: tuple[AnnexSection, ...]


class Facts(Part, frozen=True, kw_only=True):
    """The minutes. `party`: with the head of a Party paper. `dated`: ISO, for the file's metadata.

    `plain`: set line under line, because the full drawing failed for this record.
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
