"""`python -m tests.crash`: ten thousand power cuts; exit status 1 when one broke a promise, or the control broke
none."""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.cast import Body, founder
from tests.crash.promises import Found, try_states
from tests.crash.sitting import Recording, record
from tests.storage import SqliteStorage

SHOWN = 20
CONTROL = 200


def recorded(folder: Path, rounds: int, *, lazily: bool = False) -> Recording:
    """A sitting in a new installation."""
    storage = SqliteStorage(folder)
    founded = storage.kept("sits", founder(Body(), sits=True))
    storage.copy("sits", folder / "data")
    return record(folder / "data", founded, rounds, lazily=lazily)


def main() -> int:
    """Try the states, then those of the lossy setting, whose losses must be found."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--states", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40, help="ballots of each voter")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    faults = _try(options.states, options.rounds, options.seed, lazily=False)
    control = _try(min(CONTROL, options.states), options.rounds, options.seed, lazily=True)
    if not control:
        print("the lossy setting was not found out: this check proves nothing")
    return int(bool(faults) or not control)


def _try(states: int, rounds: int, seed: int, *, lazily: bool) -> list[Found]:
    began, found = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="crash-") as name:
        recording = recorded(Path(name), rounds, lazily=lazily)
        kinds = Counter(what for what, _ in recording.course)
        print(f"{'lossy setting' if lazily else 'as it is'}, seed {seed}: {dict(kinds)}", flush=True)
        for number, fault in enumerate(try_states(recording, states, Path(name), seed=seed), start=1):
            if fault is not None:
                found.append(fault)
                if not lazily and len(found) <= SHOWN:
                    print(fault, flush=True)
            if number % 1000 == 0:
                print(f"{number} states, {len(found)} broken, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{states} states, {len(found)} broken, {time.monotonic() - began:.0f} s", flush=True)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
