"""The data folder is copied, rewritten with the server down and put back: `meeting verify`, with and without a
witness."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from meeting.cli import main
from meeting.journal.chain import Entry, canonical
from meeting.minutes.rules import FIELDS
from meeting.minutes.text.compose import compose
from meeting.paper.document import draw
from meeting.record.replay import replay
from meeting.signing import certificates
from meeting.signing.certificates import found_authority
from meeting.signing.sign import sign
from meeting.witness.heads import sign as sign_head
from meeting.witness.heads import written
from meeting.witness.key import event_key
from meeting.witness.milestones import KINDS
from tests.doors.played import Played
from tests.forgeries import hashed_again
from tests.paper.conftest import now, signer_of


@pytest.fixture(scope="module")
def played(drawn: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The sample meeting, held, its minutes signed by both."""
    found = drawn.copied(tmp_path_factory.mktemp("honest") / "data")
    for role in ("clerk", "chair"):
        assert found.signs(found.one(role).account) == 303
    yield found
    found.close()


@pytest.fixture(scope="module")
def tablet(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that a delegate has taken away from their device: every head that it was shown."""
    file = tmp_path_factory.mktemp("tablet") / "nhan-chung.json"
    key = event_key(played.house.site.settings.data)
    assert key is not None
    shown = [entry for entry in lines_of(played.house.site.settings.data, played.meeting) if entry.kind in KINDS]
    file.write_bytes(b"".join(written(sign_head(entry, key)) + b"\n" for entry in shown))
    return file


def lines_of(data: Path, meeting: int) -> list[Entry]:
    """The meeting's book as SQLite keeps it."""
    with closing(sqlite3.connect(data / "meeting.db")) as db, db:
        rows = db.execute(
            "select book, seq, at, kind, actor, body, prev, hash from journal_line where book = ? order by seq",
            (f"meeting-{meeting}",),
        ).fetchall()
    return [
        Entry(
            v=1,
            book=row[0],
            seq=row[1],
            at=row[2],
            kind=row[3],
            actor=row[4],
            body=json.loads(row[5]),
            prev=row[6],
            hash=row[7],
        )
        for row in rows
    ]


class Forged:
    """A copy of the folder in which two ballots are exchanged, and the minutes that it makes."""

    def __init__(self, played: Played, data: Path) -> None:
        shutil.copytree(played.house.site.settings.data, data)
        self.data = data
        before = lines_of(data, played.meeting)
        end = next(entry.seq for entry in before if entry.kind == "minutes.drafted") - 1
        lines = [json.loads(canonical(entry)) for entry in before[:end]]
        cast = [line for line in lines if line["kind"] == "voting.ballot_cast"]
        against = next(line for line in cast if line["body"]["choice"] == "against")
        other = next(line for line in cast if line["body"]["motion_id"] == against["body"]["motion_id"])
        self.flipped = other["seq"]
        other["body"]["choice"], against["body"]["choice"] = "against", "for"
        self.entries = hashed_again(lines)
        self._write()
        self.minutes = data.parent / "bien-ban.pdf"
        self.minutes.write_bytes(self._signed(played))

    def _write(self) -> None:
        """Write the book again, and remove the register of certificates, in which the new signers would be missing."""
        with closing(sqlite3.connect(self.data / "meeting.db")) as db, db:
            db.execute("delete from journal_line where book = ?", (self.entries[0].book,))
            db.executemany(
                "insert into journal_line (book, seq, at, kind, actor, body, prev, hash) "
                "values (?, ?, ?, ?, ?, ?, ?, ?)",
                [(e.book, e.seq, e.at, e.kind, e.actor, json.dumps(e.body), e.prev, e.hash) for e in self.entries],
            )
            db.execute("delete from journal_line where book = 'office'")

    def _signed(self, played: Played) -> bytes:
        authority = found_authority("Văn phòng", now=now())
        (self.data / "keys" / "authority.pem").write_bytes(certificates.pem(authority.certificate))
        head = self.entries[-1].seq, self.entries[-1].hash
        manuscript = compose(replay(self.entries), head, certificates.fingerprint(authority.certificate))
        pdf = draw(manuscript, b"".join(canonical(entry) + b"\n" for entry in self.entries))
        for role, name in (("clerk", manuscript.clerk.name), ("chair", manuscript.chair.name)):
            pdf = sign(pdf, FIELDS[role], signer_of(authority, name), played.clock(), head)
        return pdf


@pytest.fixture(scope="module")
def forged(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Forged:
    return Forged(played, tmp_path_factory.mktemp("forged") / "data")


def verifies(data: Path, minutes: Path, *more: str | Path) -> Result:
    return CliRunner().invoke(main, ["--data", str(data), "verify", str(minutes), *map(str, more)])


@pytest.mark.usefixtures("real_jail")
def test_the_honest_minutes_are_confirmed_by_the_tablet(played: Played, tablet: Path, tmp_path: Path) -> None:
    minutes = tmp_path / "bien-ban.pdf"
    minutes.write_bytes(played.minutes())
    said = verifies(played.house.site.settings.data, minutes, "--witness", tablet)
    assert said.exit_code == 0, said.output
    assert "xác nhận cả" in said.output


def test_without_a_witness_a_rewritten_folder_deceives_the_command_which_says_what_is_not_proven(
    forged: Forged,
) -> None:
    said = verifies(forged.data, forged.minutes)
    assert said.exit_code == 0, said.output
    assert "chưa viết lại nhật ký rồi lập và ký lại biên bản" in said.output


@pytest.mark.usefixtures("real_jail")
def test_with_one_tablet_the_command_rejects_it_and_names_the_lines(forged: Forged, tablet: Path) -> None:
    said = verifies(forged.data, forged.minutes, "--witness", tablet)
    assert said.exit_code == 1, said.output
    assert "Nhật ký đã bị viết lại ở bản ghi từ số " in said.output
    later = min(entry.seq for entry in forged.entries if entry.kind in KINDS and entry.seq > forged.flipped)
    assert f"Bản ghi sai đầu tiên: số {later}." in said.output
