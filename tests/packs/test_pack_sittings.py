"""A folder may plan sittings: its items belong to them, and what is written reads back the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meeting.packs.folder import Pack, read, read_noting, write
from tests.packs.office import NOW, Office, problems_of

TWO_DAYS = """\
title: Kỳ họp thứ 6
body: Hội đồng nhân dân xã Minh Tân
preset: hdnd
place: Hội trường 1
sittings:
  - starts: 2026-09-24 08:00
    ends: 11:30
  - starts: 13:30
    ends: 17:00
  - title: Buổi bế mạc
    starts: 2026-09-25 08:00
    ends: 10:00
items:
  - title: Khai mạc
    sitting: 1
    start: 8h00
    minutes: 30
  - title: Chất vấn
    sitting: Buổi chiều 24/9
    minutes: 90
  - title: Bế mạc
    sitting: buổi bế mạc
  - title: Việc khác
"""
MakePack = Callable[[str], Path]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


def told(pack: Pack) -> list[tuple[str, datetime, datetime]]:
    return [(each.title, each.starts_at, each.ends_at) for each in pack.sittings]


def test_a_folder_says_when_the_meeting_sits_and_which_items_each_sitting_has(pack_folder: MakePack, tmp_path: Path):
    pack = read(pack_folder(TWO_DAYS), now=NOW)
    assert told(pack) == [
        ("Buổi sáng", moment("2026-09-24T08:00"), moment("2026-09-24T11:30")),
        ("Buổi chiều", moment("2026-09-24T13:30"), moment("2026-09-24T17:00")),
        ("Buổi bế mạc", moment("2026-09-25T08:00"), moment("2026-09-25T10:00")),
    ]
    assert [item.sitting for item in pack.items] == [1, 2, 3, 0]
    assert (pack.starts_at, pack.ends_at) == (moment("2026-09-24T08:00"), moment("2026-09-25T10:00"))
    write(pack, tmp_path / "lai")
    assert read(tmp_path / "lai", now=NOW) == pack


def test_sittings_in_any_order_are_sorted_by_time_with_their_items(pack_folder: MakePack):
    said = TWO_DAYS.replace("starts: 2026-09-24 08:00\n    ends: 11:30", "starts: 2026-09-26 08:00\n    ends: 09:00")
    said = said.replace("starts: 13:30\n    ends: 17:00", "starts: 2026-09-24 13:30\n    ends: 17:00")
    pack = read(pack_folder(said), now=NOW)
    assert [each.title for each in pack.sittings] == ["Buổi chiều", "Buổi bế mạc", "Buổi sáng"]
    assert [item.sitting for item in pack.items] == [3, 1, 2, 0]


def test_a_sitting_past_midnight_ends_the_next_day_and_one_without_an_end_with_its_items(pack_folder: MakePack):
    said = TWO_DAYS.replace("starts: 13:30\n    ends: 17:00", "starts: 22:00\n    ends: 01:00")
    said = said.replace("2026-09-24 08:00\n    ends: 11:30", "2026-09-24 08:00").replace(" chiều 24/9", " tối 24/9")
    morning, night, _ = read(pack_folder(said), now=NOW).sittings
    assert morning.ends_at == moment("2026-09-24T08:30")
    assert (night.title, night.ends_at) == ("Buổi tối", moment("2026-09-25T01:00"))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("sitting: 1", "sitting: 4", "sitting_unknown"),
        ("sitting: 1", "sitting: Buổi đêm", "sitting_unknown"),
        ("starts: 13:30", "starts: chiều", "time_bad"),
        ("starts: 13:30", "begins: 13:30", "key_unknown"),
        ("    ends: 10:00", "    ends: 2026-09-27 10:00", "agenda.bad_sitting"),
        ("    ends: 10:00", "    ends: 2026-09-24 10:00", "agenda.bad_sitting"),
        ("title: Buổi bế mạc", f"title: {'x' * 101}", "too_long"),
    ],
)
def test_a_misspelt_sitting_is_reported_with_its_line(pack_folder: MakePack, old: str, new: str, code: str):
    assert code in [problem.code for problem in problems_of(pack_folder(TWO_DAYS.replace(old, new)))]


def test_an_item_chooses_among_equal_sittings_by_number(pack_folder: MakePack):
    alike = TWO_DAYS.replace("  - starts: 13:30", "  - title: Buổi sáng\n    starts: 13:30")
    alike = alike.replace("sitting: Buổi chiều 24/9", "sitting: 2")
    named = alike.replace("sitting: 1", "sitting: Buổi sáng 24/9")
    folder = pack_folder(named)
    assert [problem.code for problem in problems_of(folder)] == ["sitting_unknown"]
    (folder / "agenda.yaml").write_text(alike, encoding="utf-8")
    assert [item.sitting for item in read(folder, now=NOW).items] == [1, 2, 3, 0]


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("starts: 13:30", "starts: 11:00", "Buổi sáng 24/9 trùng giờ với Buổi sáng 24/9."),
        ("start: 8h00", "start: 14:00", "ngoài giờ họp (08:00–11:30)"),
        ("minutes: 90", "minutes: 300", "Buổi chiều 24/9 dài 210 phút, các nội dung của buổi cần 300 phút."),
        ("sitting: buổi bế mạc", "sitting: 1", "“Bế mạc” thuộc Buổi sáng 24/9 nhưng đứng sau nội dung của Buổi chiều"),
        ("preset: hdnd", "preset: hdnd\nminutes: 60", "nằm ngoài thời gian của phiên họp"),
    ],
)
def test_a_sitting_outside_the_meeting_is_noted_and_accepted(pack_folder: MakePack, old: str, new: str, note: str):
    said = TWO_DAYS.replace(old, new).replace("sitting: Buổi chiều 24/9", "sitting: 2")
    notes = [each.say("vi") for each in read_noting(pack_folder(said), now=NOW).notes]
    assert any(note in each for each in notes), notes


def test_a_folder_without_sittings_reads_as_before(pack_folder: MakePack, tmp_path: Path):
    said = TWO_DAYS[: TWO_DAYS.index("sittings:")] + "starts: 2026-09-24 08:00\nitems:\n  - title: Việc\n"
    pack = read(pack_folder(said), now=NOW)
    assert (pack.sittings, pack.items[0].sitting) == ((), 0)
    write(pack, tmp_path / "lai")
    assert "sitting" not in (tmp_path / "lai" / "agenda.yaml").read_text(encoding="utf-8")


def test_a_moved_meeting_moves_its_sittings(pack_folder: MakePack):
    pack = read(pack_folder(TWO_DAYS), now=NOW, starts_at=moment("2026-10-01T08:00"))
    assert [each.starts_at for each in pack.sittings] == [
        moment("2026-10-01T08:00"),
        moment("2026-10-01T13:30"),
        moment("2026-10-02T08:00"),
    ]
    assert pack.ends_at == moment("2026-10-02T10:00")


@pytest.mark.parametrize(("sittings", "refused"), [(60, False), (61, True)])
def test_two_hundred_items_fit_into_sixty_sittings_and_not_into_more(
    pack_folder: MakePack, sittings: int, *, refused: bool
):
    def folder(sittings: int) -> str:
        days = "".join(
            f"  - starts: 2026-{9 + n // 28}-{n % 28 + 1:02d} 08:00\n    ends: 17:00\n" for n in range(sittings)
        )
        items = "".join(f"  - title: Việc {n}\n    sitting: {n % 60 + 1}\n" for n in range(200))
        return TWO_DAYS[: TWO_DAYS.index("sittings:")] + f"sittings:\n{days}items:\n{items}"

    made = pack_folder(folder(sittings))
    if refused:
        assert [problem.code for problem in problems_of(made)] == ["agenda.too_many_sittings"]
        return
    pack = read(made, now=NOW)
    assert (len(pack.sittings), len(pack.items)) == (60, 200)


def test_a_table_names_the_sittings_of_the_file_beside_it(office: Office):
    text = (office.path / "meeting.yaml").read_text(encoding="utf-8")
    text += "sittings:\n  - starts: 2026-09-24 08:00\n    ends: 11:00\n  - starts: 14:00\n    ends: 16:00\n"
    (office.path / "meeting.yaml").write_text(text, encoding="utf-8")
    for row, said in zip(office.agenda, ("Buổi họp", "Buổi sáng", "1", "Buổi chiều 24/9", ""), strict=True):
        row.append(said)
    pack = office.read()
    assert [item.sitting for item in pack.items] == [1, 1, 2, 0]
    assert pack.ends_at == moment("2026-09-24T16:00")
    office.agenda[1][-1] = "Buổi tối"
    assert office.codes() == [("agenda.csv", 2, "sitting_unknown")]
