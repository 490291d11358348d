"""An installation that tests copy, and one whose meeting is over: holding a meeting takes seconds."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from meeting.cli.founding import initialise
from meeting.config import Settings
from meeting.kernel import clock as clocks
from tests.council import Clock
from tests.keys import WORDS
from tests.server import ROOT

if TYPE_CHECKING:
    from tests.doors.played import Played


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an empty installation; `WORDS` open its authority's key. Copy it."""
    data = tmp_path_factory.mktemp("founded") / "data"
    list(initialise(Settings(data=data), WORDS))
    return data


@pytest.fixture(scope="session")
def drawn(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Played"]:
    """The sample meeting, held now; its minutes are drawn, and nobody has signed. `copied` makes another of it."""
    from tests.doors.played import Played

    clock = Clock()
    clock.moment = clocks.now()
    found = Played(founded, tmp_path_factory.mktemp("drawn") / "data", ROOT / "agendas" / "ubnd-mau", clock)
    found.runs()
    found.works()
    yield found
    found.close()
