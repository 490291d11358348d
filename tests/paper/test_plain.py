"""The full drawing fails: the worker draws plainly, and verification draws the same way."""

import msgspec
import pytest

from meeting.journal import book as journal
from meeting.minutes import jobs
from meeting.minutes.events import PlainDrawingOrdered
from meeting.minutes.tables import latest_minutes
from meeting.paper import document
from meeting.paper.manuscript import Manuscript
from meeting.proof.printed import lines
from meeting.proof.record import check_record
from meeting.proof.verify import verify
from meeting.work.workshop import FAILED, Workshop
from tests.council import Council
from tests.paper.conftest import Office, drafted, manuscript_of, signs
from tests.paper.meetings import committee


def test_a_plain_drawing_is_signed_and_verified_like_any_other(office: Office) -> None:
    story = committee()
    story.says(PlainDrawingOrdered(reason="ô quá cao"))
    manuscript, journal_then = manuscript_of(story), story.journal
    drawn = document.draw(manuscript, journal_then)
    drafted(story, drawn)
    signed = signs(story, signs(story, drawn, "clerk", office.clerk), "chair", office.chair)
    assert verify(signed, office.certificate, story.journal).verdict == "ok"
    told = " ".join(text for _, text in lines(drawn))
    assert "THƯ KÝ" in told
    assert "CHỦ TỌA" in told
    assert "TT: 1; Ghế: A01" in told
    forged = document.draw(msgspec.structs.replace(manuscript, plain=False), journal_then)
    findings = check_record(forged).findings
    assert "failed" in {finding.outcome for finding in findings}, "the journal says that it was drawn plainly"


def test_the_worker_draws_plainly_what_it_cannot_draw_in_full(
    sitting: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = sitting.house.site
    workshop = Workshop(house.settings, house.database, house.blobs, house.commands, house.clock, house.keyring)
    with sitting.unwatched():
        sitting.ends()
        monkeypatch.setattr(document, "_draw_full", too_high)
        for _ in range(2):  # the first job fails and makes the second
            jobs.draw_minutes(workshop, meeting_id=sitting.meeting)
    with sitting.database.read() as db:
        latest = latest_minutes(db, sitting.meeting)
        assert latest is not None
        head = list(journal.entries(db, journal.book_of(sitting.meeting)))[latest.journal_seq - 1]
    assert "Lập lại" in sitting.sees("clerk", "minutes")
    drawn = house.blobs.path(latest.sha256).read_bytes()
    assert {finding.outcome for finding in check_record(drawn).findings} == {"ok"}
    assert head.kind == PlainDrawingOrdered.kind
    assert head.body == {"reason": FAILED}


def test_a_drawing_that_crashes_the_worker_every_time_is_made_plainly(sitting: Council) -> None:
    house = sitting.house.site
    workshop = Workshop(house.settings, house.database, house.blobs, house.commands, house.clock, house.keyring)
    with sitting.unwatched():
        sitting.ends()
        jobs.give_up(workshop, "việc xử lý bị dừng giữa chừng nhiều lần", meeting_id=sitting.meeting)
        assert sitting.retells().plain
        jobs.give_up(workshop, "hết chỗ trên đĩa", meeting_id=sitting.meeting)
    assert "hết chỗ trên đĩa" in sitting.sees("clerk", "minutes")
    assert "minutes.request_draft" in sitting.sees("clerk", "minutes"), "and the secretary may always order again"


def too_high(manuscript: Manuscript) -> None:
    raise ValueError("ô quá cao " * 100)
