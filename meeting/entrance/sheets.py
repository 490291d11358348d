"""Sheets: files of printed cards. They show every PIN, so they are deleted as soon as they are no longer needed.

That is when the office says that they are printed (`meeting cards SLUG --done`), or when the meeting begins.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from meeting.work import jobs


def request_discarding(db: Session, meeting_id: int, now: datetime) -> None:
    """Request the job that deletes the meeting's sheets."""
    jobs.enqueue(db, "entrance.discard_sheets", now, meeting_id=meeting_id)


def sheets_of(folder: Path, slug: str) -> list[Path]:
    """Return the sheets of a meeting that are ready to print, in the order they were made."""
    return sorted(folder.glob(f"{slug}.html")) + sorted(folder.glob(f"{slug}.*.html"))


def discard_sheets(folder: Path, slug: str) -> int:
    """Delete a meeting's sheets. Returns their number."""
    sheets = sheets_of(folder, slug)
    for sheet in sheets:
        sheet.unlink(missing_ok=True)
    return len(sheets)
