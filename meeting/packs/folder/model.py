"""A meeting as a folder holds it: heading, items in order with papers and motions, and the people.

Texts are NFC. Moments are aware and in UTC. A pack exists only when nothing in the folder was wrong.
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
    """For whom a paper is meant: as `documents.readers`, with the titles of groups, and accounts of the folder."""

    members: bool = True
    guests: bool = False
    groups: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None


class PackPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper. `filename` is the name people see (none of a paper that is handed out on paper); `path` its content.

    Read from a folder, that is the file on disk. Papers of one pack with the same path are the same paper.
    """

    title: str
    filename: str
    media_type: str
    path: Path = Path()
    readers: PackReaders = PackReaders()
    kind: str = ""


class PackMotion(msgspec.Struct, frozen=True, kw_only=True):
    """A question to be put. `decision` is a key of the law edition: the kind of decision, whatever the form."""

    title: str
    form: MotionForm
    decision: str = ""


class PackItem(msgspec.Struct, frozen=True, kw_only=True):
    """An item: `number` is its place (1 is first), `minutes` the planned time, `text` Markdown.

    `level`: 0, or how far it stands under those before it. `internal`: guests and the hall know nothing of it.
    `start`: when it is planned to begin (`08:30`), or empty; `sitting`: in which sitting of the pack, 0 in none.
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
    """A sitting that is planned."""

    title: str
    starts_at: datetime
    ends_at: datetime


class PackMandate(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody with a vote is not in office, by which paper; `dated`: its day (ISO), or empty."""

    mandate: Mandate
    number: str
    dated: str
    reason: str


class PackPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person and their place in this meeting. An administrator cares for the system and is nobody in the meeting.

    `head`: the head of the body, whoever presides. `out`: why they are not in office; None of everybody who is.
    `point`: at which point outside the room they are expected, or empty.
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
        """Whether they take a seat; who does not is an administrator."""
        return self.role != Role.NOBODY


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting to be planned. `papers` belong to the whole meeting, those of an item stand in the item.

    `seating`: how the places of its room stand; who sits on which is the label of each person. `sittings` in the
    order of time. `points` outside the room, by their names.
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
        """The papers of the meeting that have a file, then those of the items in order."""
        papers = self.papers + tuple(paper for item in self.items for paper in item.papers)
        return tuple(paper for paper in papers if paper.filename)

    def apart_from_disk(self) -> "Pack":
        """The same meeting, saying nothing of where its papers lie: what two copies of a pack share."""
        return msgspec.structs.replace(
            self,
            papers=_without_paths(self.papers),
            items=tuple(msgspec.structs.replace(i, papers=_without_paths(i.papers)) for i in self.items),
        )


def _without_paths(papers: tuple[PackPaper, ...]) -> tuple[PackPaper, ...]:
    return tuple(msgspec.structs.replace(paper, path=Path()) for paper in papers)
