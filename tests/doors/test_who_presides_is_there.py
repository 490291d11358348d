"""Only somebody present and in office presides; the minutes name the person who did, who also signs them."""

import html

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from meeting.agenda.commands import AddSeat
from meeting.agenda.tables import Meeting
from meeting.attendance.commands import MarkLeft, UndoArrival, WaiveQuorum
from meeting.conduct.commands import TakeBackEnd
from meeting.conduct.mandates import RecordMandate
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.kernel.roles import Role
from meeting.minutes.tables import MinutesFile, Signature, latest_minutes, signer_of
from meeting.minutes.text.compose import compose
from meeting.minutes.text.phrases import BLANK
from meeting.paper.manuscript import Manuscript
from meeting.planning.seats import ChangeSeat, RemoveSeat
from meeting.record.replay import replay
from tests.council import Council
from tests.minutes import draw, printed, signature
from tests.pages.client import Browser
from tests.presiding import give, place_of, presidium
from tests.seen import seat_seen

CODE = "ab" * 32
"""Printed at the end of minutes."""

ALL_BUT_AN = ("lan", "nam", "mai", "hung", "binh", "y-thinh", "dao", "khoa")


def led(council: Council) -> str:
    return next((line for line in printed(council).splitlines() if line.startswith("Điều hành")), "")


def presses(council: Council, who: str, command: str, **fields: object) -> tuple[int, str]:
    """What somebody's device is answered: the status and the sentence."""
    answer = Browser(council, who).submits(command, {"meeting_id": council.meeting, **fields})
    return answer.status_code, answer.get_json().get("message", "")


def mandate(council: Council, who: str, standing: str) -> RecordMandate:
    return RecordMandate(
        meeting_id=council.meeting,
        seat_id=council.seats[who],
        mandate=standing,  # type: ignore[arg-type]
        number="12/NQ",
        reason="theo quyết định",
    )


def seat(council: Council, who: str, role: str, label: str = "") -> ChangeSeat:
    said = {"role": role, "votes": True, "label": label, "seen": seat_seen(council.database, council.seats[who])}
    return ChangeSeat(meeting_id=council.meeting, seat_id=council.seats[who], **said)


def signs(council: Council, role: Role) -> str:
    with council.database.read() as db:
        signer = signer_of(db, council.meeting, role)
    assert signer is not None
    return signer.particulars.full_name


def manuscript(council: Council) -> Manuscript:
    """The minutes as they would be drawn now."""
    entries = council.journal()
    return compose(replay(entries), (entries[-1].seq, entries[-1].hash))


def said_to_preside(paper: Manuscript) -> str:
    return next(each.text for each in paper.particulars if each.label == "Chủ trì (chủ tọa):")


def test_with_two_planned_chairs_the_meeting_waits_for_the_first_or_is_opened_by_the_other(council: Council) -> None:
    presidium(council)
    council.arrives(*ALL_BUT_AN)
    status, said = presses(council, "ha", "conduct.start_meeting")
    assert status == 409
    assert "Nguyễn Văn An chủ trì nhưng chưa có mặt" in said
    assert "Giao việc chủ trì cho người đang có mặt (bà Trần Thị Lan)" in said, "not merely to whoever sits first"
    assert presses(council, "ha", "conduct.give_chair", seat_id=council.seats["lan"])[0] == 200
    assert presses(council, "ha", "conduct.start_meeting")[0] == 200
    council.clock.advance(minutes=30)
    council.submits("lan", give(council, "nam"))
    assert "bà Trần Thị Lan từ 8 giờ 00; ông Phạm Hoài Nam từ 8 giờ 30" in led(council)
    assert "Nguyễn Văn An" not in led(council)


def test_a_chair_who_does_not_return_after_lunch_does_not_preside(sitting: Council) -> None:
    sitting.submits("ha", give(sitting, "nam"))
    sitting.submits("ha", PauseMeeting(meeting_id=sitting.meeting, kind="lunch"))  # type: ignore[arg-type]
    sitting.clock.advance(minutes=90)
    sitting.arrives(*(who for who in sitting.voters if who != "nam"))
    assert presses(sitting, "ha", "conduct.resume_meeting")[0] == 409
    assert sitting.refuses("ha", ResumeMeeting(meeting_id=sitting.meeting)) == "agenda.chair_not_here"
    sitting.submits("ha", give(sitting, "an"))
    assert presses(sitting, "ha", "conduct.resume_meeting")[0] == 200
    assert signs(sitting, Role.CHAIR) == "Nguyễn Văn An"
    assert place_of(sitting, "an") == "chair"


@pytest.mark.parametrize("command", [MarkLeft, UndoArrival])
def test_the_presiding_person_leaves_once_another_presides(sitting: Council, command: type) -> None:
    fields = {"seat_id": sitting.seats["an"]} | ({"reason": "việc gấp"} if command is MarkLeft else {})
    status, said = presses(sitting, "ha", command.name, **fields)
    assert status == 409
    assert "đang chủ trì. Giao việc chủ trì cho người khác trước" in said
    sitting.submits("ha", give(sitting, "nam"))
    assert presses(sitting, "ha", command.name, **fields)[0] == 200
    assert place_of(sitting, "an") == ""


def test_a_planned_chair_who_never_came_is_not_recorded_as_presiding(council: Council) -> None:
    """With one who is to preside it is clear who is meant, and they may be on their way."""
    council.arrives(*ALL_BUT_AN)
    council.starts()
    council.clock.advance(minutes=30)
    council.submits("ha", give(council, "nam"))
    assert led(council) == "Điều hành: ông Phạm Hoài Nam từ 8 giờ 30."


def test_a_chair_who_came_late_presided_from_then_on(council: Council) -> None:
    council.arrives(*ALL_BUT_AN)
    council.starts()
    council.clock.advance(minutes=10)
    council.arrives("an")
    council.clock.advance(minutes=20)
    council.submits("ha", give(council, "nam"))
    assert led(council) == "Điều hành: ông Nguyễn Văn An từ 8 giờ 10; ông Phạm Hoài Nam từ 8 giờ 30."


def test_officers_may_hand_the_chair_to_any_member_in_office(sitting: Council) -> None:
    """Even when only one person is planned to preside, and nothing was handed over yet."""
    sitting.submits("ha", mandate(sitting, "khoa", "suspended"))
    for view, who, page in (("clerk", "ha", "console"), ("chair", "an", "chair")):
        panel = sitting.sees(view, "presiding")
        assert f'<option value="{sitting.seats["nam"]}">' in panel
        for nobody in ("khoa", "guest", "ha", "an"):
            assert f'<option value="{sitting.seats[nobody]}">' not in panel
        assert 'data-testid="give-chair"' in Browser(sitting, who).get(f"/m/{sitting.meeting}/{page}").text
    assert "give-chair" not in sitting.sees("member", "presiding")
    assert presses(sitting, "an", "conduct.give_chair", seat_id=sitting.seats["nam"])[0] == 200
    assert place_of(sitting, "nam") == "chair"


def test_a_suspended_chair_opens_no_meeting_and_writes_no_waiver(council: Council) -> None:
    council.submits("ha", mandate(council, "an", "suspended"))
    council.arrives("an", "lan", "nam")
    reason = WaiveQuorum(meeting_id=council.meeting, reason="Việc không thể hoãn")
    assert council.refuses("an", reason) == "agenda.chair_not_in_office"
    status, said = presses(council, "an", "conduct.start_meeting")
    assert status == 409
    assert "không còn giữ nhiệm vụ nên không chủ trì được. Giao việc chủ trì cho người khác (bà Trần Thị Lan)" in said
    council.submits("ha", give(council, "lan"))
    council.submits("lan", reason)
    assert presses(council, "lan", "conduct.start_meeting")[0] == 200
    assert council.retells().presided[0].seat_id == council.seats["lan"]


def test_the_presiding_person_may_be_reinstated(council: Council) -> None:
    """The office finds that a suspension had been lifted; nobody else has the chair."""
    council.submits("ha", mandate(council, "an", "suspended"))
    council.submits("ha", mandate(council, "an", "held"))
    council.arrives(*council.voters)
    assert presses(council, "ha", "conduct.start_meeting")[0] == 200
    assert sum(told.mandate == "held" for told in council.retells().seats[0].mandates) == 1


def test_the_chair_stays_when_a_place_is_named_and_ends_with_the_right_to_it(council: Council) -> None:
    council.submits("ha", seat(council, "lan", "chair"))
    council.submits("ha", give(council, "lan"))
    council.submits("ha", seat(council, "lan", "chair", label="B09"))
    council.submits("ha", seat(council, "nam", "member", label="B10"))
    assert (place_of(council, "lan"), place_of(council, "an")) == ("chair", "")
    said = {"role": "guest", "votes": False, "label": "B09", "seen": seat_seen(council.database, council.seats["lan"])}
    watcher = ChangeSeat(meeting_id=council.meeting, seat_id=council.seats["lan"], **said)
    council.submits("ha", watcher)
    assert place_of(council, "an") == "chair"
    assert council.retells().presiding is None


def test_the_only_secretary_cannot_get_the_chair(council: Council) -> None:
    """Nobody would write the minutes and sign them first."""
    council.submits("ha", seat(council, "ha", "clerk"))
    council.arrives("ha", "an")
    assert presses(council, "ha", "conduct.give_chair", seat_id=council.seats["ha"])[0] == 409
    assert f'<option value="{council.seats["ha"]}">' not in council.sees("clerk", "presiding")


def test_one_of_two_secretaries_may_preside_while_the_other_writes_and_signs(council: Council) -> None:
    council.submits("ha", seat(council, "ha", "clerk"))
    other = AddSeat(meeting_id=council.meeting, person_id=council.people["outsider"], role="clerk", votes=False)  # type: ignore[arg-type]
    added = council.submits("ha", other).made["seat_id"]
    council.submits("ha", give(council, "ha"))
    assert (signs(council, Role.CLERK), signs(council, Role.CHAIR)) == ("Lý Quang Vinh", "Lê Thu Hà")
    assert council.retells().presiding == council.seats["ha"]
    council.submits("outsider", RemoveSeat(meeting_id=council.meeting, seat_id=added))
    assert council.retells().presiding is None, "the only secretary again"
    assert signs(council, Role.CLERK) == "Lê Thu Hà"


def test_after_the_end_the_person_who_presided_alone_has_the_chairs_rights(council: Council) -> None:
    presidium(council)
    council.sits()
    council.ends()
    assert signs(council, Role.CHAIR) == "Nguyễn Văn An"
    assert presses(council, "lan", "minutes.confirm_basis", decision="quorum")[0] == 403
    assert presses(council, "lan", "conduct.take_back_end", reason="Bấm nhầm")[0] == 403
    assert presses(council, "an", "conduct.take_back_end", reason="Bấm nhầm")[0] == 200


def test_a_planned_chair_who_never_came_is_neither_printed_nor_signs(council: Council) -> None:
    council.arrives(*ALL_BUT_AN)
    council.starts()
    council.ends()
    paper = manuscript(council)
    assert said_to_preside(paper) == BLANK
    assert paper.chair.name == ""
    assert "Người được phân công chủ trì không có mặt" in council.sees("clerk", "minutes")
    offered = council.sees("clerk", "minutes")
    assert f'<option value="{council.seats["nam"]}">' in offered
    assert f'<option value="{council.seats["an"]}">' not in offered
    draw(council)
    assert council.refuses("ha", signature(council)) == "minutes.no_presider"


def test_before_another_name_is_chosen_the_screen_says_what_to_do_about_a_wrong_roll(council: Council) -> None:
    council.arrives(*ALL_BUT_AN)
    council.starts()
    council.ends()
    shown = council.sees("clerk", "minutes")
    hint, chosen = shown.find("Nếu điểm danh sót"), shown.find('name="seat_id"')
    assert 0 < hint < chosen


def test_officers_read_throughout_that_the_presiding_person_is_not_on_the_roll(council: Council) -> None:
    council.arrives(*ALL_BUT_AN)
    for view in ("clerk", "chair"):
        assert "chủ trì là ông Nguyễn Văn An không có mặt" in html.unescape(council.sees(view, "step"))
    council.starts()
    council.turns_to(len(council.items))
    shown = html.unescape(council.sees("clerk", "step"))
    question = shown.partition('data-confirm="')[2].partition('"')[0]
    assert "Nguyễn Văn An không có mặt" in question, "the question before the end says so too"
    council.arrives("an")
    assert "không có mặt" not in html.unescape(council.sees("clerk", "step"))


def test_the_person_who_really_presided_is_named_after_the_end_and_signs(council: Council) -> None:
    council.arrives(*ALL_BUT_AN)
    council.starts()
    council.ends()
    assert council.refuses("ha", give(council, "an")) == "conduct.was_not_there"
    assert presses(council, "nam", "conduct.give_chair", seat_id=council.seats["nam"])[0] == 403
    assert presses(council, "ha", "conduct.give_chair", seat_id=council.seats["nam"])[0] == 200
    paper = manuscript(council)
    assert said_to_preside(paper).startswith("Ông Phạm Hoài Nam")
    assert paper.chair.name == "Phạm Hoài Nam" == signs(council, Role.CHAIR)
    assert "Nguyễn Văn An" not in led(council)
    assert "Người được phân công" not in council.sees("clerk", "minutes")
    assert place_of(council, "nam") == "chair"
    assert council.refuses("ha", give(council, "lan")) == "agenda.not_running", "it is said once"


def test_a_present_chair_is_not_replaced_after_the_end(sitting: Council) -> None:
    sitting.ends()
    assert sitting.refuses("ha", give(sitting, "nam")) == "agenda.not_running"
    assert manuscript(sitting).chair.name == "Nguyễn Văn An"


def test_where_no_possible_chair_came_the_chairs_signature_stays_empty(council: Council) -> None:
    council.arrives("guest")
    council.starts()
    council.ends()
    paper = manuscript(council)
    assert (said_to_preside(paper), paper.chair.name) == (BLANK, "")
    draw(council)
    assert "phần chữ ký đó sẽ để trống" in council.sees("clerk", "minutes"), "said before anybody signs"
    assert "Chờ chủ trì ký" not in council.sees("clerk", "minutes")
    assert Browser(council, "guest").get(f"/m/{council.meeting}/minutes.pdf").status_code == 404
    council.submits("ha", signature(council))
    assert "sẽ để trống" not in council.sees("clerk", "minutes"), "nothing can be done about it any more"
    assert council.refuses("an", signature(council, "s1", "s2")) == "minutes.nobody_presided"
    assert "Ghi người đã chủ trì" not in council.sees("clerk", "minutes")


def test_without_a_chair_the_secretarys_signature_locks_and_every_screen_says_so(council: Council) -> None:
    council.arrives("guest")
    council.starts()
    council.ends()
    draw(council)
    council.submits("ha", signature(council))
    for view in ("clerk", "chair", "member"):
        shown = council.sees(view, "minutes")
        assert 'data-state="locked"' in shown
        assert "Thư ký đã ký và khóa biên bản" in shown
        assert "đủ chữ ký của thư ký và chủ trì" not in shown
        assert "Chờ" not in shown, "nobody is awaited"
    assert "Biên bản đã ký" in Browser(council, "lan").get("/").text
    assert "đang được lập và ký" not in Browser(council, "lan").get("/").text
    assert council.refuses("ha", TakeBackEnd(meeting_id=council.meeting, reason="x")) == "agenda.record_closed"
    printed = update(MinutesFile).values(journal_head=CODE)
    council.database.gate.submit(lambda db: db.execute(printed))
    answer = council.house.app.test_client().post(
        "/check", data={"code": CODE}, environ_base={"REMOTE_ADDR": "192.168.7.9"}
    )
    assert 'data-checked="genuine"' in answer.text, "nobody else is to sign"


def test_the_chair_printed_when_the_secretary_signed_signs_the_minutes(
    council: Council,
) -> None:
    """An earlier release printed the person who was to preside, though never marked present; it was updated in
    between."""
    council.arrives(*ALL_BUT_AN)
    council.starts()
    council.ends()
    draw(council)
    council.database.gate.submit(lambda db: signed_by_an_earlier_release(db, council))
    assert signs(council, Role.CHAIR) == "Nguyễn Văn An"
    shown = council.sees("chair", "minutes")
    assert 'data-testid="sign-link"' in shown
    assert "Người được phân công chủ trì không có mặt" not in shown
    council.submits("an", signature(council, "s1", "s2"))
    assert 'data-state="locked"' in council.sees("clerk", "minutes")
    assert "đủ chữ ký của thư ký và chủ trì" in council.sees("member", "minutes")


def signed_by_an_earlier_release(db: Session, council: Council) -> None:
    minutes, meeting = latest_minutes(db, council.meeting), db.get_one(Meeting, council.meeting)
    assert minutes is not None
    minutes.sha256, meeting.minutes_signed = "s1", True
    mine = {"seat_id": council.seats["ha"], "signed_at": council.clock(), "certificate": "CN=…"}
    db.add(Signature(minutes_id=minutes.id, role=Role.CLERK, **mine))
