"""A directory that dies while it is being read, and one whose branches are moved: nobody is lost in either case."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from meeting.access.directory import ldap_apart
from meeting.access.tables import Login
from meeting.directory.commands import OfferDirectory
from meeting.people.tables import Person
from meeting.roster.commands import AcceptRoster
from meeting.roster.rules import LineKind, RosterState
from meeting.work.workshop import Workshop
from meeting.worker import create_workshop
from tests.council import Council
from tests.directory.joined import sets_up
from tests.rosters import lines, state
from tests.slapd import BASE, Slapd, person
from tests.workshops import works

MANY = 1500
HALF = 100_000
"""Bytes of an answer after which the server dies: some hundreds of entries."""


@pytest.fixture(autouse=True)
def asked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker asks in this process."""
    monkeypatch.setattr("meeting.directory.jobs.ask", lambda question, seconds: ldap_apart.answer(question))


@pytest.fixture
def worker(council: Council) -> Iterator[Workshop]:
    council.watching = False
    made = create_workshop(council.house.site.settings, clock=council.clock)
    works(made)
    yield made
    made.database.close()


class Way:
    """A connection to a server that lets this many bytes of its answers through; then the server is killed."""

    def __init__(self, slapd: Slapd, most: int) -> None:
        self._slapd, self._left = slapd, most
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"ldap://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", int(self._slapd.url.rpartition(":")[2])))
            except OSError:
                near.close()
                continue
            threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        try:
            while piece := source.recv(4096):
                self._left -= len(piece) if counts else 0
                if self._left < 0:
                    self._slapd.stop()
                    break
                target.sendall(piece)
        except OSError:
            pass
        source.close()
        target.close()


def reads(council: Council, worker: Workshop, *, by_itself: bool = False) -> int:
    made = council.submits("admin", OfferDirectory(by_itself=by_itself)).made["roster_id"]
    works(worker)
    return made


def bound(council: Council) -> dict[str, int]:
    """The people of the office that have an id of the directory, by account."""
    with council.database.read() as db:
        rows = db.execute(select(Login.account, Login.person_id).where(Login.directory_id.is_not(None)))
        return {row.account: row.person_id for row in rows}


def here(council: Council) -> int:
    """How many are on the office's list and have not left."""
    with council.database.read() as db:
        return db.scalar(select(func.count()).where(Person.retired_at.is_(None))) or 0


def test_a_directory_killed_in_the_middle_of_a_reading_adds_and_removes_nobody_and_is_read_again_later(
    council: Council, worker: Workshop, tmp_path: Path
) -> None:
    people = [person(f"d{n:04d}", f"Đại Biểu Số {n:04d}", title=f"Tổ {n}") for n in range(MANY)]
    slapd, before = Slapd(tmp_path / "slapd", people), here(council)
    sets_up(council, slapd.link())
    council.submits("admin", AcceptRoster(roster_id=reads(council, worker)))
    works(worker)
    assert here(council) == before + MANY
    way = Way(slapd, HALF)
    sets_up(council, slapd.link(urls=(way.url,)))
    for by_itself in (False, True):
        roster = reads(council, worker, by_itself=by_itself)
        found, problem = state(council, roster)
        assert found == RosterState.UNREADABLE
        assert problem, "it is told that the directory went away"
        assert lines(council, roster) == [], "half of an answer is none"
        assert here(council) == before + MANY, "whom it did not come to name is not gone"
    way.close()
    slapd.begin()
    sets_up(council, slapd.link())
    whole = reads(council, worker)
    assert {each.kind for each in lines(council, whole)} == {LineKind.SAME}
    slapd.stop()


def test_people_of_a_moved_branch_stay_the_same_people(council: Council, worker: Workshop, tmp_path: Path) -> None:
    branches = [f"dn: ou={name},{BASE}\nobjectClass: organizationalUnit\nou: {name}\n" for name in ("ke-toan", "khoi")]
    people = [
        person(name, f"Người Phòng {name}", dn=f"uid={name},ou=ke-toan", title="Chuyên viên") for name in ("k1", "k2")
    ]
    slapd, before = Slapd(tmp_path / "slapd", [*branches, *people]), here(council)
    sets_up(council, slapd.link())
    council.submits("admin", AcceptRoster(roster_id=reads(council, worker)))
    works(worker)
    ids = bound(council)
    assert set(ids) == {"k1", "k2"}
    slapd.move("ou=ke-toan", f"ou=khoi,{BASE}")
    moved = reads(council, worker, by_itself=True)
    assert state(council, moved) == (RosterState.TAKEN, "")
    assert here(council) == before + 2, "nobody is put out, and nobody came a second time"
    with council.database.read() as db:
        assert (
            dict(db.execute(select(Login.account, Login.person_id).where(Login.directory_id.is_not(None))).all()) == ids
        )
    slapd.stop()
