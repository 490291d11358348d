"""A real installation: made and served by the `meeting` command, its cards read from the printed sheet."""

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from functools import partial
from pathlib import Path

from sqlalchemy import func, select

from meeting.access import sessions
from meeting.access.tables import Login
from meeting.agenda.tables import Seat
from meeting.commands.registry import Command
from meeting.commands.submit import Commands
from meeting.kernel import clock
from meeting.packs.folder import read
from meeting.packs.folder.frame import Names
from meeting.packs.folder.read import UNNAMED
from meeting.store.database import Database
from meeting.voting.tables import Motion

ROOT = Path(__file__).parents[2]


_held = tempfile.TemporaryDirectory(prefix="meeting-originals-")
_originals = Path(_held.name)


class House:
    """One installation with one meeting, and its server."""

    def __init__(self, data: Path, pack: Path, names: Names = UNNAMED) -> None:
        self.data = data
        self.port = _free_port()
        self.log = data.parent / "server.log"
        self._server: subprocess.Popen[bytes] | None = None
        said = self._install(pack, names)
        self.slug = re.findall(r"Mã phiên họp: (\S+) \(số (\d+)\)", said)[0][0]
        self.meeting_id = 1
        people = read(pack, now=clock.now(), names=names).people
        self.chair = next(person.account for person in people if person.role == "chair")
        self.clerk = next(person.account for person in people if person.role == "clerk")
        self.members = [person.account for person in people if person.role == "member"]
        self.names = {person.account: person.particulars.full_name for person in people}
        sheet = (data / "cards" / f"{self.slug}.html").read_text("utf-8")
        self.cards = dict(re.findall(r"<dd>([^<]+)</dd></div>\s*<div><dt>PIN</dt><dd>(\d+)</dd>", sheet))

    def _install(self, pack: Path, names: Names) -> str:
        """What `meeting init` said. The same folder is installed once in a run, and copied: hashing its PINs is slow.

        A copy's cards bear the address of its original, at which nobody knocks.
        """
        kept = (
            _originals / hashlib.sha256(repr((pack, names, os.environ.get("MEETING_PUBLIC_URL"))).encode()).hexdigest()
        )
        if not kept.exists():
            said = self.command("init", "--import", str(pack), "--body", names.body, "--place", names.place)
            kept.with_suffix(".said").write_text(said, "utf-8")
            shutil.copytree(self.data, kept)
        else:
            shutil.copytree(kept, self.data)
        return kept.with_suffix(".said").read_text("utf-8")

    def command(self, *words: str, status: int = 0) -> str:
        """Run the `meeting` command and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "meeting", *words],
            env=self._env(),
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "meeting", "run"], env=self._env(), cwd=ROOT, stdout=log, stderr=log
            )
        until = time.monotonic() + 150
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url()}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(self.log.read_text("utf-8"))

    def orders(self, account: str, *commands: Command) -> None:
        """Hand in commands from a device of that person's, beside the server: it follows the journal."""
        database = Database(f"sqlite+pysqlite:///{self.data / 'meeting.db'}")
        with database.read() as db:
            person = db.scalars(select(Login.person_id).where(Login.account == account)).one()
        begin = partial(sessions.begin, person_id=person, screen_of=None, now=clock.now(), hours=1)
        token = database.gate.submit(begin)
        secret = bytes.fromhex((self.data / "secret.key").read_text())
        office = Commands(database, secret=secret, clock=clock.now, announce=lambda book, events: None)
        for command in commands:
            office.submit(command, token=token)
        database.close()

    def seats(self) -> dict[str, int]:
        """The number of each person's seat, by account."""
        database = Database(f"sqlite+pysqlite:///{self.data / 'meeting.db'}")
        with database.read() as db:
            found = db.execute(select(Login.account, Seat.id).join(Seat, Seat.person_id == Login.person_id))
            seats = {row[0]: row[1] for row in found}
        database.close()
        return seats

    def last_motion(self) -> int:
        """The number of the question that was prepared last."""
        database = Database(f"sqlite+pysqlite:///{self.data / 'meeting.db'}")
        with database.read() as db:
            number = db.scalar(select(func.max(Motion.id)))
        database.close()
        return int(number or 0)

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        assert self._server is not None
        self._server.send_signal(signal.SIGKILL)
        self._server.wait()

    def stop(self) -> None:
        """End the server in order."""
        if self._server is not None and self._server.poll() is None:
            self._server.terminate()
            self._server.wait(timeout=20)

    def url(self, port: int | None = None) -> str:
        """The address of this server, or of a wire to it."""
        return f"http://127.0.0.1:{port or self.port}"

    def screen_path(self) -> str:
        """The hall screen's secret address, as `meeting run` printed it."""
        return re.findall(rf"/screen/{self.meeting_id}-\w+", self.log.read_text("utf-8"))[-1]

    def _env(self) -> dict[str, str]:
        return os.environ | {
            "MEETING_DATA": str(self.data),
            "MEETING_PORT": str(self.port),
            "MEETING_HOST": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
        }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
