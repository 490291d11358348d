"""Several nodes are on PostgreSQL, whatever database the rest of a run is on."""

from collections.abc import Iterator

import pytest

from tests.storage import PostgresStorage, Storage


@pytest.fixture(scope="session")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """Originals of databases, made once per run."""
    found = PostgresStorage(tmp_path_factory.mktemp("originals"))
    yield found
    found.close()
