"""The worker of an office, run inside the test's own process."""

from collections.abc import Iterator
from contextlib import contextmanager

from meeting.work.workshop import Workshop
from meeting.worker import create_workshop
from tests.council import Council


@contextmanager
def working(council: Council) -> Iterator[Workshop]:
    """The worker, by the council's clock, for the length of a block."""
    made = create_workshop(council.house.site.settings, clock=council.clock)
    yield made
    made.database.close()


def works(worker: Workshop) -> None:
    """Run jobs until none is left."""
    while worker.work_once():
        pass


def runs_jobs(council: Council) -> None:
    """Let the worker run the jobs that wait."""
    with working(council) as workshop:
        works(workshop)
