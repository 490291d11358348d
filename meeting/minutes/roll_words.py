"""What is asked of, and answered by, the making of the list of attendance (`roll_apart`)."""

from enum import StrEnum

import msgspec

from meeting.paper.facts import Sheet


class RollForm(StrEnum):
    """What file it becomes."""

    PDF = "pdf"
    XLSX = "xlsx"


class RollWanted(msgspec.Struct, frozen=True):
    """The list, and the form in which it is wanted."""

    form: RollForm
    sheet: Sheet


class RollMade(msgspec.Struct, frozen=True):
    """The file."""

    content: bytes
