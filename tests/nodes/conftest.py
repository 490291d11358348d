"""Several nodes need PostgreSQL, whatever database the rest of a run uses."""

from collections.abc import Iterator

import pytest

from tests.live.hall import ORIGINALS
from tests.nursery import Nursery
from tests.storage import PostgresStorage, Storage


@pytest.fixture(scope="session")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """Originals of databases, made once per run."""
    found = PostgresStorage(tmp_path_factory.mktemp("originals"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def nursery(storage: Storage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where servers come from."""
    folder = tmp_path_factory.mktemp("nursery")
    storage.kept("live_seated", ORIGINALS["seated"])
    found = Nursery("eventlet", folder / "log", folder / "data", storage.copy("live_seated", folder / "data"))
    yield found
    found.close()
