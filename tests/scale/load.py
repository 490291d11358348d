"""The load process: reads one Job as JSON from standard input, runs its storms, prints the figures as JSON.

A separate process, so that the tablets' work never delays the server and can be measured.
"""

import gc
import json
import resource
import sys
from collections.abc import Callable

import msgspec

from tests.scale import soak, storms, storms_beside
from tests.scale.stormed_hall import Figures, Hall, Job

STORMS: dict[str, Callable[[Hall], Figures]] = {
    "connect": storms.connect,
    "joins": storms.joins,
    "broadcast": storms.broadcast,
    "vote": storms.vote,
    "burst": storms.burst,
    "resume": storms.resume,
    "documents": storms_beside.documents,
    "arrivals": storms_beside.arrivals,
}


def run(job: Job) -> dict[str, Figures]:
    """All storms of the job in order. The connect storm always runs: the others need a full hall."""
    hall = Hall(job)
    officers = [hall.clerk, *hall.lookers.values()]
    hall.crowd.open(officers)
    if not hall.crowd.run(lambda: all(each.ready for each in officers) or bool(hall.lost), 30) or hall.lost:
        raise SystemExit(f"the officers cannot enter the room: {hall.lost}")
    figures = {"connect": STORMS["connect"](hall)}
    hall.crowd.beat(hall.tablets)
    for name in job.storms:
        if name != "connect":
            hall.settle()
            figures[name] = (STORMS | {"soak": soak.soak})[name](hall)
    figures["connect"]["gaps"] = hall.crowd.gaps
    return figures


def main() -> None:
    """Entry point of `python -m tests.scale.load`."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    gc.disable()  # a collection here would look like the server's delay
    json.dump(run(job), sys.stdout)


if __name__ == "__main__":
    main()
