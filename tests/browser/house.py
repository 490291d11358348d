"""A real installation: made and served by the `meeting` command, its cards read from the printed sheet."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from meeting.access import sessions
from meeting.access.actors import SYSTEM
from meeting.access.tables import Login, SignIn
from meeting.agenda.tables import Seat
from meeting.commands.registry import Command
from meeting.config import Settings
from meeting.entrance.screen import screen_token
from meeting.kernel import clock
from meeting.kernel.roles import Role
from meeting.kernel.tokens import token_hash
from meeting.packs.folder import read
from meeting.packs.folder.frame import Names
from meeting.packs.folder.read import UNNAMED
from meeting.parts import Parts, assemble
from meeting.people.commands import IssueCard
from meeting.people.tables import person_of_account
from meeting.voting.tables import Ballot, Motion
from meeting.worker import create_workshop
from tests.keys import hashed_for_little
from tests.server import ROOT, Begin, Server

SAMPLE = ROOT / "agendas" / "ubnd-mau"

_held = tempfile.TemporaryDirectory(prefix="meeting-originals-")
_originals = Path(tempfile.gettempdir(), "originals") if os.environ.get("MEETING_TEST_SHARING") else Path(_held.name)
"""Parts of one run (`tests/all.py`) share a folder for temporary files, and so the originals in it."""


class House:
    """One installation with one meeting, and its server; `settings` as for `Server`."""

    def __init__(self, data: Path, begin: Begin, pack: Path = SAMPLE, names: Names = UNNAMED, **settings: str) -> None:
        self.data = data
        self.server = Server(data, begin, **settings)
        said = self._install(pack, names)
        self.slug = re.findall(r"Mã phiên họp: (\S+) \(số (\d+)\)", said)[0][0]
        self.meeting_id = 1
        people = read(pack, now=clock.now(), names=names).people
        self.chair = next(person.account for person in people if person.role == Role.CHAIR)
        self.clerk = next(person.account for person in people if person.role == Role.CLERK)
        self.members = [person.account for person in people if person.role == Role.MEMBER]
        self.names = {person.account: person.particulars.full_name for person in people}
        self.cards = self._pins(said)

    def _install(self, pack: Path, names: Names) -> str:
        """The output of `meeting init`. A run installs the same folder once (or once a day: its meeting is today's),
        makes its papers ready for the tablets, and copies it: hashing PINs is slow, and so are papers.

        A copy's cards have the address of its original, which no test uses.
        """
        today = clock.local(clock.now()).date()
        asked = repr((pack, names, self.server.environment.get("MEETING_PUBLIC_URL"), today))
        kept = _originals / hashlib.sha256(asked.encode()).hexdigest()
        _originals.mkdir(exist_ok=True)
        with kept.with_suffix(".lock").open("w") as one:
            fcntl.flock(one, fcntl.LOCK_EX)
            if not kept.exists():
                said = self.command("init", "--import", str(pack), "--body", names.body, "--place", names.place)
                kept.with_suffix(".said").write_text(said, "utf-8")
                self._prepares_papers()
                self._hashes_for_little(said)
                shutil.copytree(self.data, half := kept.with_suffix(".new"), dirs_exist_ok=True)
                half.rename(kept)  # whole, or not there
            else:
                shutil.copytree(kept, self.data)
        return kept.with_suffix(".said").read_text("utf-8")

    def _prepares_papers(self) -> None:
        """The worker's jobs after an import."""
        workshop = create_workshop(Settings(data=self.data))
        while workshop.work_once():
            pass
        workshop.database.close()

    def _pins(self, said: str) -> dict[str, str]:
        """Everybody's PIN or password, by account: from the printed sheet, and the administrator's from the output."""
        sheets = " ".join(path.read_text("utf-8") for path in (self.data / "cards").glob("*.html"))
        pins = dict(re.findall(r"<dd>([^<]+)</dd></div>\s*<div><dt>PIN</dt><dd>(\d+)</dd>", sheets))
        return pins | dict.fromkeys(["admin"], *re.findall("mật khẩu “([^”]+)”", said)[:1])

    def _hashes_for_little(self, said: str) -> None:
        """A signer's PIN takes a quarter of a second to compare, and signers sign in in nearly every test."""
        hashes = {account: hashed_for_little(pin) for account, pin in self._pins(said).items()}

        def keep(db: Session) -> None:
            for login in db.scalars(select(Login).where(Login.account.in_(hashes))):
                login.pin_hash = hashes[login.account]

        with self._parts() as parts:
            parts.database.gate.submit(keep)

    def command(self, *words: str, status: int = 0) -> str:
        """Run the `meeting` command and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "meeting", *words],
            env=os.environ | self.server.environment,
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def submits(self, account: str, *commands: Command) -> None:
        """Hand in commands with that person's sign-in, but not through the server, which follows the journal."""
        with self._parts() as parts:
            with parts.database.read() as db:
                person = db.scalars(select(Login.person_id).where(Login.account == account)).one()
            begin = partial(sessions.begin, person_id=person, screen_of=None, now=clock.now(), hours=1)
            token = parts.database.gate.submit(begin)
            for command in commands:
                parts.commands.submit(command, token=token)

    def seats(self) -> dict[str, int]:
        """The number of each person's seat, by account."""
        with self._parts() as parts, parts.database.read() as db:
            found = db.execute(select(Login.account, Seat.id).join(Seat, Seat.person_id == Login.person_id))
            return {row[0]: row[1] for row in found}

    def ballots(self, motion_id: int) -> dict[int, str]:
        """What the box of a vote holds, by seat."""
        with self._parts() as parts, parts.database.read() as db:
            box = db.scalars(select(Ballot).where(Ballot.motion_id == motion_id))
            return {each.seat_id: each.choice.value for each in box}

    def signs_out(self, account: str, *, runs_out: bool = False) -> None:
        """End all of a person's sign-ins, from elsewhere; or let them expire."""
        with self._parts() as parts:
            with parts.database.read() as db:
                person = db.scalars(select(Login.person_id).where(Login.account == account)).one()
            theirs = update(SignIn).where(SignIn.person_id == person, SignIn.ended_at.is_(None))
            now = clock.now()
            change = theirs.values(expires_at=now) if runs_out else theirs.values(ended_at=now)
            parts.database.gate.submit(lambda db: db.execute(change))

    def last_motion(self) -> int:
        """The number of the question that was prepared last."""
        with self._parts() as parts, parts.database.read() as db:
            return int(db.scalar(select(func.max(Motion.id))) or 0)

    def screen_path(self) -> str:
        """The hall screen's secret address."""
        secret = bytes.fromhex((self.data / "secret.key").read_text())
        return f"/screen/{screen_token(secret, self.meeting_id)}"

    def _parts(self) -> AbstractContextManager[Parts]:
        """The installation opened beside the server, for a moment."""
        return closing(assemble(Settings(data=self.data)))


CARD = "a-card-that-stands-for-the-printed-one-0001"


def gives_card(house: House, account: str, card: str = CARD) -> str:
    """Somebody's card has this secret from now on; return the content of its code."""
    with house._parts() as parts:
        with parts.database.read() as db:
            person = person_of_account(db, account)
            assert person is not None
        command = IssueCard(person_id=person.id, card_hash=token_hash(card), pin_hash="x")
        parts.commands.submit(command, actor=SYSTEM)
    return f"{house.server.url}/c/{card}"
