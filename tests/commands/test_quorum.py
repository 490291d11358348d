"""The quorum is a condition of every act: without it nothing is done unless the chair writes a reason."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import text

from meeting.access.policy import View
from meeting.agenda.pause_rules import PauseKind
from meeting.agenda.rules import Mandate
from meeting.attendance import commands as attendance
from meeting.attendance.commands import MarkLeft, UndoArrival
from meeting.conduct.commands import StartMeeting
from meeting.conduct.mandates import RecordMandate
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.law.editions import keep_office
from meeting.minutes.text.compose import compose
from meeting.store.database import Database
from meeting.voting.commands.motions import CancelMotion, OpenMotion, WaiveQuorum
from meeting.voting.commands.results import AnnounceResult, CountHands
from tests.cast import EDITION, NAMES
from tests.council import AGAINST, FOR, NO_QUORUM, Council

REASON = "Phải quyết việc chống bão ngay hôm nay"


def start(council: Council) -> StartMeeting:
    return StartMeeting(meeting_id=council.meeting)


def waive_start(council: Council, reason: str = REASON) -> attendance.WaiveQuorum:
    return attendance.WaiveQuorum(meeting_id=council.meeting, reason=reason)


def waive(council: Council, motion: int, reason: str = REASON) -> WaiveQuorum:
    return WaiveQuorum(meeting_id=council.meeting, motion_id=motion, reason=reason)


def opening(council: Council, motion: int) -> OpenMotion:
    return OpenMotion(meeting_id=council.meeting, motion_id=motion)


def announce(council: Council, motion: int) -> AnnounceResult:
    return AnnounceResult(meeting_id=council.meeting, motion_id=motion)


def leave(council: Council, *accounts: str) -> None:
    for who in accounts:
        council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats[who], reason="Về sớm"))


def minutes(council: Council) -> str:
    """Everything the minutes say."""
    record = council.retells()
    events = compose(record, (1, "00"))
    told = [text for part in events.particulars for text in (part.label, part.text, *part.more)]
    return "\n".join([*told, *(text for point in events.points for text in point.paragraphs)])


# the beginning


def test_a_meeting_of_nine_does_not_begin_with_five(council: Council) -> None:
    council.arrives(*council.voters[:5])
    assert council.refuses("ha", start(council)) == NO_QUORUM
    council.arrives(council.voters[5])
    council.submits("ha", start(council))


def test_thirty_of_forty_seven_present_adopt_nothing_where_thirty_two_are_needed(build) -> None:
    council = build(preset="hdnd", voters=47, chair_title="Chủ tịch HĐND xã")
    with council.unwatched():
        council.arrives(*council.voters[:30])
    assert council.refuses("ha", start(council)) == NO_QUORUM


def test_while_too_few_are_here_the_next_step_is_to_wait_for_them_or_to_give_a_reason(council: Council) -> None:
    filled = 'class="button primary" data-testid="meeting-start"'
    council.arrives(*council.voters[:5])
    clerk, chair = (council.sees(view, "step") for view in ("clerk", "chair"))
    for step in (clerk, chair):
        assert "Có mặt 5/9, cần ít nhất 6" in step
        assert filled not in step
    assert all(NAMES[account][1] in clerk for account in council.voters[5:])
    assert NAMES["an"][1] not in clerk
    assert ("Ghi lý do và cho khai mạc" in clerk, "Ghi lý do và cho khai mạc" in chair) == (False, True)
    council.submits("an", waive_start(council))
    for view in ("clerk", "chair"):
        assert REASON in council.sees(view, "step")
        assert filled in council.sees(view, "step")


def test_the_person_who_opens_counts_among_those_who_came(council: Council) -> None:
    council.arrives(*council.members[:5])
    assert council.refuses("ha", start(council)) == NO_QUORUM, "the secretary has no vote"
    council.submits("an", start(council))
    assert "Đủ số người phải có mặt từ 8 giờ 00 (có mặt 6/9)." in minutes(council)


def test_the_chair_begins_without_a_quorum_only_with_a_written_reason(council: Council) -> None:
    council.arrives(*council.voters[:5])
    assert council.refuses("ha", waive_start(council)) == "access.not_allowed"
    assert council.refuses("an", waive_start(council, "  ".strip())) == "attendance.no_reason"
    council.submits("an", waive_start(council))
    assert REASON in council.sees("clerk", "quorum")
    council.submits("ha", start(council))
    told = minutes(council)
    assert (
        "Thành viên phải có mặt: ít nhất 6/9 (Quy chế làm việc của Ủy ban nhân dân); khi khai mạc có mặt 5/9." in told
    )
    assert "Chủ tọa quyết định khai mạc lúc 8 giờ 00, khi có mặt 5 và phải có ít nhất 6." in told
    assert f"Lý do: {REASON}." in told


def test_a_waiver_names_no_fewer_people_than_are_present(council: Council) -> None:
    council.arrives(*council.voters[:5])
    council.submits("an", waive_start(council))
    leave(council, "lan")
    assert council.refuses("ha", start(council)) == NO_QUORUM
    council.submits("an", waive_start(council))
    council.submits("ha", start(council))


def test_a_waiver_cannot_be_written_in_advance(council: Council) -> None:
    council.arrives(*council.voters[:6])
    assert council.refuses("an", waive_start(council)) == "attendance.quorum_met"
    council.submits("ha", start(council))
    assert council.refuses("an", waive_start(council)) == "agenda.not_planned"


def test_an_unneeded_waiver_is_not_in_the_minutes(council: Council) -> None:
    council.arrives(*council.voters[:5])
    council.submits("an", waive_start(council))
    council.arrives(council.voters[5])
    council.submits("ha", start(council))
    assert REASON not in minutes(council)


def test_a_change_of_the_offices_rules_does_not_affect_a_running_meeting(council: Council, tmp_path: Path) -> None:
    """Six of nine were needed when it began. Afterwards the office writes that all must be there."""
    shipped = (files("meeting.law") / "shipped" / f"{EDITION}.yaml").read_text("utf-8")
    own, kept = tmp_path / "minh-tan.yaml", shipped.replace(f"id: {EDITION}", "id: minh-tan")
    own.write_text(kept, "utf-8")
    keep_office(tmp_path)
    try:
        as_planned = text("update journal_line set body = replace(body, :shipped, 'minh-tan')")
        council.database.gate.submit(lambda db: db.execute(text("update meeting set edition = 'minh-tan'")))
        council.database.gate.submit(lambda db: db.execute(as_planned.bindparams(shipped=EDITION)))
        council.arrives(*council.voters[:6])
        council.submits("ha", start(council))
        own.write_text(
            kept.replace("numerator: 2\n      denominator: 3", "numerator: 1\n      denominator: 1"), "utf-8"
        )
        assert [each.id for each in keep_office(tmp_path)] == [EDITION, "minh-tan"]
        council.submits("ha", opening(council, council.prepares("Thông qua kế hoạch")))
    finally:
        keep_office(tmp_path / "none")


# votes


def test_below_the_quorum_no_vote_opens(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua kế hoạch")
    leave(sitting, *sitting.members[:4])
    assert sitting.refuses("ha", opening(sitting, motion)) == NO_QUORUM
    assert "vote-open" not in sitting.sees("clerk", "step"), "no button that would be refused"
    assert "có mặt 5" not in sitting.sees("member", "motion")
    assert "5/9, cần ít nhất 6" in sitting.sees("clerk", "step")
    assert "voting.waive_quorum" in sitting.sees("chair", "step")
    sitting.arrives(sitting.members[0])
    assert "vote-open" in sitting.sees("clerk", "step")
    sitting.submits("ha", opening(sitting, motion))


def test_the_chair_allows_one_vote_below_the_quorum_and_the_reason_is_printed_beside_it(sitting: Council) -> None:
    first, second = sitting.prepares("Việc khẩn cấp"), sitting.prepares("Việc khác")
    leave(sitting, *sitting.members[:4])
    assert sitting.refuses("ha", waive(sitting, first)) == "access.not_allowed"
    assert sitting.refuses("an", waive(sitting, first, "")) == "attendance.no_reason"
    sitting.submits("an", waive(sitting, first))
    assert sitting.refuses("ha", opening(sitting, second)) == NO_QUORUM, "the reason was for the other vote"
    sitting.submits("ha", opening(sitting, first))
    for who in ("an", *sitting.members[4:]):
        sitting.casts(who, first, FOR)
    sitting.closes(first)
    assert sitting.announces(first).outcome == "adopted"
    told = "Chủ tọa quyết định tiến hành biểu quyết lúc 8 giờ 00, khi có mặt 5 và phải có ít nhất 6."
    assert f"{told} Lý do: {REASON}." in minutes(sitting)


def test_a_person_who_leaves_before_the_close_is_missing_from_the_quorum(sitting: Council) -> None:
    motion = sitting.opens_motion()
    for who in sitting.voters:
        sitting.casts(who, motion, FOR)
    leave(sitting, *sitting.members[:4])
    sitting.closes(motion)
    assert sitting.refuses("ha", announce(sitting, motion)) == NO_QUORUM
    assert "vote-announce" not in sitting.sees("clerk", "step")
    sitting.arrives(*sitting.members[:4])
    assert sitting.refuses("ha", announce(sitting, motion)) == NO_QUORUM, "they come back to no open vote"
    sitting.submits("an", waive(sitting, motion))
    assert sitting.announces(motion).outcome == "adopted"


def test_a_person_who_leaves_after_the_close_does_not_affect_the_result(sitting: Council) -> None:
    motion = sitting.opens_motion()
    sitting.splits(motion, 6, 3)
    sitting.closes(motion)
    leave(sitting, *sitting.members[:6])
    assert sitting.announces(motion).outcome == "adopted"


def test_a_waiver_for_five_does_not_cover_four(sitting: Council) -> None:
    motion = sitting.prepares("Việc khẩn cấp")
    leave(sitting, *sitting.members[:4])
    sitting.submits("an", waive(sitting, motion))
    sitting.submits("ha", opening(sitting, motion))
    leave(sitting, sitting.members[4])
    assert sitting.refuses("an", waive(sitting, motion)) == "voting.waive_before_or_after"
    sitting.casts("an", motion, AGAINST)
    sitting.closes(motion, missing=9)
    assert sitting.refuses("ha", announce(sitting, motion)) == NO_QUORUM
    sitting.submits("an", waive(sitting, motion))
    assert sitting.announces(motion).outcome == "rejected"


def test_a_count_of_hands_needs_the_quorum_when_counted_and_until_the_close(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    leave(sitting, *sitting.members[:4])
    sitting.counts_hands(motion, 5, 0)
    sitting.arrives(*sitting.members[:4])
    sitting.closes(motion)
    assert sitting.refuses("ha", announce(sitting, motion)) == NO_QUORUM, "five were counted, whoever stood there later"


def test_hands_recounted_with_a_quorum_are_announced(sitting: Council) -> None:
    motion = sitting.opens_motion(form="hands")
    leave(sitting, *sitting.members[:4])
    sitting.counts_hands(motion, 5, 0)
    sitting.arrives(sitting.members[0])
    counted = CountHands(meeting_id=sitting.meeting, motion_id=motion, votes_for=6, votes_against=0, abstentions=0)
    sitting.submits("ha", counted)
    sitting.closes(motion)
    assert sitting.announces(motion).outcome == "adopted"


def test_no_waiver_is_written_for_a_vote_that_needs_none_or_is_over(sitting: Council) -> None:
    motion = sitting.prepares("Thông qua")
    assert sitting.refuses("an", waive(sitting, motion)) == "attendance.quorum_met"
    sitting.opens(motion)
    sitting.closes(motion, missing=9)
    sitting.announces(motion)
    assert sitting.refuses("an", waive(sitting, motion)) == "voting.finished"


def test_a_repeated_vote_needs_its_own_waiver(sitting: Council) -> None:
    motion = sitting.prepares("Việc khẩn cấp")
    leave(sitting, *sitting.members[:4])
    sitting.submits("an", waive(sitting, motion))
    sitting.opens(motion)
    made = sitting.submits("ha", CancelMotion(meeting_id=sitting.meeting, motion_id=motion, reason="Đọc nhầm")).made
    assert sitting.refuses("ha", opening(sitting, made["motion_id"])) == NO_QUORUM
    assert REASON in minutes(sitting), "the vote that was cancelled was held by that reason"


# the minutes


def test_the_minutes_say_when_the_quorum_was_reached_and_lost(council: Council) -> None:
    council.arrives(*council.voters[:5])
    council.clock.advance(minutes=7)
    council.arrives(council.voters[5])
    council.starts()
    council.clock.advance(minutes=30)
    leave(council, "lan")
    council.clock.advance(minutes=5)
    council.arrives("lan")
    assert (
        "Đủ số người phải có mặt từ 8 giờ 07 (có mặt 6/9).\n"
        "Không còn đủ số người phải có mặt từ 8 giờ 37 (có mặt 5/9).\n"
        "Đủ lại số người phải có mặt từ 8 giờ 42 (có mặt 6/9)."
    ) in minutes(council)


def test_a_mistaken_check_in_never_made_up_the_quorum(council: Council) -> None:
    council.arrives(*council.voters[:6])
    council.starts()
    council.submits("ha", UndoArrival(meeting_id=council.meeting, seat_id=council.seats[council.voters[5]]))
    told = minutes(council)
    assert "khi khai mạc có mặt 5/9" in told
    assert "Đủ số người" not in told
    motion = council.prepares("Thông qua")
    assert council.refuses("ha", opening(council, motion)) == NO_QUORUM


def shown(council: Council, view: str = "clerk") -> str:
    """What the panel says of the quorum."""
    return " ".join(re.sub(r"<[^>]*>", "", council.sees(view, "quorum")).split())


def test_every_screen_says_since_when_the_quorum_is_reached_or_missing(council: Council) -> None:
    council.arrives(*council.voters[:5])
    assert "Thiếu 1 thành viên (cần 6)" in shown(council)
    assert " từ " not in shown(council), "it was not lost: it was not there yet"
    council.clock.advance(minutes=7)
    council.arrives(council.voters[5])
    council.clock.advance(minutes=2)
    council.arrives(council.voters[6])
    council.starts()
    for view in ("clerk", "chair", "member", "guest", "screen"):
        assert "Có mặt 7/9 Đủ số lượng (cần 6) từ 08:07" in shown(council, view)
    assert "Đủ số lượng từ 08:07" in " ".join(council.sees("screen", "stage").split())
    council.clock.advance(minutes=30)
    leave(council, "lan")
    council.clock.advance(minutes=1)
    leave(council, "nam")
    for view in ("clerk", "screen"):
        assert "Thiếu 1 thành viên (cần 6) từ 08:40" in shown(council, view)
    council.clock.advance(minutes=5)
    council.arrives("lan")
    assert "Đủ số lượng (cần 6) từ 08:45" in shown(council)
    assert "since 08:45" in re.sub(r"<[^>]*>|\s+", " ", council.sees("clerk", "quorum", "en")).replace("  ", " ")


def test_the_minute_on_screen_is_that_of_the_last_real_arrival(council: Council) -> None:
    council.arrives(*council.voters[:6])
    council.clock.advance(minutes=9)
    council.arrives(council.voters[6])
    council.submits("ha", UndoArrival(meeting_id=council.meeting, seat_id=council.seats[council.voters[5]]))
    assert "Đủ số lượng (cần 6) từ 08:09" in shown(council)
    council.submits("ha", UndoArrival(meeting_id=council.meeting, seat_id=council.seats[council.voters[6]]))
    assert shown(council).startswith("Có mặt 5/9 Thiếu 1 thành viên (cần 6)")
    assert " từ " not in shown(council), "it never was there"


def test_each_sitting_has_its_own_quorum_and_a_suspension_can_change_it(sitting: Council) -> None:
    assert "từ 08:00" in shown(sitting)
    sitting.clock.advance(hours=3)
    sitting.submits("ha", PauseMeeting(meeting_id=sitting.meeting, kind=PauseKind.LUNCH))
    assert " từ " not in shown(sitting), "who goes to lunch is no quorum lost"
    sitting.clock.advance(hours=2)
    sitting.arrives(*sitting.voters[:6])
    sitting.submits("ha", ResumeMeeting(meeting_id=sitting.meeting))
    assert "Có mặt 6/9 Đủ số lượng (cần 6) từ 13:00" in shown(sitting)
    sitting.clock.advance(minutes=4)
    suspended = {"mandate": Mandate.SUSPENDED, "number": "12/QĐ", "reason": "Bị tạm đình chỉ"}
    sitting.submits(
        "ha", RecordMandate(meeting_id=sitting.meeting, seat_id=sitting.seats[sitting.voters[5]], **suspended)
    )
    assert "từ 13:04" in shown(sitting)
    assert "Không còn đủ số người phải có mặt từ 13 giờ 04" in minutes(sitting)


def test_a_second_server_and_a_damaged_line_leave_every_screen_working(sitting: Council) -> None:
    sitting.clock.advance(minutes=5)
    leave(sitting, *sitting.members[:4])
    assert "từ 08:05" in shown(sitting)
    another = Database(sitting.database.url)
    damage = text("update journal_line set body = '{}' where kind = 'attendance.left'")
    sitting.database.gate.submit(lambda db: db.execute(damage))
    gallery = sitting.house.gallery
    with another.read() as db:
        drawn = gallery.draw(gallery.sight(db, sitting.meeting, View.CLERK, "vi"), "quorum")
    another.close()
    assert "5/9" in drawn
    assert "từ 08" not in drawn, "what is not known is not said"


@pytest.mark.parametrize(("voters", "quorate"), [(7, 5), (8, 6), (11, 8), (15, 10)])
def test_a_two_thirds_quorum_counts_everybody_with_a_vote(build, voters: int, quorate: int) -> None:
    council = build(voters=voters)
    with council.unwatched():
        council.arrives(*council.voters[: quorate - 1])
        assert council.refuses("ha", start(council)) == NO_QUORUM
        council.arrives(council.voters[quorate - 1])
        council.starts()
