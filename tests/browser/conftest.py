"""The installed browser, and one installation per meeting that is played."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

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
