"""Restoring: a complete backup comes back as it was; a damaged or foreign one changes nothing."""

import io
import os
import pwd
import shutil
import sqlite3
import stat
import subprocess
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner, Result

from meeting.backup import archive
from meeting.backup.key import BackupKey, Identity, Sealed, read_sealed
from meeting.backup.making import write_backup
from meeting.backup.restoring import restore
from meeting.cli import main
from meeting.cli.asking import opening
from meeting.cli.founding import initialise
from meeting.cli.installation import Installation
from meeting.config import Settings
from meeting.kernel.refusals import Refused
from meeting.store import database as store
from meeting.store.database import Database
from meeting.store.hold import hold
from meeting.witness.heads import Head, written
from tests import later
from tests.server import AGENDAS

WORDS = "banh chung nem ran pho ga"


class Box:
    """An office's machine with a meeting and a backup of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "var"
        self.backup = folder / "phonghop.backup"
        settings = Settings(data=self.data, public_url="http://phonghop.test")
        list(initialise(settings, WORDS))
        installation = Installation(settings)
        list(installation.import_pack(AGENDAS / "board-sample", ""))
        list(installation.backup(self.backup))
        installation.close()

    @property
    def key(self) -> BackupKey:
        return BackupKey(self.data)

    def restore(self, file: Path | None = None, words: str = WORDS) -> Result:
        (self.folder / "words").write_text(words)
        told = ["--data", str(self.data), "restore", str(file or self.backup)]
        told += ["--passphrase-file", str(self.folder / "words")]
        return CliRunner().invoke(main, told, env={"MEETING_PUBLIC_URL": "http://phonghop.test"})

    def titles(self, data: Path | None = None) -> list[str]:
        with closing(sqlite3.connect((data or self.data) / "meeting.db")) as db, db:
            return [row[0] for row in db.execute("select title from meeting order by id")]

    def own(self, sealed: Sealed) -> Identity:
        """Opens with the key of this machine."""
        identity = self.key.identity()
        assert identity is not None
        return identity

    def repacked(self, change: Callable[[Path], None]) -> Path:
        """The backup as if its content had been changed."""
        inside = self.folder / "inside"
        inside.mkdir()
        archive.unpack(self.backup, inside, self.own)
        change(inside)
        made = self.folder / "changed.backup"
        archive.write(made, self.key, [(each, each.name) for each in inside.iterdir()])
        return made

    def packing(self, entry: tarfile.TarInfo, content: bytes = b"") -> Path:
        """A backup with the right key that holds this and nothing else."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as inner:
            inner.addfile(entry, io.BytesIO(content))
        return self.encrypting(packed.getvalue())

    def encrypting(self, content: bytes) -> Path:
        recipient = self.own(read_sealed(self.key.sealed())).to_public()
        with tarfile.open(self.backup, "w") as outer:
            for name, data in (
                (archive.KEY, self.key.sealed()),
                (archive.CONTENT, pyrage.encrypt(content, [recipient])),
            ):
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                outer.addfile(entry, io.BytesIO(data))
        return self.backup

    def others(self) -> list[Path]:
        """The folders beside the data folder, hidden or not."""
        return [path for path in self.folder.iterdir() if path.is_dir() and path.name not in ("var", "inside")]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Box(tmp_path_factory.mktemp("original")).folder


@pytest.fixture
def box(original: Path, tmp_path: Path) -> Box:
    """A copy for each test."""
    found = Box.__new__(Box)
    found.folder = Path(shutil.copytree(original, tmp_path / "box"))
    found.data, found.backup = found.folder / "var", found.folder / "phonghop.backup"
    return found


def test_saved_data_comes_back_and_present_data_is_kept_aside(box: Box) -> None:
    saved = box.titles()
    with closing(sqlite3.connect(box.data / "meeting.db")) as db, db:
        db.execute("update meeting set title = 'Đã sửa nhầm'")
    (box.data / "meeting.toml").write_text("port = 9001\n")
    told = box.restore()
    assert (told.exit_code, "nguyên vẹn" in told.output) == (0, True), told.output
    assert box.titles() == saved
    assert not (box.data / "meeting.toml").exists(), "what the archive does not hold is not mixed in"
    (aside,) = box.others()
    assert box.titles(aside) == ["Đã sửa nhầm"]
    assert str(aside) in told.output
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in [box.data, *box.data.rglob("*")]}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_a_restored_backup_older_than_handed_out_heads_is_reported_at_once(box: Box) -> None:
    known = {"book": "meeting-1", "at": "2026-09-24T01:00:00.000Z", "key": "", "signature": ""}
    head = Head(seq=999, hash="a" * 64, prev="b" * 64, **known)
    (box.data / "witness").mkdir(mode=0o700)
    (box.data / "witness" / "meeting-1.jsonl").write_bytes(written(head) + b"\n")
    assert box.restore().exit_code == 0
    told = CliRunner().invoke(main, ["--data", str(box.data), "doctor"]).output
    assert "không khớp với nhân chứng" in " ".join(told.split())


def test_an_empty_machine_takes_an_archive(box: Box) -> None:
    saved = box.titles()
    shutil.rmtree(box.data)
    assert box.restore().exit_code == 0
    assert box.titles() == saved
    assert box.others() == []


def cut_off(box: Box) -> Path:
    box.backup.write_bytes(box.backup.read_bytes()[:-200])
    return box.backup


def flipped(box: Box) -> Path:
    data = bytearray(box.backup.read_bytes())
    data[len(data) // 2] ^= 0xFF
    box.backup.write_bytes(data)
    return box.backup


def no_archive(box: Box) -> Path:
    box.backup.write_text("Biên bản họp\n")
    return box.backup


def another_program(box: Box) -> Path:
    with tarfile.open(box.backup, "w:gz") as archive:
        archive.add(AGENDAS / "board-sample", "board-sample")
    return box.backup


def climbs_out(box: Box) -> Path:
    evil = tarfile.TarInfo("keys/../../../planted")
    evil.size = 4
    return box.packing(evil, b"evil")


def links_out(box: Box) -> Path:
    link = tarfile.TarInfo("blobs")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    return box.packing(link)


def without_its_key(box: Box) -> Path:
    with tarfile.open(box.backup, "w") as outer:
        outer.add(box.data / "secret.key", archive.CONTENT)
    return box.backup


def by_somebody_who_does_not_know_the_key(box: Box) -> Path:
    """Anybody may encrypt for this machine: every backup contains its public key."""
    return box.repacked(lambda inside: (inside / archive.IDENTITY).write_text(f"{Identity.generate()}\n"))


def no_packing(box: Box) -> Path:
    return box.encrypting(b"nothing that was packed")


def a_paper_changed(box: Box) -> Path:
    return box.repacked(lambda inside: _spoil(next(path for path in (inside / "blobs").rglob("*") if path.is_file())))


def a_paper_missing(box: Box) -> Path:
    return box.repacked(lambda inside: next(path for path in (inside / "blobs").rglob("*") if path.is_file()).unlink())


def no_key(box: Box) -> Path:
    return box.repacked(lambda inside: (inside / "secret.key").unlink())


def a_line_of_the_journal_changed(box: Box) -> Path:
    return box.repacked(lambda inside: _sql(inside, "update journal_line set actor = 'person-9' where seq = 3"))


def the_journal_cut_short(box: Box) -> Path:
    last = "delete from journal_line where rowid = (select max(rowid) from journal_line where book = 'meeting-1')"
    return box.repacked(lambda inside: _sql(inside, last))


def the_database_damaged(box: Box) -> Path:
    def damage(inside: Path) -> None:
        data = bytearray((inside / "meeting.db").read_bytes())
        data[8192 : 8192 * 3] = b"\x55" * 8192 * 2
        (inside / "meeting.db").write_bytes(data)

    return box.repacked(damage)


def _spoil(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")


def _sql(inside: Path, statement: str) -> None:
    with closing(sqlite3.connect(inside / "meeting.db")) as db, db:
        assert db.execute(statement).rowcount


FOREIGN = [
    no_archive,
    another_program,
    climbs_out,
    links_out,
    no_key,
    without_its_key,
    by_somebody_who_does_not_know_the_key,
]
BROKEN = [
    cut_off,
    flipped,
    a_paper_changed,
    a_paper_missing,
    a_line_of_the_journal_changed,
    the_journal_cut_short,
    the_database_damaged,
    no_packing,
]


@pytest.mark.parametrize(
    ("happens", "code"),
    [(each, "backup.not_a_backup") for each in FOREIGN] + [(each, "backup.damaged") for each in BROKEN],
)
def test_a_damaged_or_foreign_archive_changes_nothing(box: Box, happens: Callable[[Box], Path], code: str) -> None:
    before = {path: path.read_bytes() for path in box.data.rglob("*") if path.is_file()}
    with pytest.raises(Refused, match="Chưa thay đổi gì") as refused:
        list(restore(Settings(data=box.data), happens(box), box.own))
    assert refused.value.code == code
    after = {path: path.read_bytes() for path in box.data.rglob("*") if path.is_file() and path.name != "server.lock"}
    assert after == before
    assert box.others() == []


def test_nothing_is_restored_under_a_running_server(box: Box) -> None:
    with hold(box.data):
        told = box.restore()
        with pytest.raises(Refused) as refused:
            hold(box.data)
    assert refused.value.code == "store.in_use"
    assert (told.exit_code, "đang được máy chủ khác dùng" in told.output) == (1, True)
    assert box.others() == []


def test_an_impossible_place_is_reported_in_words(box: Box) -> None:
    with pytest.raises(Refused) as refused:
        list(restore(Settings(data=box.backup / "var"), box.backup, box.own))
    assert refused.value.code == "backup.not_placed"


def test_another_machine_opens_it_with_the_words_however_they_are_typed(box: Box) -> None:
    saved = box.titles()
    shutil.rmtree(box.data)
    assert box.restore(words=WORDS.upper().replace(" ", "-")).exit_code == 0
    assert box.titles() == saved


def test_a_backup_of_an_earlier_version_is_upgraded_before_it_is_checked(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = box.titles()
    monkeypatch.setattr(store, "MIGRATIONS", later.migrations(box.folder / "inside"))
    told = box.restore()
    assert (told.exit_code, box.titles()) == (0, saved), told.output
    database = Database(Settings(data=box.data).database)
    assert database.is_current()
    database.close()


def test_data_of_a_later_version_is_not_touched(box: Box) -> None:
    """The way back after an update: the old program meets a database that the new one has brought up to date."""
    later = "update alembic_version set version_num = '9999'"
    with pytest.raises(Refused) as refused:
        list(restore(Settings(data=box.data), box.repacked(lambda inside: _sql(inside, later)), box.own))
    assert refused.value.code == "store.too_new"
    _sql(box.data, later)
    before = (box.data / "meeting.db").read_bytes()
    for words in ("init", "upgrade", "backup"):
        told = CliRunner().invoke(main, ["--data", str(box.data), words])
        assert (told.exit_code, "bản phần mềm mới hơn" in told.output) == (1, True), told.output
    assert (box.data / "meeting.db").read_bytes() == before


def test_wrong_words_open_nothing(box: Box) -> None:
    shutil.rmtree(box.data)
    told = box.restore(words="ba na ma ta ca la")
    assert (told.exit_code, "Cụm từ chưa đúng" in told.output) == (1, True)
    assert not box.data.exists()
    with pytest.raises(Refused) as refused:
        read_sealed(BackupKey(box.folder / "other").sealed())
    assert refused.value.code == "backup.no_key"


def test_a_backup_of_another_machine_needs_its_words(box: Box) -> None:
    shutil.rmtree(box.data)
    told = CliRunner().invoke(main, ["--data", str(box.data), "restore", str(box.backup)])
    assert (told.exit_code, "cần cụm từ đã ghi khi cài đặt" in told.output) == (1, True)
    with pytest.raises(Refused) as refused:
        opening(Settings(data=box.data), None)(read_sealed(_sealed(box.backup)))
    assert refused.value.code == "backup.needs_words"


def _sealed(backup: Path) -> bytes:
    with tarfile.open(backup) as outer:
        file = outer.extractfile(archive.KEY)
        assert file is not None
        return file.read()


def test_an_unwritable_place_is_reported_in_words(box: Box) -> None:
    words = ["--data", str(box.data), "backup", str(box.folder / "nowhere" / "a.backup")]
    told = CliRunner().invoke(main, words, env={"MEETING_PUBLIC_URL": "http://phonghop.test"})
    assert (told.exit_code, "Chưa sao lưu được: không tìm thấy thư mục" in told.output) == (1, True), told.output
    installation = Installation(Settings(data=box.data, public_url="http://phonghop.test"))
    with pytest.raises(Refused) as refused:
        list(installation.backup(box.backup / "a.backup"))
    installation.close()
    assert refused.value.code == "backup.not_written"


def test_words_that_open_another_key_open_nothing(box: Box) -> None:
    with pytest.raises(Refused) as refused:
        read_sealed(box.key.sealed()).opened_by("ba na ma ta ca la")
    assert refused.value.code == "backup.wrong_words"


def test_the_file_reveals_nothing_of_its_content(box: Box) -> None:
    data = box.backup.read_bytes()
    assert stat.S_IMODE(box.backup.stat().st_mode) == 0o600
    for word in (b"admin", b"SQLite format", box.titles()[0].encode(), (box.data / "secret.key").read_bytes()):
        assert word not in data


def test_standard_tools_open_it(box: Box, tmp_path: Path) -> None:
    """tar, age and tar again, as the first lines of the archive's module say."""
    subprocess.run(["tar", "-xf", box.backup, "-C", tmp_path], check=True)
    packed = pyrage.decrypt((tmp_path / archive.CONTENT).read_bytes(), [box.own(read_sealed(box.key.sealed()))])
    with tarfile.open(fileobj=io.BytesIO(packed)) as inner:
        assert {"meeting.db", "secret.key", "keys/backup.key"} <= set(inner.getnames())


def test_the_password_of_a_database_server_is_in_no_backup(box: Box) -> None:
    (box.data / "meeting.toml").write_text('port = 9001\ndatabase_url = "postgresql+psycopg2://u:secret@host/db"\n')
    inside = box.folder / "inside"
    inside.mkdir()
    settings = Settings(data=box.data)
    database = Database(settings.database)
    write_backup(settings, database, box.folder / "with-settings.backup")
    database.close()
    archive.unpack(box.folder / "with-settings.backup", inside, box.own)
    assert (inside / "meeting.toml").read_text() == "port = 9001\n"


NOBODY = pwd.getpwnam("nobody")


def owners(folder: Path) -> set[tuple[int, int]]:
    return {(path.lstat().st_uid, path.lstat().st_gid) for path in (folder, *folder.rglob("*"))}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the machine's administrator")
def test_files_restored_by_the_machines_administrator_belong_to_the_rooms_user(box: Box) -> None:
    for path in (box.data, *box.data.rglob("*")):
        os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
    done = box.restore()
    assert done.exit_code == 0, done.output
    assert owners(box.data) == {(NOBODY.pw_uid, NOBODY.pw_gid)}
    assert box.titles() != []


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the machine's administrator")
def test_a_person_who_may_not_write_there_reads_the_command_that_does_it(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY.pw_uid)

    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("meeting.backup.restoring.tempfile.mkdtemp", refuse)
    with pytest.raises(Refused) as refused:
        list(restore(Settings(data=box.data), box.backup, box.own))
    assert refused.value.code == "backup.no_right"
    assert f"--data {box.data} restore {box.backup}" in str(refused.value) and "sudo" in str(refused.value)
    assert box.titles() != []


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the machine's administrator")
def test_root_follows_no_link_of_the_rooms_user(box: Box, tmp_path: Path) -> None:
    elsewhere = tmp_path / "shadow"
    elsewhere.write_text("nobody else's")
    elsewhere.chmod(0o600)
    heads = box.data / "witness"
    heads.mkdir(exist_ok=True)
    (heads / "copied").symlink_to(elsewhere)
    for path in (box.data, *box.data.rglob("*")):
        os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid, follow_symlinks=False)
    assert box.restore().exit_code == 0
    assert (box.data / "witness" / "copied").is_symlink()
    assert (elsewhere.stat().st_uid, elsewhere.read_text()) == (0, "nobody else's")
    (box.data / "server.lock").unlink(missing_ok=True)
    (box.data / "server.lock").symlink_to(elsewhere)
    assert box.restore().exit_code == 1, "its lock leads elsewhere"
    assert elsewhere.read_text() == "nobody else's"
