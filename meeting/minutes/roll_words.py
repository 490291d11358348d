"""The request and the answer of the process that makes the list of attendance (`roll_apart`)."""

from enum import StrEnum

import msgspec

from meeting.paper.manuscript import Sheet


class RollForm(StrEnum):
    """The form of the file."""

    PDF = "pdf"
    XLSX = "xlsx"


class RollWanted(msgspec.Struct, frozen=True):
    """The list, and the wanted form."""

    form: RollForm
    sheet: Sheet


class RollMade(msgspec.Struct, frozen=True):
    """The file."""

    content: bytes
