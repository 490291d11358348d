"""The worker's jobs: draw the minutes from the journal. When the full drawing fails, draw the plain form."""

import logging

from meeting.access.actors import SYSTEM
from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import find_meeting
from meeting.journal import book as journal
from meeting.journal.chain import Broken
from meeting.minutes.commands import RecordDraft, RecordNoDraft, RequestPlainDrawing
from meeting.minutes.text.compose import compose
from meeting.paper.document import draw
from meeting.paper.finish import length
from meeting.record.replay import replay
from meeting.signing.certificates import fingerprint
from meeting.work.jobs import job
from meeting.work.workshop import FAILED, Workshop

log = logging.getLogger(__name__)


def give_up(workshop: Workshop, reason: str, *, meeting_id: int) -> None:
    """Try the plain form when the full drawing crashed its worker; else tell the secretary why there is no draft."""
    with workshop.database.read() as db:
        entries = list(journal.entries(db, journal.book_of(meeting_id)))
    try:
        plain = replay(entries).plain
    except Broken:
        plain = True  # a journal that contradicts itself cannot be drawn in any form
    command = (RecordNoDraft if plain else RequestPlainDrawing)(meeting_id=meeting_id, reason=reason)
    workshop.commands.submit(command, actor=SYSTEM)


@job("minutes.draw", gives_up=give_up)
def draw_minutes(workshop: Workshop, *, meeting_id: int) -> None:
    """Draw the record as of the journal's present number; the same record gives the same file."""
    with workshop.database.read() as db:
        if find_meeting(db, meeting_id).state != MeetingState.ENDED:
            return  # the end was undone; the next end requests new minutes
        entries = list(journal.entries(db, journal.book_of(meeting_id)))
    last = entries[-1]
    authority = workshop.keyring.authority()
    manuscript = compose(
        replay(entries), (last.seq, last.hash), fingerprint(authority) if authority is not None else ""
    )
    try:
        pdf = draw(manuscript, journal.write_export(entries))
    except Exception:
        if manuscript.plain:
            raise
        log.exception("the full drawing failed")
        workshop.commands.submit(RequestPlainDrawing(meeting_id=meeting_id, reason=FAILED), actor=SYSTEM)
        return
    command = RecordDraft(
        meeting_id=meeting_id,
        sha256=workshop.blobs.put(pdf),
        pages=length(pdf),
        journal_seq=last.seq,
        journal_head=last.hash,
    )
    workshop.commands.submit(command, actor=SYSTEM)
