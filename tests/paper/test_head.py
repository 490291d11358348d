"""The head of the minutes on paper: names break before a place, never inside it; a Party body has different words."""

import pytest

from meeting.journal.book import write_export
from meeting.minutes.text.compose import compose
from meeting.paper.broken import name_lines
from meeting.paper.document import draw
from meeting.paper.fonts import BOLD
from meeting.record.replay import replay
from tests.paper.reading import text_of

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
def test_the_name_of_a_body_breaks_before_its_place_and_never_inside(name: str, place: str) -> None:
    lines = [line.replace("\xa0", " ") for line in name_lines(name.upper(), BOLD, 12, ROOM)]
    assert len(lines) > 1
    assert lines[-1] == place
    assert " ".join(lines) == name.upper()


PARTY = "Cấp ủy viên"


def test_a_party_body_has_one_word_for_its_members_on_paper_and_on_screens(build) -> None:
    party = build(preset="dang", chair_title="Bí thư Đảng ủy xã")
    party.sits()
    with party.unwatched():
        motion = party.opens_motion("Thông qua nghị quyết chuyên đề", decision="party_decision")
        party.splits(motion, 8, 1)
        seen = "".join(party.sees(view, "motion") for view in ("member", "chair", "clerk"))
        party.closes(motion)
        party.announces(motion)
        party.ends()
    assert "Tỷ lệ tính trên tổng số cấp ủy viên" in seen
    sentence = party.motion(motion).sentence
    assert sentence.startswith("8/9 cấp ủy viên tán thành")
    entries = party.journal()
    text = text_of(draw(compose(replay(entries), (entries[-1].seq, entries[-1].hash)), write_export(entries)))
    for said in (f"- {PARTY}: tổng số 9, có mặt 9/9", f"{PARTY}: 9 người", "tổng số 9 cấp ủy viên", sentence):
        assert said in text, said
    assert "hành viên:" not in text
