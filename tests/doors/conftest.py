"""An installation that tests copy: making one seals the key of its authority, which is slow on purpose."""

from pathlib import Path

import pytest

from meeting.cli.founding import initialise
from meeting.config import Settings

WORDS = "ba chong den gai hot khe"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation with nothing in it; `WORDS` open its authority's key. Copy it."""
    data = tmp_path_factory.mktemp("founded") / "data"
    list(initialise(Settings(data=data), WORDS))
    return data
