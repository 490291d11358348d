"""`meeting verify` reads strangers' files in the jail; a file that would break the reader is refused with a
sentence."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from meeting.cli import main, verifying
from meeting.work import jail
from meeting.work.jail import Bounds
from tests.doors.attached import LITTLE, paper

pytestmark = pytest.mark.usefixtures("real_jail")


def verifies(tmp_path: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["--data", str(tmp_path / "data"), "verify", *map(str, words)])


def told(result: Result, sentence: str) -> None:
    """One sentence, no traceback, and no verdict against the paper."""
    assert (result.exit_code, sentence in result.output) == (2, True), (result.output, result.exception)
    assert "Traceback" not in result.output
    assert len(result.output.splitlines()) == 1
    assert "SAI" not in result.output


def test_a_paper_that_unpacks_beyond_the_memory_ends_only_its_own_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "BOUNDS", Bounds(seconds=60, memory=LITTLE))
    bomb = tmp_path / "bien-ban.pdf"
    bomb.write_bytes(paper(b"{}", unpacked=450 << 20))
    assert bomb.stat().st_size < 4 << 20
    told(verifies(tmp_path, bomb), "cần quá nhiều bộ nhớ")
    bomb.write_bytes(paper(b"{}"))
    assert "Nhật ký đính kèm sai từ bản ghi số 1" in verifies(tmp_path, bomb).output, "so much memory will do without"


@pytest.mark.parametrize("option", ["", "--witness", "--authority", "--tsa", "--register"])
def test_an_endless_file_is_awaited_for_a_limited_time(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "BOUNDS", Bounds(seconds=3))
    minutes, endless = tmp_path / "bien-ban.pdf", tmp_path / "het.json"
    minutes.write_bytes(paper(b"{}"))
    os.mkfifo(endless)  # nobody writes into it
    told(verifies(tmp_path, minutes, *([option] if option else []), endless), "mất hơn 3 giây")


def test_a_reader_that_crashes_does_not_call_the_paper_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "BOUNDS", Bounds(seconds=60, memory=48 << 20))
    minutes = tmp_path / "bien-ban.pdf"
    minutes.write_bytes(paper(b"{}"))
    told(verifies(tmp_path, minutes), "bị ngắt giữa chừng")


def test_without_a_jail_nothing_is_read_and_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail, "jail_works", lambda: False)
    minutes = tmp_path / "bien-ban.pdf"
    minutes.write_bytes(paper(b"{}"))
    told(verifies(tmp_path, minutes), "meeting doctor")


def test_a_file_with_an_undecodable_name_is_read_like_any_other(tmp_path: Path) -> None:
    named = os.fsencode(tmp_path) + b"/bi\xean b\xb6n.pdf"
    with open(named, "wb") as file:  # noqa: PTH123 - no path of text
        file.write(paper(b"{}"))
    said = verifies(tmp_path, os.fsdecode(named)).output
    assert "Nhật ký đính kèm sai từ bản ghi số 1" in said, said
