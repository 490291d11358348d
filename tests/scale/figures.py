"""Reading the samples: all turns of a server together, as the figures that are compared with the goals."""

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from math import isnan, nan
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import msgspec

from tests.scale.gauges import rank

Turns = list[dict[str, Any]]
Read = Callable[[Turns], float]
Found = dict[str, dict[str, Turns]]
"""What was found on each side (`ours`, `fresh`, `bare`, `limit`, `node`), by storm."""
BESIDE = ("bare", "limit", "node")


class Goal(NamedTuple):
    """One line of the table: the figure, how it is read from which storm, and its upper (or lower) bound.

    `times` compares ours with another side: ("limit", 1.6) is at most 1.6 times the limit server's figure.
    """

    name: str
    words: str
    storm: str
    read: Read
    most: float | None = None
    least: float | None = None
    times: tuple[str, float] | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A goal and its result; `met` is None where there is no bound, or nothing to compare with.

    `place`: the goal's place in the list, for a hall of any size; -1 for a line without one.
    """

    place: int = -1
    goal: str
    figure: str
    wanted: str
    reached: float
    beside: dict[str, float]
    met: bool | None


def value(key: str) -> Read:
    """The median over the turns, of one number per turn."""
    return lambda turns: median(float(turn[key]) for turn in turns)


def worst(key: str) -> Read:
    """The highest of the turns."""
    return lambda turns: max(float(turn[key]) for turn in turns)


def sample(key: str, share: float) -> Read:
    """A percentile of the samples of all turns together."""
    return lambda turns: rank([each for turn in turns for each in turn[key]], share)


def told(view: str) -> Read:
    """Bytes to one device of a view."""
    return lambda turns: median(float(turn["bytes"].get(view, nan)) for turn in turns)


def slowest(turns: Turns) -> float:
    """Until the last tablet was up."""
    return median(max(turn["ready_ms"], default=nan) for turn in turns)


def total(*keys: str) -> Read:
    """The total over all turns: of lists their length, of numbers the sum."""
    return lambda turns: float(sum(_count(turn.get(key, 0)) for turn in turns for key in keys))


def _count(found: object) -> float:
    return float(len(found) if isinstance(found, list) else found)  # type: ignore[arg-type]


def cpu_each(seats: int) -> Read:
    """Processor time of the server for each tablet, ms."""
    return lambda turns: median(turn["server_cpu_s"] * 1e3 / seats for turn in turns)


def lines(goals: Sequence[Goal], found: Found) -> list[Line]:
    """Every goal of which something was measured."""
    return [_line(place, goal, found) for place, goal in enumerate(goals) if found.get("ours", {}).get(goal.storm)]


def _line(place: int, goal: Goal, found: Found) -> Line:
    reached = goal.read(found["ours"][goal.storm])
    beside = {side: _read(goal, found, side) for side in BESIDE}
    bound = {side: _read(goal, found, side) for side in (goal.times[0],)} if goal.times else {}
    most, least = goal.most, goal.least
    if goal.times:
        most = bound[goal.times[0]] * goal.times[1]
    met = None
    if not isnan(reached):
        if most is not None and not isnan(most):
            met = reached <= most
        elif least is not None:
            met = reached >= least
    beside = {side: each for side, each in beside.items() if not isnan(each)}
    said = {"goal": goal.name, "figure": goal.words, "wanted": _wanted(goal)}
    return Line(place=place, **said, reached=reached, beside=beside, met=met)


def _read(goal: Goal, found: Found, side: str) -> float:
    turns = found.get(side, {}).get(goal.storm)
    try:
        return goal.read(turns) if turns else nan
    except KeyError:  # the other sides do less
        return nan


def _wanted(goal: Goal) -> str:
    if goal.times:
        return f"≤ {goal.times[1]} × {goal.times[0]}"
    if goal.most is not None:
        return f"≤ {show(goal.most)}"
    return f"≥ {show(goal.least)}" if goal.least is not None else ""


def markdown(found: Sequence[Line], also: Mapping[int, Sequence[Line]] | None = None) -> str:
    """The table as README has it; `also`: the results of halls with these numbers of seats, compared with their own
    bounds."""
    sides = [side for side in BESIDE if any(side in line.beside for line in found)]
    others = {seats: {line.place: line for line in lines} for seats, lines in (also or {}).items()}
    rows = []
    for line in found:
        beside = [show(line.beside[side]) if side in line.beside else "" for side in sides]
        elsewhere = [_marked(lines[line.place]) if line.place in lines else "" for lines in others.values()]
        rows.append([line.goal, line.figure, line.wanted, _marked(line), *beside, *elsewhere])
    heads = ["Reached", *(side.capitalize() for side in sides), *(f"{seats} seats" for seats in others)]
    return table(["", "Figure", "Wanted", *heads], rows)


def spread(runs: Sequence[Sequence[Line]]) -> str:
    """The same of several runs: of each line the least, the median and the most."""
    reached: dict[tuple[int, str], list[float]] = {}
    for line in chain(*runs):
        reached.setdefault((line.place, line.figure), []).append(line.reached)
    rows = []
    for line in runs[0]:
        found = sorted(reached[line.place, line.figure])
        shown = [show(each) for each in (found[0], median(found), found[-1])]
        rows.append([line.goal, line.figure, line.wanted, *shown])
    return table(["", "Figure", "Wanted", "Least", "Median", "Most"], rows)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown: two columns of words, then figures."""
    rule = ["---", "---", *["--:"] * (len(heads) - 2)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [heads, rule, *rows])


def _marked(line: Line) -> str:
    return show(line.reached) + ("" if line.met is None else " ✓" if line.met else " ✗")


def show(value: float) -> str:
    """A figure with a sensible number of digits."""
    if isnan(value):
        return "–"
    if value == int(value) or value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


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
