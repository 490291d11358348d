"""The content of a binder as pure data. The same content gives the same file."""

import hashlib
from collections.abc import Sequence

import msgspec

from meeting.documents.dossier import with_kind
from meeting.kernel.refusals import declare

VERSION = 3
"""The version of the layout. Binders of an earlier version are made again."""
NO_BINDER = declare("binder.none", 404, "Chưa có tập tài liệu này. Hãy bấm ghép lại.")
MOST_PAPERS = 500
"""The most papers in one file. A reader with more sees how many are left out."""


class BinderSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A paper: its number, and the hash of its PDF. Without a PDF, `content` is empty and `problem` says why.

    `kind`: the office's own word, or empty.
    """

    number: int
    title: str
    kind: str = ""
    filename: str = ""
    content: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        """Return the paper's name in lists."""
        return with_kind(self.title, self.kind)


class BinderPart(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the agenda with its papers. An empty `number` means papers of the whole meeting.

    `sitting`: name and hours of the planned sitting that begins with this item, or empty.
    """

    number: str
    title: str
    level: int = 0
    presenter: str = ""
    minutes: int = 0
    start: str = ""
    sitting: str = ""
    sheets: tuple[BinderSheet, ...] = ()


class Binder(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a binder. `reader`: the name printed on every page, empty when all copies are alike.

    `left_out`: the number of papers that do not fit in one file.
    """

    title: str
    body: str
    when: str
    place: str
    parts: tuple[BinderPart, ...]
    reader: str = ""
    left_out: int = 0

    @property
    def sheets(self) -> Sequence[BinderSheet]:
        """Return the papers in order."""
        return [sheet for part in self.parts for sheet in part.sheets]

    @property
    def key(self) -> str:
        """Return the name of the file. Any change in the content changes it."""
        return hashlib.sha256(msgspec.json.encode([VERSION, self])).hexdigest()
