"""A folder may list points outside the room, and say for a person where they are; it reads back the same."""

from collections.abc import Callable
from pathlib import Path

from meeting.packs.folder import read, write
from tests.packs.office import NOW, Office, problems_of

POINTS = """\
title: Kỳ họp thứ 6
body: Hội đồng nhân dân xã Minh Tân
preset: hdnd
place: Hội trường 1
points: ["Thôn  Đông", Thôn Đoài]
items:
  - title: Khai mạc
"""
MakePack = Callable[[str], Path]


def test_the_points_of_a_folder_are_those_of_its_meeting(pack_folder: MakePack, tmp_path: Path):
    pack = read(pack_folder(POINTS), now=NOW)
    assert pack.points == ("Thôn Đông", "Thôn Đoài")
    write(pack, tmp_path / "lai")
    assert read(tmp_path / "lai", now=NOW) == pack


def test_a_point_listed_twice_is_reported(pack_folder: MakePack):
    twice = pack_folder(POINTS.replace("Thôn Đoài]", "THÔN ĐÔNG]"))
    assert [problem.code for problem in problems_of(twice)] == ["attendance.point_name_taken"]


def test_more_points_than_allowed_are_reported(pack_folder: MakePack):
    many = pack_folder(POINTS.replace('["Thôn  Đông", Thôn Đoài]', str([f"Thôn {n}" for n in range(201)])))
    assert [problem.code for problem in problems_of(many)] == ["attendance.too_many_points"]


def test_a_point_beside_people_is_the_same_in_any_spelling(office: Office, tmp_path: Path):
    office.head(body="Ủy ban nhân dân xã Minh Tân", place="Hội trường 1", points="[Thôn Đông]")
    header, *rows = office.people
    spelt = ["thôn  đông", "THÔN ĐÔNG", "Nhà văn hóa", *[""] * len(rows)]
    office.people = [[*header, "Điểm cầu"], *([*row, at] for row, at in zip(rows, spelt, strict=False))]
    pack = office.read()
    assert pack.points == ("Thôn Đông", "Nhà văn hóa")
    assert [person.point for person in pack.people][:4] == ["Thôn Đông", "Thôn Đông", "Nhà văn hóa", ""]
    write(pack, tmp_path / "lai")
    assert read(tmp_path / "lai", now=NOW).apart_from_disk() == pack.apart_from_disk()
