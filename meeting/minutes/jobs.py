"""The worker's part of the minutes: draw them from the journal."""

import io

import pikepdf

from meeting.access.actors import SYSTEM
from meeting.journal import book as journal
from meeting.minutes.commands import RecordDraft, RecordNoDraft
from meeting.minutes.compose import compose
from meeting.minutes.paper.document import draw
from meeting.minutes.replay import replay
from meeting.work.jobs import job
from meeting.work.workshop import Workshop


def give_up(workshop: Workshop, reason: str, *, meeting_id: int) -> None:
    """Tell the secretary that no draft could be drawn."""
    workshop.commands.submit(RecordNoDraft(meeting_id=meeting_id, reason=reason), actor=SYSTEM)


@job("minutes.draw", gives_up=give_up)
def draw_minutes(workshop: Workshop, *, meeting_id: int) -> None:
    """Draw the record as of the journal's present number; the same record gives the same file."""
    with workshop.database.read() as db:
        entries = list(journal.entries(db, journal.book_of(meeting_id)))
    last = entries[-1]
    pdf = draw(compose(replay(entries), (last.seq, last.hash)), journal.write_export(entries))
    with pikepdf.open(io.BytesIO(pdf)) as drawn:
        pages = len(drawn.pages)
    order = RecordDraft(
        meeting_id=meeting_id, sha256=workshop.blobs.put(pdf), pages=pages, journal_seq=last.seq, journal_head=last.hash
    )
    workshop.commands.submit(order, actor=SYSTEM)
