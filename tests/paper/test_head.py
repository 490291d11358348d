"""The head of the minutes on paper: names break before a place, never inside it; a Party body has its own words."""

from datetime import UTC, datetime

import pytest

from meeting.paper.broken import name_lines
from meeting.paper.fonts import BOLD
from meeting.record.replay import replay

from .story import Story

ROOM = 71 * 72 / 25.4 - 2
"""Points of the left column."""


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Hội đồng nhân dân xã Minh Tân", "XÃ MINH TÂN"),
        ("Hội đồng nhân dân thị trấn Nông trường Mộc Châu", "NÔNG TRƯỜNG MỘC CHÂU"),
        ("Ủy ban nhân dân thành phố Phan Rang - Tháp Chàm", "PHAN RANG - THÁP CHÀM"),
        ("Hội đồng nhân dân tỉnh Bà Rịa - Vũng Tàu", "TỈNH BÀ RỊA - VŨNG TÀU"),
        ("Hội đồng nhân dân phường Hoàng Văn Thụ", "PHƯỜNG HOÀNG VĂN THỤ"),
    ],
)
def test_a_body_breaks_before_its_place_and_never_inside(name: str, place: str) -> None:
    lines = [line.replace("\xa0", " ") for line in name_lines(name.upper(), BOLD, 12, ROOM)]
    assert len(lines) > 1
    assert lines[-1] == place
    assert " ".join(lines) == name.upper()


def test_a_party_body_calls_its_members_as_the_screens_do() -> None:
    story = Story("dang", "Hội nghị", "Đảng ủy xã Minh Tân", "ĐU", begins=datetime(2026, 9, 24, 1, tzinfo=UTC))
    assert replay(story.entries).member_word == "cấp ủy viên"
