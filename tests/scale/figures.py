"""The table: samples of all turns together, ours beside the bare server's, as ratios, against the goals."""

import os
import platform
from collections.abc import Callable, Sequence
from math import isnan, nan
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import msgspec

from tests.scale.gauges import rank

Turns = list[dict[str, Any]]
Read = Callable[[Turns], float]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. `goal` is in words; `met` is None when there is none."""

    storm: str
    figure: str
    ours: float
    bare: float
    goal: str
    met: bool | None


class Figure(NamedTuple):
    """How one line comes about; the upper bound is fixed (`limit`) or a multiple of the bare server."""

    words: str
    read: Read
    goal: str = ""
    limit: float | None = None
    times: float | None = None


def figures_of(storm: str, clients: int) -> list[Figure]:
    """The lines of one storm."""
    up = [
        Figure("half of them up, ms", sample("ready_ms", 0.5)),
        Figure("server CPU per tablet, µs", lambda t: median(x["server_cpu_s"] * 1e6 / clients for x in t)),
    ]
    acks = [
        Figure("ballot acknowledged, p50, ms", sample("ack_ms", 0.5)),
        Figure("ballot acknowledged, worst, ms", sample("ack_ms", 1.0)),
    ]
    if storm == "first page":
        return [
            Figure("first paint on slow 4G, ms", lambda t: median(x["paint_ms"] for x in t), "≤ 1300", 1300.0),
            Figure("fetched, kB", lambda t: max(x["kilobytes"] for x in t), "≤ 180", 180.0),
        ]
    all_up = f"all {clients} up, ms"
    each: dict[str, list[Figure]] = {
        "connect": [
            Figure(all_up, _slowest),
            *up,
            Figure("memory of the server, MiB", lambda t: max(x["memory_mb"] for x in t)),
        ],
        "broadcast": [
            Figure("to the last tablet, median, ms", sample("last_ms", 0.5), "≤ 2 × bare", times=2.0),
            Figure("to the last tablet, p99, ms", sample("last_ms", 0.99)),
            Figure("to the last tablet, best, ms", sample("last_ms", 0.0)),
            Figure("to the first tablet, median, ms", sample("first_ms", 0.5)),
            Figure("server CPU per delivery, µs", lambda t: median(x["cpu_us_per_delivery"] for x in t)),
        ],
        "vote": [
            *acks,
            Figure("ballot acknowledged, p99, ms", sample("ack_ms", 0.99), "< 250", 250.0),
            Figure("server CPU per ballot, ms", lambda t: median(x["cpu_ms_per_ballot"] for x in t)),
            Figure("acknowledged but not in the database", total("not_stored"), "0", 0.0),
        ],
        "resume": [Figure(all_up, _slowest, "≤ 3000", 3000.0), *up],
        "documents": [
            *acks,
            Figure("ballot acknowledged, p99, ms", sample("ack_ms", 0.99)),
            Figure("acknowledged but not in the database", total("not_stored"), "0", 0.0),
            Figure("papers read, MB/s", lambda t: median(_speed(x["reading"]) for x in t)),
            Figure("readers that failed", lambda t: sum(len(x["reading"]["failed"]) for x in t), "0", 0.0),
        ],
    }
    always = [
        Figure("longest standstill of the loop, ms", lambda t: max(x["stall_ms"] for x in t), "≤ 100", 100.0),
        Figure("lost, refused or missed", lambda t: sum(_failures(x) for x in t), "0", 0.0),
        Figure("load client's own CPU, % of a core", _client_share, "≤ 70", 70.0),
    ]
    return each[storm] + always


def lines(ours: dict[str, Turns], bare: dict[str, Turns], clients: int) -> list[Line]:
    """All figures that were measured on either side."""
    found = []
    for storm in ("first page", "connect", "broadcast", "vote", "resume", "documents"):
        if not (ours.get(storm) or bare.get(storm)):
            continue
        for figure in figures_of(storm, clients):
            left, right = (figure.read(side[storm]) if side.get(storm) else nan for side in (ours, bare))
            found.append(
                Line(
                    storm=storm,
                    figure=figure.words,
                    ours=left,
                    bare=right,
                    goal=figure.goal,
                    met=_met(figure, left, right),
                )
            )
    return found


def _met(figure: Figure, ours: float, bare: float) -> bool | None:
    bound = bare * figure.times if figure.times is not None else figure.limit
    return None if bound is None or isnan(bound) or isnan(ours) else ours <= bound


def sample(key: str, share: float) -> Read:
    """A percentile of the samples of all turns together."""
    return lambda turns: rank([value for turn in turns for value in turn[key]], share)


def total(key: str) -> Read:
    """A count over all turns."""
    return lambda turns: sum(turn[key] for turn in turns)


def _slowest(turns: Turns) -> float:
    return median(max(turn["ready_ms"], default=nan) for turn in turns)


def _speed(reading: dict[str, Any]) -> float:
    return float(reading["bytes"] / 1e6 / reading["seconds"])


def _client_share(turns: Turns) -> float:
    return float(max(turn["client_cpu_share"] for turn in turns) * 100)


def _failures(turn: dict[str, Any]) -> int:
    return int(len(turn["lost"]) + len(turn.get("refused", ())) + turn.get("missed", 0) + turn.get("behind", 0))


def markdown(found: Sequence[Line]) -> str:
    """The table as it stands in README."""
    rows = ["| Storm | Figure | Ours | Bare | Ours ÷ bare | Goal |", "|---|---|--:|--:|--:|---|"]
    before = ""
    for line in found:
        mark = "" if line.met is None else " ✓" if line.met else " ✗"
        ratio = line.ours / line.bare if line.bare else nan
        storm = line.storm if line.storm != before else ""
        before = line.storm
        cells = [storm, line.figure, show(line.ours), show(line.bare), "" if isnan(ratio) else f"{ratio:.2f}"]
        rows.append("| " + " | ".join([*cells, line.goal + mark]) + " |")
    return "\n".join(rows)


def show(value: float) -> str:
    """A figure with as many digits as it is worth."""
    if isnan(value):
        return "–"
    return f"{value:.1f}" if value < 100 and value != int(value) else f"{value:.0f}"


def machine() -> str:
    """One line about where this was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cpu = Path("/proc/cpuinfo").read_text()
    model = next((x.split(":", 1)[1].strip() for x in cpu.splitlines() if x.startswith("model name")), "")
    return (
        f"{os.cpu_count()} cores ({model or platform.machine()}), {memory:.0f} GiB memory, "
        f"Linux {platform.release()}, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f} before; load client on the same machine, loopback"
    )
