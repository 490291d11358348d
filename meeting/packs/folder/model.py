"""A meeting as a folder holds it: heading, items in order with papers and motions, and people.

Texts are in NFC. Times have a time zone and are in UTC. `read` returns a pack only when the folder has no problem.
"""

from datetime import datetime
from pathlib import Path

import msgspec

from meeting.agenda.rules import ItemForm, Mandate
from meeting.agenda.seating_rules import Seating
from meeting.kernel.roles import Role
from meeting.people.particulars import Particulars
from meeting.voting.rules import MotionForm


class PackReaders(msgspec.Struct, frozen=True, kw_only=True):
    """The readers of a paper: as in `documents.readers`, with titles of groups and accounts of people in the folder."""

    members: bool = True
    guests: bool = False
    groups: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None


class PackPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper.

    `filename` is the name people see, empty for a paper that is handed out in print; `path` is the file on disk.

    `kind` is the office's own word, guessed from title and filename when the folder does not give it; empty means no
    kind. Papers of one pack with the same path are the same paper.
    """

    title: str
    filename: str
    media_type: str
    path: Path = Path()
    readers: PackReaders = PackReaders()
    kind: str = ""


class PackMotion(msgspec.Struct, frozen=True, kw_only=True):
    """A question to vote on.

    `decision` is the key of a kind of decision in the law edition; it does not depend on the form.
    """

    title: str
    form: MotionForm
    decision: str = ""


class PackItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item. `number` is its position (from 1), `minutes` its planned duration, `text` is Markdown.

    `level` is its depth below earlier items, 0 at the top. `internal` items are hidden from guests and the hall screen.
    `start` is its planned time (`08:30`), or empty. `sitting` is the number of its sitting in the pack, 0 for none.
    """

    number: int
    title: str
    presenter: str
    minutes: int
    form: ItemForm
    text: str = ""
    papers: tuple[PackPaper, ...] = ()
    motions: tuple[PackMotion, ...] = ()
    level: int = 0
    internal: bool = False
    start: str = ""
    sitting: int = 0


class PackSitting(msgspec.Struct, frozen=True, kw_only=True):
    """A planned sitting."""

    title: str
    starts_at: datetime
    ends_at: datetime


class PackMandate(msgspec.Struct, frozen=True, kw_only=True):
    """Why a person with a vote is not in office, with the document that says so.

    `dated` is its date (ISO), or empty.
    """

    mandate: Mandate
    number: str
    dated: str
    reason: str


class PackPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person with their seat in this meeting. An administrator has no seat: see `seated`.

    `head`: the person is the head of the body, who need not be the chair. `out`: why the person is not in office, or
    None. `point`: the point outside the room where the person is expected, or empty.
    """

    account: str
    particulars: Particulars
    role: Role
    votes: bool
    weight: int = 1
    label: str = ""
    head: bool = False
    out: PackMandate | None = None
    point: str = ""

    @property
    def seated(self) -> bool:
        """Return whether the person has a seat. Only administrators do not."""
        return self.role != Role.NOBODY


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A planned meeting. `papers` belong to the whole meeting; each item holds its own.

    `seating` is the layout of the room; each person's label names their place. `sittings` are in order of time.
    `points` are the names of points outside the room.
    """

    slug: str
    title: str
    parent_body: str
    body: str
    body_code: str
    place: str
    starts_at: datetime
    ends_at: datetime
    preset: str
    papers: tuple[PackPaper, ...] = ()
    items: tuple[PackItem, ...] = ()
    people: tuple[PackPerson, ...] = ()
    seating: Seating | None = None
    sittings: tuple[PackSitting, ...] = ()
    points: tuple[str, ...] = ()

    def every_paper(self) -> tuple[PackPaper, ...]:
        """Return the papers that have a file: first those of the meeting, then those of the items in order."""
        papers = self.papers + tuple(paper for item in self.items for paper in item.papers)
        return tuple(paper for paper in papers if paper.filename)

    def apart_from_disk(self) -> "Pack":
        """Return the same meeting without the papers' paths, so that two copies of a pack compare as equal."""
        return msgspec.structs.replace(
            self,
            papers=_without_paths(self.papers),
            items=tuple(msgspec.structs.replace(i, papers=_without_paths(i.papers)) for i in self.items),
        )


def _without_paths(papers: tuple[PackPaper, ...]) -> tuple[PackPaper, ...]:
    return tuple(msgspec.structs.replace(paper, path=Path()) for paper in papers)
