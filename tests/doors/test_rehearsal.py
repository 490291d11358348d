"""A rehearsal by the real program: it has the room for a while, and however it ends it leaves nothing."""

import hashlib
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

from meeting.agenda.rules import MeetingState
from meeting.agenda.tables import Meeting, Seat
from meeting.config import Settings
from meeting.parts import assemble
from meeting.rehearsal.place import FOLDER
from meeting.rehearsal.rules import FIRST_PRETEND
from meeting.store.base import Base
from meeting.store.database import Database
from meeting.voting.tables import Ballot, Motion
from tests.browser.house import House
from tests.server import ROOM

PATIENCE = 90


def until_true(happened: Callable[[], object], said: Callable[[], str]) -> None:
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, said()
        time.sleep(0.1)


def contents(data: Path) -> dict[str, object]:
    """Every row of every table, and every file of papers with its hash."""
    database = Database(Settings(data=data).database)
    with database.read() as db:
        rows = {table.name: sorted(map(repr, db.execute(select(table)))) for table in Base.metadata.sorted_tables}
    database.close()
    files = {
        path: hashlib.sha256(path.read_bytes()).hexdigest() for path in (data / "blobs").rglob("*") if path.is_file()
    }
    return {
        **rows,
        "blobs": files,
        "data": sorted(path.name for path in data.iterdir() if path.name != "rehearsal.log"),
    }


class Device:
    """One device of a person, by HTTP: it keeps its sign-in from one server to the next."""

    def __init__(self, house: House, account: str) -> None:
        self.base = house.server.url
        self.session = requests.Session()
        self.session.trust_env = False
        answer = self.send("/sign-in", account=account, pin=house.cards[account])
        assert "sign-in" not in answer.url, answer.text

    def get(self, path: str) -> requests.Response:
        return self.session.get(f"{self.base}{path}", timeout=30)

    def send(self, path: str, **form: str) -> requests.Response:
        page = self.session.get(f"{self.base}/sign-in", timeout=30).text
        token = re.findall(r'<meta name="csrf-token" content="([^"]+)"', page)[0]
        return self.session.post(
            f"{self.base}{path}", data={"csrf_token": token, "key": os.urandom(8).hex(), **form}, timeout=30
        )

    def does(self, command: str, **payload: object) -> requests.Response:
        page = self.session.get(f"{self.base}/sign-in", timeout=30).text
        token = re.findall(r'<meta name="csrf-token" content="([^"]+)"', page)[0]
        body = {"payload": payload, "key": os.urandom(8).hex()}
        return self.session.post(f"{self.base}/do/{command}", json=body, headers={"X-CSRFToken": token}, timeout=30)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "var", ROOM)
    made.server.start()
    yield made
    made.server.kill()


def rehearses(house: House) -> bool:
    try:
        return 'data-testid="rehearsal"' in requests.get(f"{house.server.url}/sign-in", timeout=5).text
    except OSError:
        return False


def is_real(house: House) -> bool:
    try:
        return 'data-testid="rehearsal"' not in requests.get(f"{house.server.url}/sign-in", timeout=5).text
    except OSError:
        return False


def scratch(house: House) -> Database:
    return Database(Settings(data=house.data / FOLDER).database)


def practises(house: House, clerk: Device, chair: Device, members: list[Device]) -> int:
    """They come in, the secretary opens the pretend meeting and a vote, and everybody votes; return the number of
    ballots."""
    database = scratch(house)
    with database.read() as db:
        meeting = db.scalars(select(Meeting)).one()
        assert meeting.id >= FIRST_PRETEND
        motion = db.scalars(select(Motion.id)).one()
        seats = db.scalars(select(Seat.id).where(Seat.meeting_id == meeting.id, Seat.votes)).all()
        items = [row[0] for row in db.execute(select(Motion.item_id))]
    for seat in seats:
        assert clerk.does("attendance.mark_present", meeting_id=meeting.id, seat_id=seat).status_code == 200
    for command, payload in (
        ("conduct.start_meeting", {}),
        ("conduct.go_to_item", {"item_id": items[0]}),
        ("voting.open_motion", {"motion_id": motion}),
    ):
        answer = clerk.does(command, meeting_id=meeting.id, **payload)
        assert answer.status_code == 200, answer.text
    for member in members:
        answer = member.does("voting.cast_ballot", meeting_id=meeting.id, motion_id=motion, choice="for")
        assert answer.status_code == 200, answer.text
    with database.read() as db:
        count = len(db.scalars(select(Ballot)).all())
    database.close()
    return count


def test_a_whole_rehearsal_leaves_no_line_in_any_journal(house: House) -> None:
    clerk, chair = Device(house, house.clerk), Device(house, house.chair)
    members = [Device(house, account) for account in house.members[:2]]
    hall = requests.Session()
    hall.trust_env = False
    hall.get(f"{house.server.url}{house.screen_path()}", timeout=30)
    before = contents(house.data)
    assert 'data-testid="begin"' in clerk.get("/rehearsal").text
    answer = clerk.send("/rehearsal", meeting=str(house.meeting_id))
    assert answer.status_code == 200, answer.text
    until_true(lambda: rehearses(house), house.server.said)

    page = members[0].get("/").text
    assert "Buổi tập dượt" in page, "still signed in, and led to the pretend meeting"
    for device, path in ((members[0], ""), (clerk, "/console"), (chair, "/chair")):
        with closing(scratch(house)) as database, database.read() as db:
            number = db.scalars(select(Meeting.id)).one()
        room = device.get(f"/m/{number}{path}")
        assert room.status_code == 200, room.text
        assert 'data-testid="rehearsal"' in room.text
    shown = hall.get(f"{house.server.url}/m/{house.meeting_id}/screen", timeout=30)
    assert shown.url.endswith(f"/m/{number}/screen"), "the hall screen follows by itself"
    assert 'data-testid="rehearsal"' in shown.text
    assert practises(house, clerk, chair, members) == 2
    real = members[0].does("voting.cast_ballot", meeting_id=house.meeting_id, motion_id=1, choice="for")
    assert real.status_code in (403, 404), "a real meeting is unknown here"
    assert members[0].get(f"/m/{house.meeting_id}").url.endswith("/"), "an old page leads to today's"
    assert clerk.get("/people").url.endswith("/rehearsal") or clerk.get("/people").status_code == 403
    assert members[0].send("/rehearsal/end").status_code == 403, "not everybody may end it"

    clerk.send("/rehearsal/end")
    until_true(lambda: is_real(house), house.server.said)
    assert contents(house.data) == before
    gone = members[0].does("voting.cast_ballot", meeting_id=number, motion_id=1, choice="for")
    assert gone.status_code in (403, 404), "a practice ballot that comes late meets nothing"
    assert members[0].get(f"/m/{number}").url.endswith("/")
    assert "Buổi tập dượt" not in members[0].get("/").text


@pytest.mark.parametrize("how", ["power cut", "crash", "time"])
def test_a_rehearsal_leaves_nothing_however_it_ends(house: House, how: str) -> None:
    before = contents(house.data)
    said = house.command("rehearse", house.slug)
    assert "Buổi tập bắt đầu sau vài giây" in said
    until_true(lambda: rehearses(house), house.server.said)
    if how == "time":
        (house.data / FOLDER / "seconds").write_text("1")
    elif how == "power cut":
        house.server.kill()
        assert (house.data / FOLDER).exists()
        house.server.start()
    elif how == "crash":
        os.kill(house.server.pids()[1], signal.SIGKILL)
    until_true(lambda: is_real(house), house.server.said)
    assert contents(house.data) == before


def test_a_drill_interrupts_everybody_and_then_everything_is_as_before(house: House) -> None:
    clerk = Device(house, house.clerk)
    house.command("rehearse")
    until_true(lambda: rehearses(house), house.server.said)
    clerk.send("/rehearsal/drill")
    until_true(lambda: not rehearses(house), house.server.said)
    until_true(lambda: rehearses(house), house.server.said)
    assert house.server.alive()


def test_no_rehearsal_while_a_real_meeting_runs(house: House) -> None:
    parts = assemble(Settings(data=house.data))
    parts.database.gate.submit(lambda db: setattr(db.get_one(Meeting, house.meeting_id), "state", MeetingState.RUNNING))
    with pytest.raises(AssertionError, match="Đang có phiên họp"):
        house.command("rehearse")
    clerk = Device(house, house.clerk)
    answer = clerk.send("/rehearsal", meeting=str(house.meeting_id))
    assert answer.status_code in (403, 409)
    parts.close()
    assert not (house.data / FOLDER).exists()
