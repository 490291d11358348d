"""Points of a meeting outside its room: added, renamed, removed, and who is counted at each."""

import re
from unicodedata import normalize

from meeting.attendance.commands import MarkAllPresent, MarkLeft, MarkPresent
from meeting.attendance.point_rules import MOST_POINTS
from meeting.attendance.pointing import AddPoint, ExpectAtPoint, RemovePoint, RenamePoint
from meeting.minutes.text.compose import compose
from tests.conftest import Builder
from tests.council import Council

FAR = "Điểm cầu trung tâm hội nghị và nhà văn hóa cụm liên thôn " + "Đông" * 10


def adds(council: Council, name: str, who: str = "ha") -> int:
    return council.submits(who, AddPoint(meeting_id=council.meeting, title=name)).made["point_id"]


def comes(council: Council, who: str, point: int) -> None:
    council.submits("ha", MarkPresent(meeting_id=council.meeting, seat_id=council.seats[who], point_id=point))


def counts(council: Council, view: str = "clerk") -> dict[str, str]:
    """Return what the screens say beside each point about the people there, by its name."""
    shown = council.sees(view, "points")
    found = re.findall(r'class="point-name">(.*?)</b>.*?class="point-count figures">(.*?)</span>', shown, re.S)
    return {name: " ".join(re.sub(r"\s+", " ", count).split()) for name, count in found}


def taking_part(council: Council) -> str:
    told = compose(council.retells(), (1, "h"))
    return " ".join(next(each.more for each in told.particulars if each.label == "Thành phần tham dự:"))


def test_officers_and_hall_see_two_points_with_their_counts(council: Council) -> None:
    east, west = adds(council, "Thôn Đông"), adds(council, "Thôn Đoài")
    council.submits(
        "ha",
        MarkAllPresent(
            meeting_id=council.meeting,
            seat_ids=[council.seats[who] for who in council.voters[:3]],
            point_id=east,
        ),
    )
    comes(council, council.voters[3], west)
    for view in ("clerk", "chair", "screen"):
        assert counts(council, view) == {"Thôn Đông": "3", "Thôn Đoài": "1"}
    assert "4/9" in council.sees("screen", "quorum"), "they count like anybody in the room"
    gone = MarkLeft(meeting_id=council.meeting, seat_id=council.seats[council.voters[3]], reason="Mất điện")
    council.submits("ha", gone)
    assert counts(council)["Thôn Đoài"] == "0"


def test_officers_see_beside_each_point_who_is_expected_and_who_is_there(council: Council) -> None:
    east = adds(council, "Thôn Đông")
    three = [council.seats[who] for who in council.voters[:3]]
    council.submits("ha", ExpectAtPoint(meeting_id=council.meeting, seat_ids=three, point_id=east))
    comes(council, council.voters[0], east)
    assert counts(council) == {"Thôn Đông": "1/3"}
    assert council.sees("clerk", "roll").count("dự kiến dự từ xa: Thôn Đông") == 2
    council.submits("ha", ExpectAtPoint(meeting_id=council.meeting, seat_ids=three[1:], point_id=0))
    assert counts(council) == {"Thôn Đông": "1/1"}


def test_spellings_of_one_name_are_one_point(council: Council) -> None:
    adds(council, "  Thôn   Đông ")
    for same in ("thôn đông", "THÔN ĐÔNG", normalize("NFD", "Thôn Đông"), "Thôn  Đông"):
        assert council.refuses("ha", AddPoint(meeting_id=council.meeting, title=same)) == "attendance.point_name_taken"
    adds(council, "Thon Dong")
    assert list(counts(council)) == ["Thôn Đông", "Thon Dong"], "other letters are another name"


def test_a_point_needs_a_name(council: Council) -> None:
    assert council.refuses("ha", AddPoint(meeting_id=council.meeting, title="   ")) == "attendance.no_point_name"
    assert "point-name" not in council.sees("clerk", "points")


def test_hostile_and_long_names_are_shown_as_they_were_typed(council: Council) -> None:
    hostile = "<script>alert(1)</script>\"&'{{ 7*7 }} %(x)s"
    comes(council, "lan", adds(council, hostile))
    adds(council, FAR)
    for view, panel in (("clerk", "points"), ("screen", "points"), ("clerk", "roll"), ("clerk", "places")):
        shown = council.sees(view, panel)
        assert "<script>" not in shown
        assert "&lt;script&gt;" in shown
        assert "%(x)s" in shown
    assert FAR in counts(council)
    council.starts()
    assert hostile in taking_part(council)


def test_a_corrected_name_is_correct_on_every_screen_and_in_the_minutes(council: Council) -> None:
    point = adds(council, "Thôn Dông")
    comes(council, "lan", point)
    council.starts()
    council.submits("ha", RenamePoint(meeting_id=council.meeting, point_id=point, title="Thôn Đông"))
    assert "từ xa: Thôn Đông" in council.sees("clerk", "roll")
    assert "Từ xa: Thôn Đông" in council.sees("clerk", "places")
    assert "Dự từ xa tại điểm cầu Thôn Đông: 1 người" in taking_part(council)
    assert "Dông" not in taking_part(council)


def test_a_point_that_was_used_stays_and_an_unused_one_is_removed(council: Council) -> None:
    used, spare = adds(council, "Thôn Đông"), adds(council, "Thôn Đoài")
    comes(council, "lan", used)
    council.submits("ha", MarkLeft(meeting_id=council.meeting, seat_id=council.seats["lan"], reason="Việc gấp"))
    remove = RemovePoint(meeting_id=council.meeting, point_id=used)
    assert council.refuses("ha", remove) == "attendance.point_in_use"
    lan = [council.seats["lan"]]
    council.submits("ha", ExpectAtPoint(meeting_id=council.meeting, seat_ids=lan, point_id=spare))
    council.submits("ha", RemovePoint(meeting_id=council.meeting, point_id=spare))
    assert list(counts(council)) == ["Thôn Đông"]
    assert "dự kiến dự từ xa" not in council.sees("clerk", "roll")


def test_during_the_meeting_only_its_secretary_changes_points(council: Council) -> None:
    adds(council, "Thôn Đông", who="admin")
    council.starts()
    late = AddPoint(meeting_id=council.meeting, title="Thôn Đoài")
    assert council.refuses("admin", late) == "access.not_allowed"
    council.submits("ha", late)
    council.ends()
    after = AddPoint(meeting_id=council.meeting, title="Thôn Nam")
    assert council.refuses("ha", after) == "agenda.not_running"
    assert list(counts(council)) == ["Thôn Đông", "Thôn Đoài"]


def test_two_hundred_points_are_enough(council: Council) -> None:
    with council.unwatched():
        for number in range(MOST_POINTS):
            adds(council, f"Thôn {number}")
    one_more = AddPoint(meeting_id=council.meeting, title="Thôn nữa")
    assert council.refuses("ha", one_more) == "attendance.too_many_points"
    assert len(counts(council)) == MOST_POINTS


def test_a_point_of_another_meeting_is_not_found(council: Council) -> None:
    wrong = MarkPresent(meeting_id=council.meeting, seat_id=council.seats["lan"], point_id=999_999)
    assert council.refuses("ha", wrong) == "attendance.no_point"
    assert "0/9" in council.sees("screen", "quorum")


def test_the_map_does_not_seat_a_person_who_is_at_a_point(sitting: Council) -> None:
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=sitting.seats["lan"], reason="Về thôn"))
    point = adds(sitting, "Thôn Đông")
    comes(sitting, "lan", point)
    spot = re.search(rf'data-key="place-{sitting.seats["lan"]}".*?</li>', sitting.sees("clerk", "places"), re.S)
    assert spot is not None
    assert f'data-point="{point}"' in spot[0]
    assert "Từ xa: Thôn Đông" in spot[0]
    assert "Có mặt" not in spot[0]


def test_a_person_who_left_the_room_may_be_recorded_at_a_point(sitting: Council) -> None:
    seat = sitting.seats["lan"]
    sitting.submits("ha", MarkLeft(meeting_id=sitting.meeting, seat_id=seat, reason="Về thôn"))
    row = re.search(rf'data-key="seat-{seat}".*?</li>', sitting.sees("clerk", "roll"), re.S)
    assert row is not None
    assert f'id="remote-{seat}"' in row[0]
    assert f"/seats/{seat}/card" in row[0]
    assert "attendance.note_absence" not in row[0], "who came was not absent"


def test_three_hundred_people_at_twelve_points_are_counted_with_few_statements(build: Builder) -> None:
    hall = build(preset="hdnd", voters=300, chair_title="Chủ tịch HĐND xã")
    with hall.unwatched():
        points = [adds(hall, f"UBND xã thứ {number}") for number in range(1, 13)]
        for number, point in enumerate(points):
            seats = [hall.seats[who] for who in hall.voters[number * 25 : (number + 1) * 25]]
            hall.submits("ha", MarkAllPresent(meeting_id=hall.meeting, seat_ids=seats, point_id=point))
    assert sum(int(count) for count in counts(hall, "screen").values()) == len(hall.voters)
    assert len(counts(hall)) == 12
