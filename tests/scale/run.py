"""`python -m tests.scale.run` (`make bench`): storms a late meeting and compares what it costs with the goals.

All servers of a comparison are up together and measured one after the other, in reversed order every turn, so that
other load on the machine affects all alike. It reports and leaves out what cannot be measured. Prints one table, writes
JSON.
"""

import argparse
import json
import tempfile
from pathlib import Path

import msgspec

from tests.scale import archive, figures
from tests.scale.goals import goals
from tests.scale.load import STORMS
from tests.scale.sides import Bench
from tests.server import ROOT

HERE = Path(__file__).parent
BEGIN, END = "<!-- bench -->", "<!-- end of bench -->"


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """The command line; every count has an upper bound."""
    parser = argparse.ArgumentParser(prog="python -m tests.scale.run", description=__doc__)

    def count(name: str, usual: int, least: int, most: int, words: str) -> None:
        parser.add_argument(
            name,
            type=int,
            default=usual,
            choices=range(least, most + 1),
            metavar=f"{least}..{most}",
            help=f"{words} (default {usual})",
        )

    count("--seats", 500, 10, 3000, "tablets, each with a seat and a vote")
    count("--turns", 2, 1, 10, "how often each server is measured")
    count("--rounds", 24, 2, 100, "item changes a turn")
    count("--votes", 2, 1, 10, "vote storms a turn")
    count("--held", 40, 0, 200, "votes that were held before")
    count("--planned", 200, 0, 1000, "other meetings, which are planned")
    count("--readers", 400, 1, 500, "tablets that fetch the big paper at once")
    count("--paper-mb", 20, 1, 64, "size of the big paper, MiB")
    count("--range-kb", 65536, 16, 65536, "bytes asked for at a time, KiB: whole papers, as tablets fetch them ahead")
    count("--runs", 1, 1, 9, "how often everything is done from the beginning; of several the spread is told")
    count("--soak", 0, 0, 60, "minutes of a hall that goes on and on, instead of the storms")
    parser.add_argument("--window", type=float, default=2.0, help="seconds over which the ballots are spread")
    parser.add_argument("--only", choices=sorted(STORMS), action="append", help="this storm and connect only")
    parser.add_argument("--bare", action="store_true", help="only the servers beside it: try out the load client")
    parser.add_argument("--readme", action="store_true", help="put the goals, and all that was missed, into README.md")
    parser.add_argument(
        "--also", type=int, choices=(90, 300, 2000), action="append", default=[], help="a hall of so many seats as well"
    )
    parser.set_defaults(beside=True)
    parser.add_argument("--json", type=Path, default=HERE / "last.json", help="where the figures go")
    return parser.parse_args(argv)


def _put_into(page: Path, text: str) -> None:
    """Replace what was measured last."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


def _measured(options: argparse.Namespace) -> tuple[Bench, list[figures.Line]]:
    """One run from the beginning."""
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        bench = Bench(options, Path(folder))
        bench.measure()
    whole = not (options.only or options.bare or options.soak)
    return bench, figures.lines(goals(options.seats), bench.found) + (archive.lines([]) if whole else [])


def _smaller(options: argparse.Namespace, seats: int) -> argparse.Namespace:
    """A hall of another size: the storms alone, once, beside no other server. Papers cost the same in any hall."""
    storms = [storm for storm in STORMS if storm != "documents"]
    size = {"seats": seats, "turns": 1, "rounds": 8, "planned": 0, "only": storms, "beside": False}
    return argparse.Namespace(**vars(options) | size)


def main(argv: list[str] | None = None) -> int:
    """Entry point; 1 when a goal was missed or not measured, so that a build notices."""
    options = arguments(argv)
    machine = figures.machine()
    runs = [_measured(options) for _ in range(options.runs)]
    bench, table = runs[-1]
    others = {seats: _measured(_smaller(options, seats)) for seats in options.also}
    also = {seats: lines for seats, (_, lines) in others.items()}
    bench.failed |= {
        f"{seats} seats, {name}": why for seats, (each, _) in others.items() for name, why in each.failed.items()
    }
    size = f"{options.seats} tablets, {options.held} votes held, {options.planned} meetings planned"
    head = f"{size}; {options.turns} turns. {machine}"
    print(f"{head}\n\n{figures.markdown(table, also)}")
    if len(runs) > 1:
        print(f"\n{len(runs)} runs\n\n{figures.spread([lines for _, lines in runs])}")
    for name, problem in bench.failed.items():
        print(f"\nnot measured: {name}: {problem}")
    chosen = {name: str(value) for name, value in vars(options).items() if name != "json"}
    told = {"machine": machine, "options": chosen, "table": msgspec.to_builtins(table), "failed": bench.failed}
    told |= {
        "also": msgspec.to_builtins(also, str_keys=True),
        "runs": msgspec.to_builtins([lines for _, lines in runs]),
    }
    options.json.write_text(json.dumps(told | {"found": bench.found}, ensure_ascii=False, indent=1), "utf-8")
    if options.readme:
        missed = {line.place for lines in also.values() for line in lines if line.met is False}
        shown = [line for line in table if line.goal or line.met is False or line.place in missed]
        told_there = figures.markdown(shown, also)
        _put_into(ROOT / "README.md", f"{head}\n\n{told_there}")
    return int(bool(bench.failed) or any(line.met is False for line in table))


if __name__ == "__main__":
    raise SystemExit(main())
