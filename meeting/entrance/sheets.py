"""Sheets: the printed cards as files. They show every PIN, so they go as soon as nobody needs them.

The office says that they are printed (`meeting cards SLUG --done`), or the meeting begins: then everybody has a card.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from meeting.work import jobs


def order_discarding(db: Session, meeting_id: int, now: datetime) -> None:
    """The worker throws the meeting's sheets away."""
    jobs.enqueue(db, "entrance.discard_sheets", now, meeting_id=meeting_id)


def sheets_of(folder: Path, slug: str) -> list[Path]:
    """The sheets of a meeting that are there to be printed, in the order they were made."""
    return sorted(folder.glob(f"{slug}.html")) + sorted(folder.glob(f"{slug}.*.html"))


def discard_sheets(folder: Path, slug: str) -> int:
    """Throw a meeting's sheets away; returns how many there were."""
    sheets = sheets_of(folder, slug)
    for sheet in sheets:
        sheet.unlink(missing_ok=True)
    return len(sheets)
