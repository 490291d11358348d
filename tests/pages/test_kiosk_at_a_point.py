"""A kiosk at a point outside the room: everybody who shows a card there takes part from there."""

import io

from openpyxl import load_workbook

from meeting.attendance.commands import MarkPresent
from meeting.attendance.events import CheckedIn
from meeting.attendance.pointing import RemovePoint, RenamePoint
from meeting.kiosk.events import ReadingSetAside
from tests.council import Council
from tests.pages.client import Browser
from tests.pages.door import Door, opens, told

ELSEWHERE = "203.0.113.9"


def at_point(council: Council, name: str = "Thôn Đông") -> Door:
    return Door(council, opens(council, title="Nhà văn hóa", point=council.point(name)), address=ELSEWHERE)


def arrivals(council: Council) -> list[tuple[str, str]]:
    return [(event.point, event.door) for event in council.events() if isinstance(event, CheckedIn)]


def test_a_card_read_at_a_point_checks_its_person_in_there(council: Council) -> None:
    door = at_point(council)
    assert "Điểm cầu Thôn Đông" in door.get(door.path).text
    assert told(door.reads("lan"))[0] == "in"
    assert arrivals(council) == [("Thôn Đông", "Nhà văn hóa")]
    assert "từ xa: Thôn Đông" in council.sees("clerk", "roll")
    assert "điểm cầu Thôn Đông" in council.sees("clerk", "kiosks")
    assert 'figures">1</span>' in council.sees("screen", "points")
    assert "1/9" in council.sees("screen", "quorum")
    council.retells()


def test_a_card_of_a_person_in_the_room_is_refused_at_a_point_and_the_reverse(council: Council) -> None:
    door, hall = at_point(council), Door(council)
    hall.reads("lan")
    for leaves in (False, True):
        answer = door.reads("lan", leaves=leaves)
        assert answer.get_json()["code"] == "attendance.in_room"
        assert "đang có mặt trong phòng họp" in told(answer)[1]
    door.reads("nam")
    for leaves in (False, True):
        assert "điểm cầu Thôn Đông" in told(hall.reads("nam", leaves=leaves))[1]
    assert "2/9" in council.sees("screen", "quorum"), "each is counted once, and nobody has left"
    assert told(door.reads("nam", leaves=True))[0] == "out"
    assert "1/9" in council.sees("screen", "quorum")


def test_offline_readings_at_a_point_count_there_when_they_arrive(council: Council) -> None:
    door = at_point(council)
    council.clock.advance(minutes=60)
    assert told(door.reads("lan", ago=3000))[0] == "in"
    council.submits("ha", MarkPresent(meeting_id=council.meeting, seat_id=council.seats["nam"]))
    assert told(door.reads("nam", ago=2000))[0] == "again"
    assert arrivals(council) == [("Thôn Đông", "Nhà văn hóa"), ("", "")]
    [aside] = [event for event in council.events() if isinstance(event, ReadingSetAside)]
    assert aside.whose == council.seats["nam"]
    assert "2/9" in council.sees("screen", "quorum")


def test_a_point_with_a_kiosk_is_kept_and_the_kiosk_shows_its_new_name(council: Council) -> None:
    door, point = at_point(council, "Thôn Dông"), council.point("Thôn Dông")
    remove = RemovePoint(meeting_id=council.meeting, point_id=point)
    assert council.refuses("ha", remove) == "attendance.point_in_use"
    council.submits("ha", RenamePoint(meeting_id=council.meeting, point_id=point, title="Thôn Đông"))
    assert "Điểm cầu Thôn Đông" in door.get(door.path).text
    assert "điểm cầu Thôn Đông" in council.sees("clerk", "kiosks")


def test_the_list_of_attendance_as_a_file_names_the_point(council: Council) -> None:
    at_point(council).reads("lan")
    council.starts()
    sheet = load_workbook(io.BytesIO(Browser(council, "ha").get("/m/1/roll.xlsx").data)).active
    [row] = [row for row in sheet.iter_rows(values_only=True) if "Trần Thị Lan" in row]
    assert any("từ xa tại Thôn Đông" in str(cell) for cell in row)
