"""Part of a meeting on a disk that is watched: votes with several ballots in one transaction, papers, a second writer.

Long enough for SQLite to move its log back into the database several times, once while somebody reads.
"""

import contextlib
import dataclasses
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from meeting.access.actors import SYSTEM
from meeting.config import Settings
from meeting.documents.commands import AddDocument, RecordRendition
from meeting.parts import Parts, assemble
from meeting.voting.commands.ballots import CastBallot
from meeting.voting.commands.motions import OpenMotion, PrepareMotion
from meeting.voting.commands.results import AnnounceResult, CloseMotion
from tests.cast import MORNING, Founded
from tests.crash.disk import Disk
from tests.crash.folders import watched
from tests.crash.shim import Shim

CHOICES = ("for", "against", "for", "abstain", "for")
AT_ONCE = 3
ASKED, ANSWERED, KEPT = "asked", "answered", "kept"


@dataclasses.dataclass(frozen=True)
class Ballot:
    """A ballot that is being sent."""

    key: str
    who: str
    motion: int
    choice: str

    def hand_in(self, parts: Parts, founded: Founded) -> None:
        """Send it as the person's device does, the first time or again."""
        command = CastBallot(meeting_id=founded.meeting, motion_id=self.motion, choice=self.choice)
        parts.commands.submit(command, token=founded.tokens[self.who], key=self.key)


@dataclasses.dataclass(frozen=True)
class Recording:
    """What was done to the disk, with notes of what was acknowledged when.

    `data` is the folder, `before` what it held at the start.
    """

    course: list[tuple[str, tuple[Any, ...]]]
    data: Path
    before: Path
    founded: Founded


class Sitting:
    """People at work in an installation; `lazily`: with the setting that loses what was acknowledged."""

    def __init__(self, data: Path, founded: Founded, disk: Disk, *, lazily: bool = False) -> None:
        self._data = data
        self._founded = founded
        self._disk = disk
        self._lazily = lazily
        self._serial = 0

    def go_through(self, rounds: int) -> None:
        """Two votes; the server is started again between them."""
        with self._open() as server, self._open() as worker:
            motion = self._open_motion(server, "Thông qua kế hoạch")
            for number in range(rounds):
                with server.database.read() if number % 5 == 4 else contextlib.nullcontext():
                    self._vote(server, motion, number)
                if number % 4 == 1:
                    self._add_paper(server, worker, b"%PDF-1.4 " + bytes([65 + number]) * 3000)
            self._close(server, motion)
        with self._open() as server:
            self._vote(server, self._open_motion(server, "Thông qua dự toán"), 0)

    @contextlib.contextmanager
    def _open(self) -> Iterator[Parts]:
        parts = assemble(Settings(data=self._data), clock=lambda: MORNING)
        if self._lazily:
            parts.database.gate.submit(_make_lazy)
        try:
            yield parts
        finally:
            parts.close()

    def _vote(self, server: Parts, motion: int, number: int) -> None:
        voters = [who for who, seat in self._founded.seats.items() if who not in ("ha", "guest")]
        choices = [CHOICES[(n + number) % len(CHOICES)] for n in range(len(voters))]
        ballots = [Ballot(self._key(), who, motion, choice) for who, choice in zip(voters, choices, strict=True)]

        def cast(ballot: Ballot) -> None:
            self._disk.note(ASKED, ballot)
            ballot.hand_in(server, self._founded)
            self._disk.note(ANSWERED, ballot)

        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(cast, ballots))

    def _add_paper(self, server: Parts, worker: Parts, content: bytes) -> None:
        sha256 = server.blobs.put(content)
        self._disk.note(KEPT, sha256)
        meeting, item = self._founded.meeting, self._founded.items[0]
        command = AddDocument(
            meeting_id=meeting,
            item_id=item,
            title="Báo cáo",
            filename="bao-cao.docx",
            media_type="application/msword",
            sha256=sha256,
            size=len(content),
        )
        made = self._orders(server, command)
        drawn = worker.blobs.put(content + b"%%EOF")
        self._disk.note(KEPT, drawn)
        shown = RecordRendition(meeting_id=meeting, document_id=made["document_id"], pdf_sha256=drawn, pages=1)
        worker.commands.submit(shown, actor=SYSTEM)

    def _open_motion(self, server: Parts, title: str) -> int:
        meeting, item = self._founded.meeting, self._founded.items[0]
        command = PrepareMotion(meeting_id=meeting, item_id=item, title=title, form="open", decision="")
        motion = self._orders(server, command)["motion_id"]
        self._orders(server, OpenMotion(meeting_id=meeting, motion_id=motion))
        return motion

    def _close(self, server: Parts, motion: int) -> None:
        self._orders(server, CloseMotion(meeting_id=self._founded.meeting, motion_id=motion, missing=0))
        self._orders(server, AnnounceResult(meeting_id=self._founded.meeting, motion_id=motion))

    def _orders(self, server: Parts, command: Any) -> dict[str, int]:
        if isinstance(command, AddDocument):
            return server.commands.submit(command, actor=SYSTEM).made
        return server.commands.submit(command, token=self._founded.tokens["ha"], key=self._key()).made

    def _key(self) -> str:
        self._serial += 1
        return f"key-{self._serial:04d}"


def record(data: Path, founded: Founded, rounds: int, *, lazily: bool = False) -> Recording:
    """Let people work in an installation that was copied to `data`, on a watched disk."""
    disk, before = Disk(), data.with_name(f"{data.name}-before")
    shutil.copytree(data, before)
    with Shim(disk).between(), watched(disk, data / "blobs"):
        Sitting(data, founded, disk, lazily=lazily).go_through(rounds)
    return Recording(disk.course, data, before, founded)


def _make_lazy(db: Any) -> None:
    """SQLite's own setting that acknowledges before the disk has it; it cannot be changed within a transaction."""
    driver = db.connection().connection.dbapi_connection
    driver.commit()
    driver.execute("PRAGMA synchronous=OFF")
    driver.execute("BEGIN IMMEDIATE")
