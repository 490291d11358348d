"""Installing as a service, and going from one version to the next: killed anywhere, the old or the new version runs."""

import ensurepip
import os
import pwd
import random
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from meeting.backup.archive import unpack
from meeting.backup.key import BackupKey
from meeting.cli import main
from meeting.cli.founding import initialise
from meeting.cli.installing import SERVICE, STICKS, install
from meeting.config import Settings
from meeting.kernel.refusals import Refused
from tests import later
from tests.keys import WORDS
from tests.server import ROOT

KILLS = int(os.environ.get("MEETING_KILLS", "3"))
"""Points at which an update is cut off; fifty were tried, and are with this setting."""
PATIENCE = pytest.mark.timeout(120 + 20 * KILLS)


def test_the_service_is_shown_before_anything_is_changed(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["--data", str(tmp_path / "room"), "install", "--show", "--user", "hop"])
    assert told.exit_code == 0
    lines = told.output.splitlines()
    assert "User=hop" in lines
    assert any(line.startswith("ExecStartPre=") and line.endswith(f"--data {tmp_path}/room upgrade") for line in lines)
    assert f'ReadWritePaths="{tmp_path}/room" "-/media" "-/mnt" "-/run/media"' in lines
    assert "TimeoutStartSec=infinity" in lines, "a backup before an upgrade takes minutes"
    assert not (tmp_path / "room").exists()


def test_the_service_may_write_backups_where_they_are_stored(tmp_path: Path) -> None:
    (tmp_path / "meeting.toml").write_text('backup_folder = "/srv/sao luu"\nbackup_copies = "/media/usb, /mnt/nas"\n')
    told = CliRunner().invoke(main, ["--data", str(tmp_path), "install", "--show"])
    writable = next(line for line in told.output.splitlines() if line.startswith("ReadWritePaths="))
    assert shlex.split(writable.partition("=")[2]) == [
        str(tmp_path), "-/srv/sao luu", "-/media/usb", "-/mnt/nas", "-/media", "-/mnt", "-/run/media",
    ]  # fmt: skip
    judge = shutil.which("systemd-analyze")
    if judge is not None:
        (tmp_path / SERVICE).write_text(told.output)
        said = subprocess.run([judge, "verify", str(tmp_path / SERVICE)], capture_output=True, text=True, check=False)
        assert "ReadWritePaths" not in said.stderr and "TimeoutStartSec" not in said.stderr


def test_only_the_machines_administrator_installs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Refused) as refused:
        list(install("/opt/phonghop/current/bin/meeting", tmp_path / "room", "hop", tmp_path, tmp_path))
    assert refused.value.code == "cli.not_root"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the machine's administrator")
def test_a_service_is_installed_once_and_again_without_loss(tmp_path: Path) -> None:
    program, data, user = str(Path(sys.executable).with_name("meeting")), tmp_path / "room", pwd.getpwuid(0).pw_name
    list(install(program, data, user, tmp_path, tmp_path))
    assert f"--owner={user}" in (tmp_path / STICKS).read_text(), "a stick that is plugged in is the room's"
    unit, secret = (tmp_path / SERVICE).read_text(), (data / "secret.key").read_bytes()
    assert f"ExecStart={program} --data {data} run --quiet" in unit
    list(install(program, data, user, tmp_path, tmp_path))
    assert ((tmp_path / SERVICE).read_text(), (data / "secret.key").read_bytes()) == (unit, secret)
    with pytest.raises(Refused) as refused:
        list(install(program, data, "không thể có", tmp_path, tmp_path))
    assert refused.value.code == "cli.no_user"


def killed_after(
    seconds: float,
    words: list[str],
    environment: dict[str, str] | None = None,
    there: Path | None = None,
    has_begun: Callable[[], bool] = lambda: True,
) -> float | None:
    """Run a program (`there`: in that folder) and kill it, with all it has started, this many seconds after its start.

    None when it was killed, otherwise the seconds that it took to finish.
    """
    run = subprocess.Popen(
        words, env=os.environ | (environment or {}), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, cwd=there,
    )  # fmt: skip
    while run.poll() is None and not has_begun():
        time.sleep(0.005)
    began = time.monotonic()
    try:
        assert run.wait(timeout=seconds) == 0
        return time.monotonic() - began
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        return None


@PATIENCE
def test_an_update_killed_anywhere_leaves_the_data_of_the_former_or_the_new_version(
    founded: Path, tmp_path: Path
) -> None:
    new, room, there_before = later.program(tmp_path / "new"), tmp_path / "room", names(founded)
    words = [sys.executable, "-m", "meeting", "--data", str(room), "upgrade"]
    chance, took = random.Random(7), 1.0
    for cut in range(KILLS + 1):
        shutil.rmtree(room, ignore_errors=True)
        shutil.copytree(founded, room)
        limit = 60 if cut == 0 else chance.uniform(0, 1.0) * took
        took = killed_after(limit, words, there=new, has_begun=lambda: names(room) != there_before) or took
        holds_one_version(room)
    assert killed_after(60, words, there=new) is not None, "after the last cut it goes through"
    assert holds_one_version(room) == later.NEXT
    assert not list(room.glob(".backup-*")), "what a killed one had unpacked is gone"


def names(folder: Path) -> set[str]:
    """The names in a folder."""
    return {path.name for path in folder.iterdir()}


def holds_one_version(data: Path) -> str:
    """The data is sound, of one version; every file named as a backup is complete. Returns the version."""
    with closing(sqlite3.connect(data / "meeting.db")) as db, db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        version = str(db.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        there = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'short_name'").fetchone() is not None
        heads = db.execute("SELECT book, seq, hash FROM journal_head").fetchall()
    assert (version, there) in {(later.NOW, False), (later.NEXT, True)}
    for file in (data / "backups").glob("*.backup"):
        inside = data.with_name("inside")
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir()
        unpack(file, inside, lambda sealed: sealed.opened_by(WORDS))
        with closing(sqlite3.connect(inside / "meeting.db")) as db, db:
            assert db.execute("SELECT book, seq, hash FROM journal_head").fetchall() == heads
    return version


class Kit:
    """A small archive as `make archive` makes it: the script, a program of one line, pip."""

    def __init__(self, folder: Path, version: str) -> None:
        self.folder = folder / f"kit-{version}"
        (self.folder / "wheels").mkdir(parents=True)
        shutil.copy(ROOT / ".ci" / "install", self.folder / "install.sh")
        (self.folder / "VERSION").write_text(f"{version}\n")
        (self.folder / "requirements.lock").write_text("")
        places = (
            Path(ensurepip.__file__).with_name("_bundled"),
            Path("/usr/share/python-wheels"),
        )  # Debian ships this one itself
        shutil.copy(next(wheel for place in places for wheel in place.glob("pip-*.whl")), self.folder / "wheels")
        self._make_wheel(version)
        sums = subprocess.check_output(
            "find . -type f ! -name SHA256SUMS | xargs sha256sum", shell=True, cwd=self.folder
        )
        (self.folder / "SHA256SUMS").write_bytes(sums)

    def _make_wheel(self, version: str) -> None:
        about = f"paperless_meeting-{version}.dist-info"
        name = self.folder / "wheels" / f"paperless_meeting-{version}-py3-none-any.whl"
        with zipfile.ZipFile(name, "w") as wheel:
            wheel.writestr("room.py", f"def main():\n    print({version!r})\n")
            wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: paperless-meeting\nVersion: {version}\n")
            wheel.writestr(
                f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(f"{about}/entry_points.txt", "[console_scripts]\nmeeting = room:main\n")
            wheel.writestr(f"{about}/RECORD", "")

    def words(self, *given: str) -> list[str]:
        return ["sh", str(self.folder / "install.sh"), *(given or ("--files",))]


@PATIENCE
def test_a_version_is_installed_without_a_network_and_killed_anywhere_the_former_runs(tmp_path: Path) -> None:
    place = {"PHONGHOP": str(tmp_path / "opt"), "PYTHON": sys.executable, "PIP_NO_INDEX": "1"}

    def runs() -> str:
        return subprocess.check_output([tmp_path / "opt" / "current" / "bin" / "meeting"], text=True).strip()

    former, new = Kit(tmp_path, "1.0"), Kit(tmp_path, "2.0")
    took = killed_after(60, former.words(), place)
    assert took is not None
    assert runs() == "1.0"
    chance = random.Random(3)
    for _ in range(KILLS):
        if killed_after(chance.uniform(0.05, 1.0) * took, new.words(), place) is not None:
            break
        assert runs() in {"1.0", "2.0"}
    assert killed_after(60, new.words(), place) is not None
    assert runs() == "2.0"
    assert killed_after(60, new.words("--back"), place) is not None
    assert runs() == "1.0"


def test_an_archive_with_one_byte_changed_installs_nothing(tmp_path: Path) -> None:
    kit = Kit(tmp_path, "1.0")
    with (kit.folder / "wheels" / "paperless_meeting-1.0-py3-none-any.whl").open("ab") as wheel:
        wheel.write(b" ")
    place = os.environ | {"PHONGHOP": str(tmp_path / "opt"), "PYTHON": sys.executable}
    told = subprocess.run(kit.words(), env=place, capture_output=True, text=True, check=False)
    assert (told.returncode, "Bộ cài bị hỏng" in told.stderr) == (1, True)
    assert not (tmp_path / "opt").exists()


def test_a_key_is_made_for_an_installation_that_had_none(founded: Path, tmp_path: Path) -> None:
    """An installation from before backups were encrypted gets a key, and its words are printed."""
    settings = Settings(data=tmp_path / "room")
    shutil.copytree(founded, settings.data)
    for name in ("backup.key", "backup.sealed"):
        (settings.data / "keys" / name).unlink()
    told = [line for line in initialise(settings) if "Cụm từ mở bản sao lưu" in line]
    assert len(told) == 1
    assert BackupKey(settings.data).exists()
