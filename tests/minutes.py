"""Minutes as an office makes them: drawn, signed by secretary and chair, and read line by line."""

from meeting.minutes.commands import RecordDraft, RecordSignature
from meeting.minutes.text.compose import compose
from meeting.record.replay import replay
from tests.council import Council


def draw(council: Council, sha256: str = "d1") -> None:
    command = RecordDraft(
        meeting_id=council.meeting, sha256=sha256, pages=4, journal_seq=council.seq(), journal_head="h"
    )
    council.submits("system", command)


def signature(council: Council, approved: str = "d1", signed: str = "s1") -> RecordSignature:
    return RecordSignature(
        meeting_id=council.meeting, approved_sha256=approved, signed_sha256=signed, certificate="CN=…"
    )


def locks(council: Council) -> None:
    """Secretary and chair sign."""
    one, upto = {"meeting_id": council.meeting}, {"journal_seq": council.seq(), "journal_head": "h"}
    council.submits("system", RecordDraft(**one, **upto, sha256="d", pages=4))
    for who, before, after in (("ha", "d", "s"), ("an", "s", "t")):
        council.submits(who, RecordSignature(**one, approved_sha256=before, signed_sha256=after, certificate="CN=…"))


def printed(council: Council) -> str:
    """Every line of the minutes and their annexes."""
    entries = council.journal()
    manuscript = compose(replay(entries), (entries[-1].seq, entries[-1].hash))
    lines = [line for point in manuscript.points for line in point.paragraphs]
    lines += [line for each in manuscript.particulars for line in (each.text, *each.more)]
    for annex in manuscript.annexes:
        for section in annex.sections:
            lines += [section.heading, *section.paragraphs, *section.notes, *("|".join(row) for row in section.rows)]
    return "\n".join(lines)
