"""Agenda packs: a meeting as a folder that people write by hand, read whole or not at all, and written back.

`read` takes a pack (`agenda.yaml`) or a folder as an office has it (`agenda.csv`, `people.csv`);
`write` makes a pack. Reading what was written gives the same meeting again.
"""

from meeting.packs.folder.model import Pack, PackItem, PackMotion, PackPaper, PackPerson
from meeting.packs.folder.problems import PackProblems, Problem
from meeting.packs.folder.read import FolderReading, read, read_noting
from meeting.packs.folder.write import open_from_disk, write

__all__ = [
    "FolderReading",
    "Pack",
    "PackItem",
    "PackMotion",
    "PackPaper",
    "PackPerson",
    "PackProblems",
    "Problem",
    "open_from_disk",
    "read",
    "read_noting",
    "write",
]
