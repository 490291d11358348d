"""The office's directory is killed or hangs while a vote is open: the room goes on, and nobody in it notices."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from meeting.access.tables import SignIn
from meeting.directory.commands import SetUpDirectory
from meeting.directory.tables import PURPOSE
from meeting.kernel.locked import lock
from tests.live.conftest import OpenHall
from tests.live.hall import VIEWS, Hall
from tests.slapd import Slapd, person
from tests.storage import SECRET

PATIENCE = 60
LONG = 2.0
"""Seconds that a voter waits at most on this machine, which runs other things too. When the directory hangs, somebody
who signs in by it waits at least three."""


@pytest.fixture
def slapd(tmp_path: Path) -> Iterator[Slapd]:
    found = Slapd(tmp_path / "slapd", [person(who, f"Người {who}") for who in ("outsider", "guest")])
    yield found
    found.go_on()
    found.stop()


@pytest.fixture
def joined(open_hall: OpenHall, slapd: Slapd) -> Hall:
    """A running meeting whose office has that directory since before it began."""
    hall = open_hall("planned")
    link = slapd.link()
    command = SetUpDirectory(
        version=0,
        urls=link.urls,
        kind=link.kind,
        base=link.base,
        service=link.service,
        locked=lock(bytes.fromhex(SECRET), PURPOSE, link.password),
        authority=link.authority,
    )
    hall.elsewhere(command, "admin")
    hall.begins()
    return hall


def signs_in(hall: Hall, account: str) -> int:
    """Somebody types account and password of the directory at the door; return the status of the answer."""
    with requests.Session() as browser:
        page = browser.get(f"{hall.server.url}/sign-in", timeout=PATIENCE).text
        token = re.findall(r'csrf-token" content="([^"]+)"', page)[0]
        form = {"csrf_token": token, "account": account, "pin": f"mat-khau-cua-{account}"}
        answer = browser.post(f"{hall.server.url}/sign-in", data=form, timeout=PATIENCE, allow_redirects=False)
        return answer.status_code


def kill(slapd: Slapd) -> Callable[[], None]:
    slapd.stop()
    return slapd.begin


def hang(slapd: Slapd) -> Callable[[], None]:
    slapd.hang()
    return slapd.go_on


@pytest.mark.parametrize("fault", [kill, hang])
def test_a_directory_lost_during_a_vote_costs_nobody_a_ballot_and_is_asked_again_when_it_is_back(
    joined: Hall, slapd: Slapd, fault: Callable[[Slapd], Callable[[], None]]
) -> None:
    room = {view: joined.tablet(who) for view, who in VIEWS.items()}
    lan = joined.tablet("lan")
    joined.opens(room["clerk"])
    assert signs_in(joined, "outsider") == 303
    stood, lines = signed_in(joined), joined.head()
    comes_back = fault(slapd)
    door: list[int] = []
    waiting = [threading.Thread(target=lambda: door.append(signs_in(joined, "guest"))) for _ in range(2)]
    for each in waiting:
        each.start()
    ballots, slowest = 0, 0.0
    while any(each.is_alive() for each in waiting) or not ballots:
        began = time.monotonic()
        joined.casts(lan, ("for", "against")[ballots % 2])
        slowest, ballots = max(slowest, time.monotonic() - began), ballots + 1
        time.sleep(0.05)
    assert door == [503, 503], "whoever comes by password alone is told to take the card"
    assert slowest < LONG
    nam = joined.tablet("nam")  # by card, while the directory is away
    joined.casts(nam, "abstain")
    assert joined.head() == lines + ballots + 1, "the book of the meeting holds ballots and nothing else"
    assert signed_in(joined) >= stood, "nobody was put out"
    for view, tablet in room.items():
        tablet.reaches(joined.head())
        assert tablet.panels == joined.drawn(view)
    comes_back()
    assert signs_in(joined, "guest") == 303
    joined.submits(room["clerk"], "voting.close_motion", motion_id=joined.motion, missing=7)
    last = ("for", "against")[(ballots - 1) % 2]
    assert joined.box() == {joined.seats["lan"]: last, joined.seats["nam"]: "abstain"}


def signed_in(hall: Hall) -> set[str]:
    """The devices that are signed in."""
    with hall.database.read() as db:
        return set(db.scalars(SignIn.__table__.select().where(SignIn.ended_at.is_(None))))
