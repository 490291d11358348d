"""A folder that names no body or no place: the command asks for both by name, or says how to give them."""

import contextlib
import os
import pty
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from meeting.agenda.tables import Meeting
from meeting.attendance.tables import head_count
from meeting.cli import main
from meeting.config import Settings
from meeting.store.database import Database
from tests.packs.office import Office

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
    data = Path(shutil.copytree(founded, tmp_path / "var"))
    return Settings(data=data, port=8123, public_url="http://phonghop.test")


@pytest.fixture
def silent(tmp_path: Path) -> Path:
    """An office's folder without `meeting.yaml`: it names neither body nor place."""
    office = Office(tmp_path / "phien-hop-thang-9")
    office.save()
    (office.path / "meeting.yaml").unlink()
    return office.path


def particulars(settings: Settings) -> list[tuple[str, str]]:
    with closing(Database(settings.database)) as database, database.read() as db:
        return [(one.body, one.place) for one in db.scalars(select(Meeting))]


def run(settings: Settings, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["--data", str(settings.data), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.output


def type_in_a_terminal(settings: Settings, folder: Path, typed: str) -> str:
    """Run `meeting import` with a person at the keyboard; return what the person reads."""
    keyboard, terminal = pty.openpty()
    os.write(keyboard, typed.encode())
    command = [sys.executable, "-m", "meeting", "--data", str(settings.data), "import", str(folder)]
    with subprocess.Popen(
        command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT, text=True
    ) as process:
        for _ in range(40):  # a hidden question drops what was typed before it was asked
            with contextlib.suppress(subprocess.TimeoutExpired):
                said, _ = process.communicate(timeout=2)
                break
            os.write(keyboard, b"\n")
        else:
            process.kill()
            raise AssertionError("the command still waits for an answer")
    os.close(keyboard)
    os.close(terminal)
    return said


def test_without_a_terminal_the_command_says_what_is_missing_and_both_ways_to_give_it(
    settings: Settings, silent: Path
) -> None:
    status, said = run(settings, "import", str(silent))
    assert status == 1
    assert "Chưa nhập gì. Có 2 chỗ cần sửa" in said
    for named in ("tên cơ quan họp", "--body “", "“body: ", "địa điểm họp", "--place “", "“place: ", "meeting.yaml"):
        assert named in said
    assert particulars(settings) == []


@pytest.mark.parametrize("words", [("import",), ("init", "--import")])
def test_the_options_name_body_and_place(settings: Settings, silent: Path, words: tuple[str, ...]) -> None:
    named = ("--body", "Ủy ban nhân dân xã Minh Tân", "--place", "Nhà văn hóa thôn 3")
    status, said = run(settings, *words, str(silent), *named)
    assert status == 0, said
    assert particulars(settings) == [("Ủy ban nhân dân xã Minh Tân", "Nhà văn hóa thôn 3")]


def test_a_person_at_the_terminal_is_asked_for_each_by_name(settings: Settings, silent: Path) -> None:
    answers = "\n\nỦy ban nhân dân xã Minh Tân\nNhà văn hóa thôn 3\n\n"
    said = type_in_a_terminal(settings, silent, answers)
    assert "Tên cơ quan họp, in ở đầu biên bản" in said, said
    assert "Địa điểm họp, in trong biên bản" in said, said
    assert particulars(settings) == [("Ủy ban nhân dân xã Minh Tân", "Nhà văn hóa thôn 3")]


def test_a_person_is_asked_only_for_what_is_missing(settings: Settings, silent: Path) -> None:
    (silent / "meeting.yaml").write_text("body: Ủy ban nhân dân xã Minh Tân\n", "utf-8")
    said = type_in_a_terminal(settings, silent, "Nhà văn hóa thôn 3\n\n")
    assert "Tên cơ quan họp" not in said
    assert particulars(settings) == [("Ủy ban nhân dân xã Minh Tân", "Nhà văn hóa thôn 3")]


def test_nothing_is_asked_while_the_folder_has_other_problems(settings: Settings, silent: Path) -> None:
    agenda = silent / "agenda.csv"
    agenda.write_text(agenda.read_text("utf-8-sig").replace("trình bày,bao-cao", "hát,bao-cao"), "utf-8-sig")
    said = type_in_a_terminal(settings, silent, "")
    assert "Có 3 chỗ cần sửa" in said, said
    assert particulars(settings) == []


def test_a_suspended_member_stays_suspended_through_export_and_import(settings: Settings, tmp_path: Path) -> None:
    """One of two members is suspended: N is 1 in the folder's meeting too, and 2 would be a wrong verdict."""
    office = Office(tmp_path / "phien-hop-thang-9")
    for row, words in zip(
        office.people,
        (("Nhiệm vụ", "Số văn bản", "Lý do"), ("",) * 3, ("tạm đình chỉ", "12/NQ", "bị khởi tố"), ("",) * 3, ("",) * 3),
        strict=True,
    ):
        row.extend(words)
    office.save()
    status, said = run(settings, "import", str(office.path))
    assert status == 0, said
    with closing(Database(settings.database)) as database, database.read() as db:
        meeting = db.scalars(select(Meeting).order_by(Meeting.id.desc())).first()
        assert meeting is not None
        assert head_count(db, meeting.id).voters == 1
        slug = meeting.slug
    status, said = run(settings, "export", slug, str(tmp_path / "ra"))
    assert status == 0, said
    status, said = run(settings, "import", str(tmp_path / "ra"))
    assert status == 0, said
    assert len(particulars(settings)) == 1, "the same meeting again changes nothing"
