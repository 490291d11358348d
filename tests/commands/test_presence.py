"""Presence on the roll: many at once, from elsewhere, as a substitute; and the list of attendance as a file."""

import io
import re

import pypdfium2
import pytest
from openpyxl import load_workbook

from meeting.agenda.pause_rules import PauseKind
from meeting.attendance.commands import MarkAllPresent, MarkLeft, MarkPresent, NoteAbsence
from meeting.attendance.substituting import MarkSubstitute, UndoSubstitute
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.journal.chain import Broken
from meeting.minutes.text.compose import compose
from meeting.record.replay import replay
from meeting.voting.commands.results import AnnounceResult
from tests.commands.claims import claim
from tests.council import FOR, Council
from tests.forgeries import relinked
from tests.pages.client import Browser


def all_present(council: Council, *who: str) -> MarkAllPresent:
    return MarkAllPresent(meeting_id=council.meeting, seat_ids=[council.seats[each] for each in who])


def remote(council: Council, who: str, point: str) -> MarkPresent:
    return MarkPresent(meeting_id=council.meeting, seat_id=council.seats[who], point_id=council.point(point))


def taking_part(council: Council) -> tuple[str, ...]:
    told = compose(council.retells(), (1, "h"))
    return next(each.more for each in told.particulars if each.label == "Thành phần tham dự:")


def test_the_secretary_checks_in_many_with_one_press_and_earlier_arrivals_keep_their_time(council: Council) -> None:
    council.submits("ha", remote(council, "lan", "Thôn Đông"))
    council.submits("ha", all_present(council, *council.voters, "an"))
    assert "9/9" in council.sees("screen", "quorum")
    assert "từ xa: Thôn Đông" in council.sees("clerk", "roll")


def test_a_group_check_in_with_one_stranger_checks_in_nobody(council: Council) -> None:
    wrong = MarkAllPresent(meeting_id=council.meeting, seat_ids=[council.seats["an"], 999_999])
    assert council.refuses("ha", wrong) == "kernel.not_found"
    assert "0/9" in council.sees("screen", "quorum")


def test_people_of_the_former_sitting_are_preselected_for_the_next(sitting: Council) -> None:
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["khoa"], reason="Việc gấp"))
    sitting.submits("ha", PauseMeeting(meeting_id=sitting.meeting, kind="lunch"))
    assert sitting.sees("clerk", "roll").count('data-before="yes"') == len(sitting.voters) - 1 + 1, "and the secretary"
    sitting.submits("ha", all_present(sitting, *sitting.voters[:8]))
    sitting.submits("ha", ResumeMeeting(meeting_id=sitting.meeting))
    assert "8/9" in sitting.sees("screen", "quorum")


def test_a_member_at_a_remote_point_counts_and_votes_like_any_other(council: Council) -> None:
    council.submits("ha", all_present(council, *council.voters[:5]))
    council.submits("ha", remote(council, council.voters[5], "UBND xã Minh Tân"))
    council.starts()
    council.turns_to(2)
    with council.unwatched():
        motion = council.prepares("Thông qua", item=2)
        council.opens(motion)
        for who in council.voters[:6]:
            council.casts(who, motion, FOR)
        council.closes(motion)
    assert "6/9" in council.announces(motion).sentence
    who = compose(council.retells(), (1, "h")).annexes[0].sections[0].rows[5]
    assert "từ xa tại UBND xã Minh Tân" in who[5]
    assert any(line.startswith("Dự từ xa tại điểm cầu UBND xã Minh Tân: 1 người") for line in taking_part(council))


def test_nobody_is_at_two_points_at_once(sitting: Council) -> None:
    assert sitting.refuses("ha", remote(sitting, "lan", "Thôn Đông")) == "attendance.in_room"
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Về thôn"))
    sitting.submits("ha", remote(sitting, "lan", "Thôn Đông"))
    assert sitting.refuses("ha", remote(sitting, "lan", "Thôn Đoài")) == "attendance.at_point"
    assert sitting.refuses("ha", remote(sitting, "lan", "")) == "attendance.at_point"
    assert sitting.refuses("lan", claim(sitting)) == "attendance.at_point", "by the code in the hall neither"
    assert "9/9" in sitting.sees("screen", "quorum"), "they are counted once"


def test_a_substitute_is_named_without_a_vote_and_leaves_the_total_unchanged(council: Council) -> None:
    council.submits(
        "ha",
        NoteAbsence(
            meeting_id=council.meeting,
            seat_id=council.seats["khoa"],
            excused=True,
            reason="Họp tỉnh",
            substitute="ông Lý Văn Tài, Phó Trưởng phòng",
        ),
    )
    assert "Dự thay: ông Lý Văn Tài, Phó Trưởng phòng, không biểu quyết" in council.sees("clerk", "roll")
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.starts()
    assert "8/9" in council.sees("screen", "quorum")
    told = "ông Bùi Đăng Khoa (Họp tỉnh; dự thay: ông Lý Văn Tài, Phó Trưởng phòng, không biểu quyết)"
    assert any(told in line for line in taking_part(council))


def sends(council: Council, who: str, whom: str) -> NoteAbsence:
    """Their absence, and who comes in their place."""
    absent = {"excused": True, "reason": "Họp tỉnh", "substitute": whom}
    return NoteAbsence(meeting_id=council.meeting, seat_id=council.seats[who], **absent)


def substitute(council: Council, who: str, *, here: bool) -> MarkSubstitute:
    return MarkSubstitute(meeting_id=council.meeting, seat_id=council.seats[who], here=here)


def remark(council: Council, place: int) -> str:
    """What the list of attendance remarks on the member at a place."""
    return compose(council.retells(), (1, "h")).annexes[0].sections[0].rows[place - 1][5]


def roll_line(council: Council, who: str) -> str:
    drawn = council.sees("clerk", "roll").partition(f'data-seat="{council.seats[who]}"')[2].partition("</li>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", drawn).split())


def test_a_substitute_arrives_and_leaves_with_times_and_counts_for_nothing(council: Council) -> None:
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.starts()
    assert "Người dự thay có mặt" in roll_line(council, "khoa")
    council.clock.advance(minutes=5)
    council.submits("ha", substitute(council, "khoa", here=True))
    council.clock.advance(minutes=1)
    council.submits("ha", substitute(council, "khoa", here=True))
    assert "Dự thay: ông Lý Văn Tài, không biểu quyết · có mặt 08:05" in roll_line(council, "khoa")
    assert "8/9" in council.sees("screen", "quorum"), "nobody is present for another"
    motion = council.opens_motion()
    for who in council.voters[:8]:
        council.casts(who, motion, FOR)
    council.closes(motion)
    assert council.announces(motion).sentence.startswith("8/9 ")
    council.clock.advance(minutes=64)
    council.submits("ha", substitute(council, "khoa", here=False))
    assert "rời họp 09:10" in roll_line(council, "khoa")
    council.clock.advance(minutes=10)
    council.submits("ha", substitute(council, "khoa", here=True))
    told = "dự thay: ông Lý Văn Tài (có mặt 08:05–09:10; 09:20), không biểu quyết"
    assert remark(council, 9) == f"có phép: Họp tỉnh; {told}"
    assert any(f"ông Bùi Đăng Khoa (Họp tỉnh; {told})" in line for line in taking_part(council))
    assert read_roll(council, "xlsx").count("có mặt 08:05–09:10; 09:20") == 2, "in the text and in the table"
    assert "08:05–09:10; 09:20" in "".join(read_roll(council, "pdf").split("\n")).replace("\r", "")


def test_a_present_member_or_one_without_a_substitute_gets_no_substitute(council: Council) -> None:
    assert council.refuses("ha", substitute(council, "khoa", here=True)) == "attendance.no_substitute"
    council.submits("ha", sends(council, "khoa", ""))
    assert council.refuses("ha", substitute(council, "khoa", here=True)) == "attendance.no_substitute"
    council.arrives("lan")
    assert council.refuses("ha", substitute(council, "lan", here=True)) == "attendance.no_substitute"
    assert council.refuses("nam", substitute(council, "khoa", here=True)) == "access.not_allowed"


def test_the_substitute_leaves_when_the_member_arrives_and_the_list_shows_both(council: Council) -> None:
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.submits("ha", substitute(council, "khoa", here=True))
    council.starts()
    council.clock.advance(minutes=40)
    council.arrives("khoa")
    assert [each.kind for each in council.journal()][-2:] == ["attendance.substitute_left", "attendance.checked_in"]
    told = "đến muộn; thư ký điểm danh; dự thay: ông Lý Văn Tài (có mặt 08:00–08:40), không biểu quyết"
    assert remark(council, 9) == told
    assert "9/9" in council.sees("screen", "quorum")


def test_another_substitute_takes_over_and_all_leave_at_the_end_of_the_sitting(council: Council) -> None:
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    council.submits("ha", substitute(council, "khoa", here=True))
    council.starts()
    council.clock.advance(minutes=30)
    council.submits("ha", sends(council, "khoa", "bà Hà Thị Sen"))
    assert "Dự thay: bà Hà Thị Sen, không biểu quyết Có mặt" in roll_line(council, "khoa"), "who has not come: a button"
    council.submits("ha", substitute(council, "khoa", here=True))
    council.clock.advance(minutes=150)
    council.submits("ha", PauseMeeting(meeting_id=council.meeting, kind="lunch"))
    council.clock.advance(minutes=150)
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.submits("ha", ResumeMeeting(meeting_id=council.meeting))
    assert "· có mặt" not in roll_line(council, "khoa"), "the afternoon has a roll of its own"
    (told,) = compose(council.retells(), (1, "h")).annexes[0].sections[0].notes
    morning = "dự thay: ông Lý Văn Tài (có mặt 08:00–08:30); bà Hà Thị Sen (có mặt 08:30–11:00), không biểu quyết"
    assert f"buổi thứ nhất vắng, có phép: Họp tỉnh; {morning}" in told
    assert "buổi thứ hai vắng, có phép: Họp tỉnh; dự thay: bà Hà Thị Sen, không biểu quyết" in told


def never_came(council: Council, who: str) -> UndoSubstitute:
    return UndoSubstitute(meeting_id=council.meeting, seat_id=council.seats[who])


def test_a_substitute_recorded_by_mistake_is_removed_from_roll_and_minutes(council: Council) -> None:
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.starts()
    council.clock.advance(minutes=5)
    council.submits("ha", substitute(council, "khoa", here=True))
    assert "Hủy ghi nhầm người dự thay có mặt" in roll_line(council, "khoa")
    council.clock.advance(minutes=1)
    council.submits("ha", never_came(council, "khoa"))
    line = roll_line(council, "khoa")
    assert "Dự thay: ông Lý Văn Tài, không biểu quyết Có mặt" in line and "Hủy ghi nhầm" not in line
    told = "Họp tỉnh; dự thay: ông Lý Văn Tài, không biểu quyết"
    assert remark(council, 9) == f"có phép: {told}"
    assert any(f"ông Bùi Đăng Khoa ({told})" in line for line in taking_part(council))
    assert "08:05" not in read_roll(council, "xlsx")
    council.clock.advance(minutes=4)
    council.submits("ha", substitute(council, "khoa", here=True))
    assert "(có mặt 08:10)" in remark(council, 9), "who comes afterwards comes as anybody"


def test_only_the_mistaken_stay_is_undone_and_earlier_ones_remain(council: Council) -> None:
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.starts()
    council.submits("ha", substitute(council, "khoa", here=True))
    council.clock.advance(minutes=20)
    council.submits("ha", substitute(council, "khoa", here=False))
    council.clock.advance(minutes=20)
    council.submits("ha", substitute(council, "khoa", here=True))
    assert "có mặt 08:40" in roll_line(council, "khoa")
    council.submits("ha", never_came(council, "khoa"))
    assert "rời họp 08:20" in roll_line(council, "khoa")
    assert "(có mặt 08:00–08:20)" in remark(council, 9)


def test_a_finished_stay_recorded_by_mistake_can_be_undone_too(council: Council) -> None:
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.starts()
    for _ in range(2):
        council.submits("ha", substitute(council, "khoa", here=True))
        council.clock.advance(minutes=10)
        council.submits("ha", substitute(council, "khoa", here=False))
        council.clock.advance(minutes=10)
    assert "rời họp 08:30" in roll_line(council, "khoa") and "Hủy ghi nhầm" in roll_line(council, "khoa")
    council.submits("ha", never_came(council, "khoa"))
    assert "rời họp 08:10" in roll_line(council, "khoa"), "the first of the two is the last now"
    assert "(có mặt 08:00–08:10)" in remark(council, 9)
    council.submits("ha", never_came(council, "khoa"))
    line = roll_line(council, "khoa")
    assert "rời họp" not in line and "Hủy ghi nhầm" not in line
    assert remark(council, 9) == "có phép: Họp tỉnh; dự thay: ông Lý Văn Tài, không biểu quyết"
    assert council.refuses("ha", never_came(council, "khoa")) == "attendance.substitute_never_came"


def test_a_substitutes_mistaken_arrival_can_be_undone_also_after_the_member_arrives(council: Council) -> None:
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.starts()
    council.submits("ha", substitute(council, "khoa", here=True))
    council.clock.advance(minutes=5)
    council.submits("ha", all_present(council, "khoa"))
    assert "Hủy ghi nhầm người dự thay" in roll_line(council, "khoa")
    council.submits("ha", never_came(council, "khoa"))
    assert "Hủy ghi nhầm người dự thay" not in roll_line(council, "khoa")
    assert "Lý Văn Tài" not in " ".join(taking_part(council))


def test_a_stay_of_an_earlier_sitting_or_of_another_substitute_is_not_undone(council: Council) -> None:
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.starts()
    council.submits("ha", substitute(council, "khoa", here=True))
    council.submits("ha", sends(council, "khoa", "bà Hà Thị Sen"))
    assert council.refuses("ha", never_came(council, "khoa")) == "attendance.substitute_never_came"
    council.clock.advance(minutes=30)
    council.submits("ha", substitute(council, "khoa", here=True))
    council.submits("ha", PauseMeeting(meeting_id=council.meeting, kind=PauseKind.LUNCH))
    assert council.refuses("ha", never_came(council, "khoa")) == "attendance.substitute_never_came"
    council.retells()
    told = " ".join(taking_part(council))
    assert "Lý Văn Tài" in told and "Hà Thị Sen" in told


def test_an_arrival_that_never_was_cannot_be_undone(council: Council) -> None:
    assert council.refuses("ha", never_came(council, "khoa")) == "attendance.substitute_never_came"
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    assert council.refuses("ha", never_came(council, "khoa")) == "attendance.substitute_never_came"
    council.submits("ha", substitute(council, "khoa", here=True))
    assert council.refuses("nam", never_came(council, "khoa")) == "access.not_allowed"
    council.submits("ha", never_came(council, "khoa"))
    told = [each for each in council.journal() if each.kind != "attendance.substitute_came"]
    with pytest.raises(Broken):
        replay(relinked(told))


def test_a_journal_in_which_a_substitute_comes_for_nobody_is_refused(council: Council) -> None:
    council.submits("ha", sends(council, "khoa", "ông Lý Văn Tài"))
    council.submits("ha", substitute(council, "khoa", here=True))
    told = [each for each in council.journal() if each.kind != "attendance.absence_noted"]
    with pytest.raises(Broken):
        replay(relinked(told))


def test_a_person_who_comes_after_the_beginning_is_marked_late_on_the_roll(council: Council) -> None:
    council.submits("ha", all_present(council, *council.voters[:8]))
    council.starts()
    council.clock.advance(minutes=22)
    council.arrives("khoa")
    assert council.sees("clerk", "roll").count("đến muộn") == 1


def read_roll(council: Council, form: str) -> str:
    """The text of the list of attendance as a file."""
    answer = Browser(council, "ha").get(f"/m/{council.meeting}/roll.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    if form == "pdf":
        with pypdfium2.PdfDocument(answer.data) as pdf:
            return " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    page = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    return " ".join(str(cell) for line in page.iter_rows(values_only=True) for cell in line if cell)


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_the_list_of_attendance_is_a_file_with_everybody_and_their_times(sitting: Council, form: str) -> None:
    sitting.submits("ha", PauseMeeting(meeting_id=sitting.meeting, kind="lunch"))
    sitting.clock.advance(minutes=330)
    sitting.submits("ha", all_present(sitting, *sitting.voters[:8]))
    sitting.submits("ha", ResumeMeeting(meeting_id=sitting.meeting))
    told = read_roll(sitting, form)
    assert "DANH SÁCH ĐIỂM DANH" in told
    assert "Y Thịnh Niê" in told
    assert "13:30" in told


@pytest.mark.parametrize("who", ["lan", "guest", "outsider"])
def test_only_people_who_keep_the_roll_get_the_list(sitting: Council, who: str) -> None:
    assert Browser(sitting, who).get(f"/m/{sitting.meeting}/roll.pdf").status_code == 403


def test_an_unknown_file_format_of_the_list_is_not_found(sitting: Council) -> None:
    assert Browser(sitting, "ha").get(f"/m/{sitting.meeting}/roll.exe").status_code == 404


def test_a_departure_that_breaks_the_quorum_of_an_open_vote_is_shown_and_the_chair_decides_with_a_reason(
    sitting: Council,
) -> None:
    motion = sitting.opens_motion()
    for who in ("an", "lan", "nam", "mai", "hung"):
        sitting.casts(who, motion, FOR)
    for who in ("binh", "y-thinh", "dao", "khoa"):
        sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats[who], reason="Việc gấp"))
    for view in ("clerk", "chair"):
        assert "Không còn đủ số người: có mặt 5/9, cần 6." in sitting.sees(view, "step")
    sitting.closes(motion)
    announce = AnnounceResult(meeting_id=sitting.meeting, motion_id=motion)
    assert sitting.refuses("ha", announce) == "attendance.no_quorum"
    sitting.allows(motion, "Nội dung không thể hoãn")
    assert "5/9" in sitting.announces(motion).sentence
    told = " ".join(compose(sitting.retells(), (1, "h")).points[0].paragraphs)
    assert "khi có mặt 5 và phải có ít nhất 6. Lý do: Nội dung không thể hoãn." in told
