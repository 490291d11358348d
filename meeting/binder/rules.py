"""What a binder holds, as pure data: the same contents are the same file."""

import hashlib
from collections.abc import Sequence

import msgspec

from meeting.kernel.refusals import declare

VERSION = 2
"""Of how binders are drawn: those of an earlier one are made again."""
NO_BINDER = declare("binder.none", 404, "Chưa có tập tài liệu này. Hãy bấm ghép lại.")
MOST_PAPERS = 500
"""In one file; whoever may read more is told how many stand in none."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A paper: its running number, and the PDF that stands for it; none, and why, of one that only can be fetched."""

    number: int
    title: str
    filename: str
    content: str = ""
    problem: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the agenda with its papers; `number` empty: papers of the meeting as a whole.

    `sitting`: with it begins a planned sitting, of this name and these hours.
    """

    number: str
    title: str
    level: int = 0
    presenter: str = ""
    minutes: int = 0
    start: str = ""
    sitting: str = ""
    sheets: tuple[Sheet, ...] = ()


class Binder(msgspec.Struct, frozen=True, kw_only=True):
    """What is bound. `reader`: whose copy it is, printed on every page; empty where everybody's is alike. `left_out`:
    how many papers more there are than one file takes.
    """

    title: str
    body: str
    when: str
    place: str
    parts: tuple[Part, ...]
    reader: str = ""
    left_out: int = 0

    @property
    def sheets(self) -> Sequence[Sheet]:
        """Every paper, in order."""
        return [sheet for part in self.parts for sheet in part.sheets]

    @property
    def key(self) -> str:
        """The name of the file: another one as soon as anything in it is another."""
        return hashlib.sha256(msgspec.json.encode([VERSION, self])).hexdigest()
