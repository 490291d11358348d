"""Agenda packs: a meeting as a folder that people write by hand.

`read` accepts a pack (`agenda.yaml`) or the folder of an office (`agenda.csv`, `people.csv`). It reads everything or
raises PackProblems. `write` writes a pack. Reading a written pack gives the same meeting.
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
