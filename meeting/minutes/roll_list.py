"""The list of attendance of one meeting: who was present when, sitting by sitting, by its journal."""

import time
from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from meeting.journal import book as journal
from meeting.journal.chain import Entry
from meeting.minutes.text.annexes import attendance_list
from meeting.minutes.text.attendance import attendance
from meeting.minutes.text.clock import set_back
from meeting.minutes.text.phrases import moment
from meeting.minutes.text.sittings import sittings
from meeting.paper.manuscript import Sheet
from meeting.record.replay import replay

_AT_ONCE = 100
"""Entries to read before others get a turn."""


def roll_sheet(db: Session, meeting_id: int) -> Sheet:
    """Return the list as of now. Leaves out the line that points to the minutes' annex."""
    record = replay(_in_turns(journal.entries(db, journal.book_of(meeting_id))))
    begun = [f"Khai mạc: {moment(record.started_at)}."] if record.started_at else []
    told = *begun, *set_back(record), *sittings(record), *attendance(record)[:-1]
    return Sheet(
        body=record.body,
        title="DANH SÁCH ĐIỂM DANH",
        heading=record.title,
        lines=(*told, f"Tính đến {moment(record.last_at)}."),
        sections=attendance_list(record),
    )


def _in_turns(entries: Iterable[Entry]) -> Iterator[Entry]:
    for number, entry in enumerate(entries):
        if number % _AT_ONCE == 0:
            time.sleep(0)
        yield entry
