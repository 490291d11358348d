"""Live tests run twice, against a server on eventlet and one on threads; each test has its own server.

What is drawn and sent, and who is let in, does not depend on how the server runs; how it is waited for, handed on and
cut off does. Tests of what is the same all run on eventlet, as in an office, and on threads by turns: a third of them
each day. Among the other tests only the two longest take turns.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.live.hall import ORIGINALS, Hall
from tests.nursery import Nursery
from tests.server import Server
from tests.storage import Storage
from tests.tries import is_its_day

OpenHall = Callable[..., Hall]
BY_TURNS = {"personal", "private", "resume", "secrecy", "truth"}
"""What is sent."""
BY_TURNS |= {"directory_away", "messages", "second_device"}
"""The sign-in, and messages of those who came in."""
LONGEST = {
    "test_a_client_that_does_not_read_is_cut_off_and_costs_the_others_nothing",
    "test_a_client_that_sends_no_complete_message_is_cut_and_a_tablet_is_not",
}
"""More than eight seconds each; CONTRIBUTING.md says so beside what they hold."""
DAYS = 3
LIVE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what has another day (`tests/tries.py`); MEETING_TRIES=10 runs everything in both modes."""
    for item in items:
        if is_on_threads(item) and not is_its_day(item.nodeid, DAYS):
            item.add_marker(pytest.mark.skip(reason="another day: MEETING_TRIES=10"))


def is_on_threads(item: pytest.Item) -> bool:
    """Whether it asks a server on threads for what takes turns there."""
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec") or item.path.parent != LIVE:
        return False
    by_turns = item.path.stem.removeprefix("test_") in BY_TURNS or item.originalname in LONGEST
    return by_turns and item.callspec.params.get("nursery") == "threading"


@pytest.fixture(scope="session", params=["eventlet", "threading"])
def nursery(
    request: pytest.FixtureRequest, storage: Storage, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nursery]:
    """Where servers of one mode come from."""
    folder = tmp_path_factory.mktemp("nursery")
    storage.kept("live_seated", ORIGINALS["seated"])
    found = Nursery(request.param, folder / "log", folder / "data", storage.copy("live_seated", folder / "data"))
    yield found
    found.close()


@pytest.fixture
def open_hall(nursery: Nursery, storage: Storage, tmp_path: Path) -> Iterator[OpenHall]:
    """Open a hall on a fresh copy of an original (ORIGINALS): `open_hall("planned", send_queue="1000")`."""
    halls: list[Hall] = []

    def make(original: str = "seated", files: int | None = None, **settings: str) -> Hall:
        founded = storage.kept(f"live_{original}", ORIGINALS[original])
        data = tmp_path / f"data{len(halls)}"
        url = storage.copy(f"live_{original}", data)
        server = Server(data, partial(nursery.fork, files=files), database_url=url, **settings)
        halls.append(Hall(server, url, founded))
        server.start()
        return halls[-1]

    yield make
    for hall in halls:
        hall.close()
        hall.server.kill()


@pytest.fixture
def hall(open_hall: OpenHall) -> Hall:
    """A running meeting at its first item, nine voters in the room, one vote prepared."""
    return open_hall()
