"""The samples that no browser test plays: from their folder to minutes that are signed twice and verified."""

import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from meeting.cli import main
from meeting.kernel import clock as clocks
from tests.council import Clock
from tests.doors.played import FORMER, Played
from tests.keys import WORDS
from tests.server import AGENDAS


@pytest.mark.parametrize(
    ("folder", "present"),
    [("ubnd-mau", "8/9 thành viên"), ("hdnd-mau", "24/25 đại biểu"), ("board-sample", "6/7 thành viên")],
)
def test_a_sample_runs_from_its_folder_to_verified_minutes(
    folder: str, present: str, founded: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEETING_PUBLIC_URL", "http://phonghop.test")
    clock.moment = clocks.now()
    played = Played(founded, tmp_path / "data", AGENDAS / folder, clock)
    played.runs()
    played.works()
    assert [played.signs(played.one(role).account) for role in ("clerk", "chair")] == [303, 303]
    minutes, journal = tmp_path / "minutes.pdf", tmp_path / "journal.jsonl"
    minutes.write_bytes(played.minutes())
    office = ("--data", str(tmp_path / "data"))
    told = CliRunner().invoke(main, [*office, "journal", played.slug, str(journal)])
    assert told.exit_code == 0, told.output
    verified = CliRunner().invoke(main, [*office, "verify", str(minutes), str(journal)])
    assert verified.exit_code == 0, verified.output
    text = re.sub(r"\s+", " ", subprocess.check_output(["pdftotext", "-raw", minutes, "-"], text=True))
    assert f"có mặt {present}" in text
    for who in (played.one("clerk").particulars, played.one("chair").particulars):
        post = f"{who.title} {who.unit}"
        assert f"Ký bởi: {who.full_name} {post} Thời gian ký:" in text, "the post of this meeting"
    assert FORMER not in text
    motions = played.motions()
    assert len(motions) == 4
    for motion in motions:
        assert motion.outcome == "adopted"
        assert motion.title in text
        assert motion.sentence.casefold() in text.casefold()
    played.close()
    elsewhere(office, tmp_path, minutes)


def elsewhere(office: tuple[str, ...], folder: Path, minutes: Path) -> None:
    """The backup, restored into an empty place: the same journals, and the minutes verify there."""
    (folder / "words").write_text(WORDS)
    there = ("--data", str(folder / "elsewhere"))
    for words in (
        [*office, "backup", str(folder / "office.backup")],
        [*there, "restore", str(folder / "office.backup"), "--passphrase-file", str(folder / "words")],
        [*there, "verify", str(minutes), str(folder / "journal.jsonl")],
        [*there, "backup"],
        [*there, "backup", "--try"],
    ):
        told = CliRunner().invoke(main, words)
        assert told.exit_code == 0, told.output
    assert "1 biên bản đã ký" in told.output
    assert heads(folder / "elsewhere") == heads(folder / "data")


def heads(data: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "meeting.db")) as db, db:
        return db.execute("SELECT book, seq, hash FROM journal_head ORDER BY book").fetchall()
