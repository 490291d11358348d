"""The meeting is ended by mistake, and goes on."""

from meeting.conduct.commands import GoToItem, TakeBackEnd
from meeting.minutes.commands import RecordDraft, RecordNoDraft, RecordSignature
from meeting.minutes.jobs import draw_minutes
from meeting.minutes.text.compose import compose
from meeting.work.workshop import Workshop
from tests.council import FOR, Council
from tests.pages.client import Browser


def back(council: Council, reason: str = "Bấm nhầm") -> TakeBackEnd:
    return TakeBackEnd(meeting_id=council.meeting, reason=reason)


def draft(council: Council, sha256: str, seq: int | None = None) -> RecordDraft:
    upto = council.seq() if seq is None else seq
    return RecordDraft(meeting_id=council.meeting, sha256=sha256, pages=4, journal_seq=upto, journal_head="h")


def sign(council: Council, approved: str) -> RecordSignature:
    return RecordSignature(meeting_id=council.meeting, approved_sha256=approved, signed_sha256="s", certificate="CN=…")


def test_an_end_by_mistake_is_taken_back_and_the_meeting_goes_on_where_it_was(sitting: Council) -> None:
    sitting.turns_to(2)
    sitting.clock.advance(minutes=5)
    sitting.ends()
    assert "Phiên họp đã kết thúc" in sitting.sees("screen", "stage")
    sitting.clock.advance(minutes=1)
    sitting.reopens()
    assert 'data-mode="item"' in sitting.sees("screen", "stage")
    assert "Mục 2/3" in sitting.sees("member", "now")
    assert "9/9" in sitting.sees("screen", "quorum"), "nobody has to check in again"
    with sitting.unwatched():
        motion = sitting.prepares("Thông qua", item=2)
    sitting.opens(motion)
    sitting.casts("lan", motion, FOR)
    told = sitting.retells()
    assert len(told.items[1].spans) == 1, "the item was not left"


def test_the_minutes_mention_an_end_that_was_taken_back(sitting: Council) -> None:
    sitting.clock.advance(minutes=65)
    sitting.ends()
    sitting.clock.advance(minutes=1)
    sitting.reopens("Bấm nhầm nút")
    sitting.clock.advance(minutes=14)
    sitting.ends()
    closing = compose(sitting.retells(), (1, "h")).closing
    assert "lúc 9 giờ 05 là nhầm và được hủy lúc 9 giờ 06, cuộc họp tiếp tục. Lý do: Bấm nhầm nút." in closing
    assert "Cuộc họp kết thúc vào 9 giờ 20" in closing


def test_an_end_is_taken_back_with_a_reason_by_an_officer_after_an_end(sitting: Council) -> None:
    assert sitting.refuses("ha", back(sitting)) == "agenda.not_ended"
    sitting.ends()
    assert sitting.refuses("ha", back(sitting, "")) == "agenda.no_reason"
    answer = Browser(sitting, "lan").submits("conduct.take_back_end", {"meeting_id": sitting.meeting, "reason": "Vui"})
    assert answer.status_code == 403
    answer = Browser(sitting, "ha").submits("conduct.take_back_end", {"meeting_id": sitting.meeting, "reason": "Nhầm"})
    assert answer.status_code == 200
    sitting.submits("an", back(sitting))
    sitting.ends()
    sitting.reopens()


def test_the_first_signature_makes_the_end_final(sitting: Council) -> None:
    sitting.ends()
    sitting.submits("system", draft(sitting, "d1"))
    assert "take_back_end" in sitting.sees("clerk", "minutes")
    sitting.submits("ha", sign(sitting, "d1"))
    assert sitting.refuses("ha", back(sitting)) == "agenda.record_closed"
    assert "take_back_end" not in sitting.sees("clerk", "minutes")


def test_the_draft_of_a_false_end_is_void_and_drawn_again(sitting: Council) -> None:
    sitting.ends()
    sitting.submits("system", draft(sitting, "d1"))
    sitting.reopens()
    assert sitting.refuses("ha", sign(sitting, "d1")) == "minutes.no_draft"
    assert Browser(sitting, "ha").get(f"/m/{sitting.meeting}/minutes.pdf").status_code == 404
    assert "sign-status" not in sitting.sees("clerk", "minutes")
    sitting.ends()
    assert "Đang lập biên bản" in sitting.sees("clerk", "minutes")
    sitting.submits("system", draft(sitting, "d2"))
    assert "bản 2" in sitting.sees("clerk", "minutes")
    sitting.submits("ha", sign(sitting, "d2"))


def test_a_draft_that_arrives_after_the_end_was_taken_back_is_discarded(sitting: Council) -> None:
    sitting.ends()
    late = sitting.seq()
    sitting.reopens()
    sitting.submits("system", draft(sitting, "d1", late))
    sitting.submits("system", RecordNoDraft(meeting_id=sitting.meeting, reason="thiếu phông chữ"))
    assert "sign-status" not in sitting.sees("clerk", "minutes")
    sitting.ends()
    sitting.submits("system", draft(sitting, "d1", late))
    assert "Đang lập biên bản" in sitting.sees("clerk", "minutes"), "of the false end, not of this one"


def test_the_job_ordered_by_a_false_end_does_nothing(sitting: Council) -> None:
    sitting.ends()
    sitting.reopens()
    site = sitting.house.site
    workshop = Workshop(site.settings, site.database, site.blobs, site.commands, sitting.clock, site.keyring)
    before = sitting.seq()
    draw_minutes(workshop, meeting_id=sitting.meeting)
    assert sitting.seq() == before


def test_the_meeting_turns_and_votes_as_before(sitting: Council) -> None:
    sitting.ends()
    sitting.reopens()
    sitting.submits("ha", GoToItem(meeting_id=sitting.meeting, item_id=sitting.items[2]))
    sitting.ends()
    assert [bool(item.spans) for item in sitting.retells().items] == [True, False, True]
