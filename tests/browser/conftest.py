"""The installed browser, and one installation per meeting that is played."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from meeting.attendance.commands import MarkPresent
from meeting.conduct.commands import StartMeeting
from meeting.voting.commands.motions import OpenMotion, PrepareMotion
from tests.browser.house import House
from tests.chromium import chromium
from tests.live.hall import ORIGINALS
from tests.nursery import Nursery
from tests.server import RUN
from tests.storage import Storage

Install = Callable[..., House]

expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def one_browser() -> Iterator[Browser]:
    """Started once for all tests."""
    with chromium() as found:
        yield found


@pytest.fixture
def browser(one_browser: Browser) -> Iterator[Browser]:
    """Its pages end with the test: an open one goes on counting seconds and sends requests to its server."""
    yield one_browser
    for context in one_browser.contexts:
        context.close()


@pytest.fixture(scope="session")
def nursery(storage: Storage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where rooms come from."""
    folder = tmp_path_factory.mktemp("nursery")
    storage.kept("live_seated", ORIGINALS["seated"])
    found = Nursery("eventlet", folder / "log", folder / "data", storage.copy("live_seated", folder / "data"))
    yield found
    found.close()


@pytest.fixture
def install(nursery: Nursery, tmp_path: Path) -> Iterator[Install]:
    """Install the sample or another folder, as `House` does: `install(disk_low_mb="1000")`; nothing runs afterwards.

    `whole=True`: served by all of `meeting run`, with the worker that draws minutes; otherwise by the room alone.
    """
    houses: list[House] = []

    def make(*folder: object, whole: bool = False, **settings: str) -> House:
        begin = RUN if whole else nursery.fork
        houses.append(House(tmp_path / f"var{len(houses)}", begin, *folder, **settings))  # type: ignore[arg-type]
        return houses[-1]

    yield make
    for house in houses:
        house.server.stop()


@pytest.fixture
def voting(install: Install) -> House:
    """The sample of a board: everybody is here, a vote is open."""
    house = install()
    seats = house.seats()
    here = [MarkPresent(meeting_id=1, seat_id=seats[a]) for a in (house.chair, *house.members)]
    house.submits(house.clerk, *here, StartMeeting(meeting_id=1))
    house.submits(
        house.clerk,
        PrepareMotion(
            meeting_id=1, item_id=1, title="Thông qua Kế hoạch sử dụng đất năm 2027 của xã Minh Tân", form="open"
        ),
    )
    house.submits(house.clerk, OpenMotion(meeting_id=1, motion_id=house.last_motion()))
    house.server.start()
    return house


@pytest.fixture
def album() -> Path | None:
    """Where pictures go when somebody wants to look at them: the folder that `MEETING_ALBUM` names."""
    wanted = os.environ.get("MEETING_ALBUM")
    return Path(wanted) if wanted else None
