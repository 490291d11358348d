"""The minutes: drawn after the end, signed by the secretary and then by the chair."""

import msgspec
import pytest
from sqlalchemy import select

from meeting.agenda.commands import AddSeat
from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import EndMeeting, RecordConclusion
from meeting.documents.commands import AddDocument
from meeting.journal.chain import canonical
from meeting.minutes.basis import ConfirmBasis
from meeting.minutes.commands import (
    RecordDraft,
    RecordNoDraft,
    RequestDraft,
    RequestPlainDrawing,
)
from meeting.minutes.correcting import CorrectHeading
from meeting.minutes.tables import latest_minutes
from meeting.minutes.text.compose import compose
from meeting.record.record import QUORUM
from meeting.work.tables import Job
from meeting.work.workshop import FAILED
from tests.council import FOR, Council
from tests.minutes import draw, signature


@pytest.fixture
def ended(sitting: Council) -> Council:
    with sitting.unwatched():
        sitting.ends()
    return sitting


def jobs(council: Council) -> int:
    with council.database.read() as db:
        return len(list(db.scalars(select(Job).where(Job.kind == "minutes.draw"))))


def state(council: Council) -> str:
    """What the secretary reads about the minutes."""
    with council.database.read() as db:
        latest = latest_minutes(db, council.meeting)
    return latest.sha256 if latest else ""


def test_the_end_of_the_meeting_requests_the_first_draft(ended: Council) -> None:
    assert jobs(ended) == 1
    assert ended.refuses("ha", RequestDraft(meeting_id=ended.meeting)) == "minutes.being_drawn"


def test_no_minutes_before_the_end(sitting: Council) -> None:
    assert sitting.refuses("ha", RequestDraft(meeting_id=sitting.meeting)) == "minutes.not_ended"


def test_a_draft_is_drawn_again_until_somebody_has_signed(ended: Council) -> None:
    draw(ended)
    ended.submits("ha", RequestDraft(meeting_id=ended.meeting))
    assert jobs(ended) == 2
    draw(ended, "d2")
    assert state(ended) == "d2"
    ended.submits("ha", signature(ended, "d2"))
    assert ended.refuses("ha", RequestDraft(meeting_id=ended.meeting)) == "minutes.already_signed"
    late = RecordDraft(meeting_id=ended.meeting, sha256="d3", pages=4, journal_seq=ended.seq(), journal_head="h")
    assert ended.refuses("system", late) == "minutes.already_signed"


def test_the_secretary_reads_why_there_is_no_draft_and_may_request_another(ended: Council) -> None:
    ended.submits("system", RecordNoDraft(meeting_id=ended.meeting, reason="thiếu phông chữ"))
    assert "thiếu phông chữ" in ended.sees("clerk", "minutes")
    ended.submits("ha", RequestDraft(meeting_id=ended.meeting))
    assert "thiếu phông chữ" not in ended.sees("clerk", "minutes")


def test_why_there_is_no_draft_is_said_in_the_reader_s_language(ended: Council) -> None:
    ended.submits("system", RecordNoDraft(meeting_id=ended.meeting, reason=FAILED))
    assert "lỗi chương trình, nhật ký máy chủ có chi tiết" in ended.sees("clerk", "minutes")
    assert "an error of the program, the log of the server has the details" in ended.sees("clerk", "minutes", "en")


def test_minutes_that_cannot_be_drawn_in_full_are_drawn_plainly_until_the_next_request(ended: Council) -> None:
    ended.submits("system", RequestPlainDrawing(meeting_id=ended.meeting, reason="ô quá cao"))
    assert ended.retells().plain
    assert jobs(ended) == 2, "the worker draws again"
    draw(ended)
    assert "dạng đơn giản" in ended.sees("clerk", "minutes")
    ended.submits("ha", RequestDraft(meeting_id=ended.meeting))
    assert not ended.retells().plain
    draw(ended, "d2")
    assert "dạng đơn giản" not in ended.sees("clerk", "minutes")
    ended.submits("ha", signature(ended, "d2"))
    late = RequestPlainDrawing(meeting_id=ended.meeting, reason="ô quá cao")
    assert ended.refuses("system", late) == "minutes.already_signed"


def test_the_basis_of_the_quorum_is_confirmed_like_that_of_a_decision(sitting: Council) -> None:
    confirm = ConfirmBasis(meeting_id=sitting.meeting, decision=QUORUM)
    with sitting.unwatched():
        sitting.submits("ha", EndMeeting(meeting_id=sitting.meeting))
    draw(sitting)
    article = "Quy chế làm việc của Ủy ban nhân dân"
    assert sitting.refuses("ha", signature(sitting)) == "minutes.basis_open"
    assert "chủ trì cần xác nhận căn cứ của Số thành viên tối thiểu phải có mặt" in sign_page(sitting, "ha")
    assert f"Số thành viên tối thiểu phải có mặt, theo {article}" in sitting.sees("chair", "minutes")
    assert sitting.refuses("ha", confirm) == "access.not_allowed"
    sitting.submits("an", confirm)
    told = compose(sitting.retells(), (sitting.seq(), "h"))
    held = next(each for each in told.particulars if each.label == "Điều kiện tiến hành:")
    assert f"Căn cứ do chủ tọa xác nhận: {article}." in held.more
    draw(sitting, "d2")
    sitting.submits("ha", signature(sitting, "d2"))


def test_nobody_signs_before_the_chair_has_confirmed_every_basis_other_than_the_law(sitting: Council) -> None:
    with sitting.unwatched():
        motion = sitting.opens_motion("Thông qua chương trình", form="hands", decision="procedural")
        sitting.counts_hands(motion, 6, 1)
        sitting.closes(motion)
        sentence = sitting.announces(motion).sentence
        sitting.ends()
    assert "xác nhận" not in sentence
    draw(sitting)
    confirm = ConfirmBasis(meeting_id=sitting.meeting, decision="procedural")
    assert sitting.refuses("ha", signature(sitting)) == "minutes.basis_open"
    assert "chủ trì cần xác nhận căn cứ" in sign_page(sitting, "ha")
    assert "Chờ chủ trì xác nhận căn cứ" in sitting.sees("clerk", "minutes")
    assert "minutes.confirm_basis" not in sitting.sees("clerk", "minutes")
    assert "minutes.confirm_basis" in sitting.sees("chair", "minutes")
    assert sitting.refuses("ha", confirm) == "access.not_allowed"
    unneeded = ConfirmBasis(meeting_id=sitting.meeting, decision="committee_decision")
    assert sitting.refuses("an", unneeded) == "minutes.no_doubt"
    before = jobs(sitting)
    sitting.submits("an", confirm)
    assert jobs(sitting) == before + 1, "the draft is drawn anew, with the basis in its annex"
    record = sitting.retells()
    annex = compose(record, (sitting.seq(), "h")).annexes[1]
    assert "Căn cứ do chủ tọa xác nhận: Quy chế làm việc của Ủy ban nhân dân." in annex.sections[0].paragraphs
    assert sitting.refuses("ha", signature(sitting)) == "minutes.record_moved"
    draw(sitting, "d2")
    assert "Căn cứ do chủ trì xác nhận" in sign_page(sitting, "ha")
    sitting.submits("ha", signature(sitting, "d2"))
    assert sitting.refuses("an", confirm) == "agenda.record_closed"


def test_the_secretary_corrects_title_bodies_and_place_until_somebody_signs(ended: Council) -> None:
    draw(ended)
    right = CorrectHeading(
        meeting_id=ended.meeting,
        title="Phiên họp thường kỳ tháng 10",
        parent_body="UBND tỉnh Phú Thọ",
        body="Ủy ban nhân dân xã Minh Tân",
        body_code="UBND",
        place="Hội trường lớn",
    )
    before = jobs(ended)
    ended.submits("ha", right)
    assert jobs(ended) == before + 1, "the draft is drawn anew"
    events = compose(ended.retells(), (1, "h"))
    assert (events.heading, events.parent_body) == ("Phiên họp thường kỳ tháng 10", "UBND tỉnh Phú Thọ")
    assert "Hội trường lớn" in events.particulars[1].text
    assert ended.refuses("ha", signature(ended)) == "minutes.record_moved"
    for field, code in (("title", "agenda.no_title"), ("body", "minutes.no_body"), ("place", "minutes.no_place")):
        assert ended.refuses("ha", msgspec.structs.replace(right, **{field: ""})) == code
    draw(ended, "d2")
    ended.submits("ha", signature(ended, "d2"))
    assert ended.refuses("ha", msgspec.structs.replace(right, place="Nơi khác")) == "agenda.record_closed"
    assert "correct_heading" not in ended.sees("clerk", "minutes")


def test_the_secretary_signs_first_then_the_chair_and_then_it_is_locked(ended: Council) -> None:
    assert ended.refuses("ha", signature(ended)) == "minutes.no_draft"
    draw(ended)
    assert ended.refuses("an", signature(ended)) == "minutes.clerk_first"
    ended.submits("ha", signature(ended))
    assert ended.refuses("ha", signature(ended, "s1")) == "minutes.signed_before"
    assert ended.refuses("an", signature(ended)) == "minutes.changed", "the chair looks at the unsigned file"
    ended.submits("an", signature(ended, "s1", "s2"))
    assert state(ended) == "s2"
    for who in ("an", "ha"):
        assert ended.refuses(who, signature(ended, "s2")) == "minutes.locked"


def sign_page(council: Council, who: str) -> str:
    return council.browser(who).get(f"/m/{council.meeting}/minutes/sign").text


def test_a_signer_reads_that_they_have_signed_and_who_is_still_to_sign(ended: Council) -> None:
    draw(ended)
    assert "Đang chờ thư ký Lê Thu Hà ký trước." in sign_page(ended, "an")
    steps = ended.sees("clerk", "minutes")
    assert "Chờ thư ký Lê Thu Hà ký" in steps
    assert "đã ký lúc" not in steps
    ended.submits("ha", signature(ended))
    page = sign_page(ended, "ha")
    assert "Đã ký. Đang chờ" in page
    assert "Chưa đến lượt" not in page
    steps = ended.sees("clerk", "minutes")
    assert "Chờ thư ký" not in steps
    assert steps.count("Lê Thu Hà") == 1
    assert "Lê Thu Hà đã ký lúc" in steps
    ended.submits("an", signature(ended, "s1", "s2"))
    assert "Biên bản đã đủ chữ ký" in sign_page(ended, "ha")
    steps = ended.sees("chair", "minutes")
    assert steps.count("đã ký lúc") == 2
    assert "Chờ" not in steps


def test_a_member_finds_the_minutes_when_they_are_locked(ended: Council) -> None:
    draw(ended)
    ended.submits("ha", signature(ended))
    assert "minutes.pdf" not in ended.sees("member", "minutes")
    ended.submits("an", signature(ended, "s1", "s2"))
    assert "minutes.pdf" in ended.sees("member", "minutes")


def with_two_secretaries(council: Council, *present: str) -> Council:
    """The meeting is over; Hà kept its minutes and, after her in protocol, Vinh, each while they were there."""
    with council.unwatched():
        seat = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="clerk", votes=False)
        council.seats["outsider"] = council.submits("admin", seat).made["seat_id"]
        for who in ("lan", *present):
            council.submits("an", MarkPresent(meeting_id=council.meeting, seat_id=council.seats[who]))
        council.starts("an")
        council.submits("an", ConfirmBasis(meeting_id=council.meeting, decision=QUORUM))
        council.submits("an", EndMeeting(meeting_id=council.meeting))
    draw(council)
    return council


@pytest.mark.parametrize(
    ("present", "signs", "other", "name"),
    [(("ha", "outsider"), "ha", "outsider", "Lê Thu Hà"), (("outsider",), "outsider", "ha", "Lý Quang Vinh")],
)
def test_the_secretary_whose_name_is_printed_signs(
    council: Council, present: tuple[str, ...], signs: str, other: str, name: str
) -> None:
    with_two_secretaries(council, *present)
    assert compose(council.retells(), (1, "h")).clerk.name == name
    assert council.refuses(other, signature(council)) == "minutes.other_signs"
    page = council.browser(other).get(f"/m/{council.meeting}/minutes/sign").text
    assert f"Người ký là {name}" in page
    assert "data-sign " not in page
    assert name in council.sees("clerk", "minutes")
    council.submits(signs, signature(council))


def test_only_the_version_shown_on_the_screen_is_signed(ended: Council) -> None:
    draw(ended)
    assert ended.refuses("ha", signature(ended, approved="something else")) == "minutes.changed"


def conclusion(council: Council, text: str = "Bổ sung", version: int = 0) -> RecordConclusion:
    return RecordConclusion(meeting_id=council.meeting, item_id=council.items[0], text=text, version=version)


def paper(council: Council) -> AddDocument:
    return AddDocument(
        meeting_id=council.meeting,
        item_id=None,
        title="Báo cáo",
        filename="bao-cao.pdf",
        media_type="application/pdf",
        sha256="0" * 64,
        size=1,
    )


def test_a_signed_draft_is_never_overwritten(ended: Council) -> None:
    ended.submits("ha", conclusion(ended, "Giao Văn phòng theo dõi"))
    draw(ended)
    ended.submits("ha", signature(ended))
    assert ended.refuses("ha", conclusion(ended, "Giao Phòng Kinh tế theo dõi")) == "agenda.record_closed"
    assert ended.refuses("ha", paper(ended)) == "agenda.record_closed"
    page = ended.browser("an").get(f"/m/{ended.meeting}/minutes/sign").text
    assert "Giao Văn phòng theo dõi" in page


def test_a_paper_added_after_the_draft_appears_in_the_next_one(ended: Council) -> None:
    draw(ended)
    ended.submits("ha", paper(ended))
    assert ended.refuses("ha", signature(ended)) == "minutes.record_moved"


def test_a_record_that_has_changed_is_drawn_again_before_it_is_signed(ended: Council) -> None:
    draw(ended)
    ended.submits("ha", conclusion(ended))
    assert ended.refuses("ha", signature(ended)) == "minutes.record_moved"
    draw(ended, "d2")
    ended.submits("ha", signature(ended, "d2"))


def test_a_draft_that_was_read_may_be_signed_while_another_is_being_drawn(ended: Council) -> None:
    draw(ended)
    ended.submits("ha", RequestDraft(meeting_id=ended.meeting))
    ended.submits("system", RequestPlainDrawing(meeting_id=ended.meeting, reason="ô quá cao"))
    ended.submits("ha", signature(ended))
    assert state(ended) == "s1"


def test_the_exported_journal_names_no_account(sitting: Council) -> None:
    """A file that may be published must not say with what account people sign in."""
    motion = sitting.opens_motion()
    sitting.casts("y-thinh", motion, FOR)
    told = canonical(sitting.journal()).decode()
    assert '"y-thinh"' not in told
    assert f'"actor":"person-{sitting.people["y-thinh"]}"' in told
