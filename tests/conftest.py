"""A real database and a real application for every test, no network, and a cast that every test shares.

A failed `assert` in a helper prints its values, as one in a test does; pytest must know before helpers are imported.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.register_assert_rewrite(*(f"tests.{path.stem}" for path in Path(__file__).parent.iterdir()))

from pytest_socket import socket_allow_hosts
from sqlalchemy import select

from meeting import features
from meeting.app import House, create_app
from meeting.config import Settings
from meeting.store.base import Base
from meeting.store.database import Database
from tests.addresses import remember_addresses
from tests.aparts import remember_aparts
from tests.cast import Body, founder
from tests.council import Clock, Council
from tests.drawings import draw_as
from tests.jails import every_time, remember_jails
from tests.keys import cost_as_shipped, cost_little
from tests.statements import remember_statements
from tests.storage import Storage, storage_for

Builder = Callable[..., Council]

features.register()

remember_addresses()
remember_statements()
remember_jails()
remember_aparts()
cost_little()


def pytest_collection_finish() -> None:
    """Keep what is loaded now out of garbage collection: scanning it each time takes a seventh of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure() -> None:
    """Python would look through all objects three times more before this process ends."""
    gc.freeze()


def pytest_runtest_setup(item: pytest.Function) -> None:
    """No test reaches anything outside this machine; 192.0.2.1 only names the network card, no packet goes there. A
    test that changes the program (`monkeypatch`) shares no drawings with others.
    """
    draw_as(item.nodeid if "monkeypatch" in item.fixturenames else "")
    socket_allow_hosts(["127.0.0.1", "::1", "localhost", "192.0.2.1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """Originals of databases, made once per run."""
    found = storage_for(tmp_path_factory.mktemp("originals"))
    yield found
    found.close()


@pytest.fixture
def database(storage: Storage, tmp_path: Path) -> Iterator[Database]:
    """A migrated database with nothing in it."""

    def make(folder: Path, url: str) -> None:
        fresh = Database(url)
        fresh.migrate()
        fresh.close()

    storage.kept("migrated", make)
    found = Database(storage.copy("migrated", tmp_path / "empty"))
    yield found
    found.close()


@pytest.fixture
def dear_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess at a signer's PIN costs what it costs in an office."""
    cost_as_shipped(monkeypatch)


@pytest.fixture
def real_jail() -> Iterator[None]:
    """Every program that reads files from outside is shut in, each time."""
    with every_time():
        yield


@pytest.fixture
def clock() -> Clock:
    """A clock that shows eight in the morning of the meeting's day."""
    return Clock()


@pytest.fixture
def build(storage: Storage, tmp_path: Path, clock: Clock) -> Iterator[Builder]:
    """Make a council: `build(preset="hdnd", voters=25)`; its meeting is planned and nobody is there yet."""
    with building(storage, tmp_path, clock) as make:
        yield make


@contextmanager
def building(storage: Storage, folder: Path, clock: Clock) -> Iterator[Builder]:
    """The function that makes councils, for the length of a block."""
    houses: list[House] = []

    def make(
        preset: str = "ubnd",
        voters: int = 9,
        chair_title: str = "Chủ tịch UBND xã",
        head: str = "an",
        *,
        law: str = "",
        sits: bool = False,
        **settings: object,
    ) -> Council:
        body = Body(preset, voters, chair_title, head, law)
        original = f"{body.name}_sits" if sits else body.name
        founded = storage.kept(original, founder(body, sits=sits))
        data = folder / f"data{len(houses)}"
        url = storage.copy(original, data)
        given = {"public_url": "http://phonghop.test", "async_mode": "threading", "database_url": url, **settings}
        house = create_app(Settings(data=data, **given), clock=clock)  # type: ignore[arg-type]
        houses.append(house)
        return Council(house, clock, body, founded)

    yield make
    for house in houses:
        house.site.database.close()


@pytest.fixture
def council(build: Builder) -> Council:
    """A People's Committee of nine, its meeting planned."""
    return build()


@pytest.fixture(scope="module")
def lasting(storage: Storage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """`build` for councils that all tests of a file read and none changes."""
    folder = tmp_path_factory.mktemp("lasting")
    storage.keep(folder)
    with building(storage, folder, Clock()) as make:
        yield make


@pytest.fixture(scope="module")
def seen(lasting: Builder) -> Iterator[Council]:
    """One council for all tests of a file, which only read it. It fails when a test has written."""
    council = lasting()
    before = contents(council.database)
    yield council
    assert contents(council.database) == before, "a test of this file changes what the others look at"


def contents(database: Database) -> dict[str, list[str]]:
    """Every row of every table, as text, except attempts to sign in: those are noted also for tests that only read."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in ("attempt", "tries")]
    with database.read() as db:
        return {table.name: sorted(map(repr, db.execute(select(table)))) for table in tables}


@pytest.fixture
def sitting(build: Builder) -> Council:
    """The same, running at its first item with all nine in the room."""
    return build(sits=True)
