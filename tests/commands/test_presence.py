"""Who is here, and how: many at once, from elsewhere, in somebody's place; and the list of it as a file."""

import io

import pypdfium2
import pytest
from openpyxl import load_workbook

from meeting.attendance.commands import MarkAllPresent, MarkLeft, MarkPresent, NoteAbsence
from meeting.conduct.pausing import PauseMeeting, ResumeMeeting
from meeting.minutes.text.compose import compose
from meeting.voting.commands.results import AnnounceResult
from tests.commands.test_attendance import claim
from tests.council import FOR, Council
from tests.pages.client import Browser


def all_present(council: Council, *who: str) -> MarkAllPresent:
    return MarkAllPresent(meeting_id=council.meeting, seat_ids=[council.seats[each] for each in who])


def remote(council: Council, who: str, point: str) -> MarkPresent:
    return MarkPresent(meeting_id=council.meeting, seat_id=council.seats[who], point_id=council.point(point))


def taking_part(council: Council) -> tuple[str, ...]:
    told = compose(council.retells(), (1, "h"))
    return next(each.more for each in told.particulars if each.label == "Thành phần tham dự:")


def test_the_secretary_checks_many_in_by_one_press_and_who_is_here_stays_as_they_came(council: Council) -> None:
    council.orders("ha", remote(council, "lan", "Thôn Đông"))
    council.orders("ha", all_present(council, *council.voters, "an"))
    assert "9/9" in council.sees("screen", "quorum")
    assert "từ xa: Thôn Đông" in council.sees("clerk", "roll")


def test_one_of_many_who_has_no_seat_here_checks_in_nobody(council: Council) -> None:
    wrong = MarkAllPresent(meeting_id=council.meeting, seat_ids=[council.seats["an"], 999_999])
    assert council.refuses("ha", wrong) == "kernel.not_found"
    assert "0/9" in council.sees("screen", "quorum")


def test_whom_the_sitting_before_had_are_marked_for_the_next(sitting: Council) -> None:
    sitting.orders("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["khoa"], reason="Việc gấp"))
    sitting.orders("ha", PauseMeeting(meeting_id=sitting.meeting, kind="lunch"))
    assert sitting.sees("clerk", "roll").count('data-before="yes"') == len(sitting.voters) - 1 + 1, "and the secretary"
    sitting.orders("ha", all_present(sitting, *sitting.voters[:8]))
    sitting.orders("ha", ResumeMeeting(meeting_id=sitting.meeting))
    assert "8/9" in sitting.sees("screen", "quorum")


def test_a_member_at_a_remote_point_counts_and_votes_like_any_other(council: Council) -> None:
    council.orders("ha", all_present(council, *council.voters[:5]))
    council.orders("ha", remote(council, council.voters[5], "UBND xã Minh Tân"))
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
    sitting.orders("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Về thôn"))
    sitting.orders("ha", remote(sitting, "lan", "Thôn Đông"))
    assert sitting.refuses("ha", remote(sitting, "lan", "Thôn Đoài")) == "attendance.at_point"
    assert sitting.refuses("ha", remote(sitting, "lan", "")) == "attendance.at_point"
    assert sitting.refuses("lan", claim(sitting)) == "attendance.at_point", "by the code in the hall neither"
    assert "9/9" in sitting.sees("screen", "quorum"), "they are counted once"


def test_a_substitute_is_named_and_takes_no_vote_and_nothing_from_the_total(council: Council) -> None:
    council.orders(
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
    council.orders("ha", all_present(council, *council.voters[:8]))
    council.starts()
    assert "8/9" in council.sees("screen", "quorum")
    told = "ông Bùi Đăng Khoa (Họp tỉnh; dự thay: ông Lý Văn Tài, Phó Trưởng phòng, không biểu quyết)"
    assert any(told in line for line in taking_part(council))


def test_who_comes_after_the_beginning_is_marked_late_on_the_roll(council: Council) -> None:
    council.orders("ha", all_present(council, *council.voters[:8]))
    council.starts()
    council.clock.advance(minutes=22)
    council.arrives("khoa")
    assert council.sees("clerk", "roll").count("đến muộn") == 1


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_the_list_of_attendance_is_a_file_with_everybody_and_their_times(sitting: Council, form: str) -> None:
    sitting.orders("ha", PauseMeeting(meeting_id=sitting.meeting, kind="lunch"))
    sitting.clock.advance(minutes=330)
    sitting.orders("ha", all_present(sitting, *sitting.voters[:8]))
    sitting.orders("ha", ResumeMeeting(meeting_id=sitting.meeting))
    answer = Browser(sitting, "ha").get(f"/m/{sitting.meeting}/roll.{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    if form == "pdf":
        with pypdfium2.PdfDocument(answer.data) as pdf:
            told = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    else:
        page = load_workbook(io.BytesIO(answer.data)).worksheets[0]
        told = " ".join(str(cell) for line in page.iter_rows(values_only=True) for cell in line if cell)
    assert "DANH SÁCH ĐIỂM DANH" in told
    assert "Y Thịnh Niê" in told
    assert "13:30" in told


@pytest.mark.parametrize("who", ["lan", "guest", "outsider"])
def test_the_list_is_for_those_who_keep_the_roll(sitting: Council, who: str) -> None:
    assert Browser(sitting, who).get(f"/m/{sitting.meeting}/roll.pdf").status_code == 403


def test_a_form_that_there_is_not_is_not_found(sitting: Council) -> None:
    assert Browser(sitting, "ha").get(f"/m/{sitting.meeting}/roll.exe").status_code == 404


def test_who_leaves_an_open_vote_below_the_quorum_is_told_and_the_chair_decides_with_a_reason(sitting: Council) -> None:
    motion = sitting.opens_motion()
    for who in ("an", "lan", "nam", "mai", "hung"):
        sitting.casts(who, motion, FOR)
    for who in ("binh", "y-thinh", "dao", "khoa"):
        sitting.orders("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats[who], reason="Việc gấp"))
    for view in ("clerk", "chair"):
        assert "Không còn đủ số người: có mặt 5/9, cần 6." in sitting.sees(view, "step")
    sitting.closes(motion)
    announce = AnnounceResult(meeting_id=sitting.meeting, motion_id=motion)
    assert sitting.refuses("ha", announce) == "attendance.no_quorum"
    sitting.allows(motion, "Nội dung không thể hoãn")
    assert "5/9" in sitting.announces(motion).sentence
    told = " ".join(compose(sitting.retells(), (1, "h")).points[0].paragraphs)
    assert "khi có mặt 5 và phải có ít nhất 6. Lý do: Nội dung không thể hoãn." in told
