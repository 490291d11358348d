"""A rehearsal of a room on PostgreSQL: its servers stop, it runs on a scratch file, and no row changes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from meeting.agenda.tables import Meeting, Seat
from meeting.config import Settings
from meeting.kernel.refusals import declared
from meeting.rehearsal.place import FOLDER
from meeting.rehearsal.rules import FIRST_PRETEND
from meeting.store.base import Base
from meeting.store.database import Database
from meeting.voting.tables import Ballot, Motion
from tests.cast import Body, founder
from tests.live.device import Device
from tests.server import ROOM, ROOT, THREE, Server, until_true
from tests.storage import Storage


@pytest.fixture
def room(storage: Storage, tmp_path: Path) -> Iterator[Server]:
    """`meeting run --processes 3`, with a planned meeting."""
    storage.kept("planned", founder(Body()))
    started = Server(tmp_path / "var", THREE, database_url=storage.copy("planned", tmp_path / "var")).start()
    yield started
    started.kill()


def has_settled(room: Server) -> bool:
    """Shortly after the first start the server writes some lines once; without people a room writes nothing else."""
    lines = rows(room)["journal_line"]
    return all(any(kind in line for line in lines) for kind in ("witness.key_named", "register.opened"))


def rows(room: Server) -> dict[str, list[str]]:
    """Every row of every table of the real database."""
    with closing(Database(room.environment["MEETING_DATABASE_URL"])) as database, database.read() as db:
        return {table.name: sorted(map(repr, db.execute(select(table)))) for table in Base.metadata.sorted_tables}


def begins(room: Server) -> str:
    """The output of `meeting rehearse`."""
    words = [sys.executable, "-m", "meeting", "rehearse"]
    said = subprocess.run(
        words, cwd=ROOT, env=os.environ | room.environment, capture_output=True, text=True, check=False
    )
    return said.stdout + said.stderr


def is_marked(room: Server) -> bool | None:
    """Whether every page says that this is a rehearsal; None while nobody answers."""
    with closing(Device(room.url)) as anybody:
        try:
            return 'data-testid="rehearsal"' in anybody.get("/sign-in")
        except OSError:
            return None


def votes(room: Server, account: str) -> int:
    """The secretary opens the pretend meeting and its vote, and somebody votes; return how many ballots there are
    then."""
    with closing(Database(Settings(data=room.data / FOLDER).database)) as scratch, scratch.read() as db:
        meeting, motion = db.scalars(select(Meeting)).one(), db.scalars(select(Motion)).one()
        here = {"meeting_id": meeting.id}
        seats = list(db.scalars(select(Seat.id).where(Seat.meeting_id == meeting.id, Seat.votes)))
    assert meeting.id >= FIRST_PRETEND
    with closing(Device(room.url)) as clerk, closing(Device(room.url)) as member:
        clerk.signs_in("ha")
        member.signs_in(account)
        course = (
            ("attendance.mark_all_present", {"seat_ids": seats}),
            ("conduct.start_meeting", {}),
            ("conduct.go_to_item", {"item_id": motion.item_id}),
            ("voting.open_motion", {"motion_id": motion.id}),
        )
        for place, (command, payload) in enumerate(course):
            answer = clerk.submits(command, here | payload, f"rehearsal{place}")
            assert answer["ok"], answer
        answer = member.submits(
            "voting.cast_ballot", here | {"motion_id": motion.id, "choice": "for"}, "rehearsed-vote"
        )
        assert answer["ok"], answer
        with closing(Database(Settings(data=room.data / FOLDER).database)) as scratch, scratch.read() as db:
            count = len(db.scalars(select(Ballot)).all())
        assert clerk.send("/rehearsal/end").status_code == 303
    return count


def test_a_rehearsal_is_played_on_every_node_and_leaves_every_table_as_it_was(room: Server) -> None:
    until_true(lambda: has_settled(room), room.said)
    before = rows(room)
    assert "Buổi tập bắt đầu sau vài giây" in begins(room)
    until_true(lambda: is_marked(room), room.said)
    assert votes(room, "lan") == 1
    until_true(lambda: is_marked(room) is False, room.said)
    assert rows(room) == before
    assert not (room.data / FOLDER).exists()


def test_no_rehearsal_starts_while_another_node_serves_the_room_and_everybody_reads_why(room: Server) -> None:
    other = Server(room.data, ROOM, database_url=room.environment["MEETING_DATABASE_URL"])
    with other.running(), closing(Device(other.url)) as administrator:
        why = declared()["rehearsal.other_servers"][1]
        until_true(lambda: why in begins(room), room.said)
        administrator.signs_in("ha")
        page = administrator.get("/rehearsal")
        assert why in page
        assert 'data-testid="begin"' not in page
        assert administrator.send("/rehearsal", meeting="1").status_code == 409
    assert not (room.data / FOLDER).exists()
