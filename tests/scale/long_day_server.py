"""`python -m tests.scale.long_day_server`: the room, which counts what it holds when it gets SIGUSR1.

It writes into the file that MEETING_SOAK names, in one piece: objects by type that were made since the start (what was
frozen then is not counted), descriptors, threads and resident memory. Settings come from the environment.
"""

import gc
import json
import os
import signal
import sys
import threading
from collections import Counter
from pathlib import Path


def main() -> None:
    """`meeting serve`, until told to end."""
    from meeting.cli import main as command_line

    place = Path(os.environ.pop("MEETING_SOAK"))
    signal.signal(signal.SIGUSR1, lambda *_: count(place))
    sys.argv = ["meeting", "serve", "--no-worker", "--quiet"]
    command_line()


def count(place: Path) -> None:
    """Write what there is now."""
    gc.collect()
    types = Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in gc.get_objects())
    said = {
        "types": dict(types.most_common(400)),
        "objects": types.total(),
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "threads": len(list(Path("/proc/self/task").iterdir())),
        "greenlets": threading.active_count(),
        "memory": int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20,
    }
    fresh = place.with_suffix(".new")
    fresh.write_text(json.dumps(said), "utf-8")
    fresh.rename(place)


if __name__ == "__main__":
    main()
