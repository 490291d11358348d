"""Gauges: what a process used of the processor, how long its loop stood still, and honest percentiles."""

import http.client
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time of these processes so far, all threads, from the scheduler's own books (nanoseconds)."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (OSError, IndexError):
                continue  # the thread ended while we looked
    return total / 1e9


def family(pid: int) -> list[int]:
    """This process and all that it started."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, [])
    return found


def memory_mb(pids: Iterable[int]) -> float:
    """Resident memory of these processes in MiB."""
    pages = 0
    for pid in pids:
        try:
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except OSError:
            continue
    return pages * 4096 / 2**20


def loop_stall_ms(host: str, port: int) -> float:
    """The longest standstill of the event loop since the last call, in milliseconds."""
    link = http.client.HTTPConnection(host, port, timeout=30)
    try:
        link.request("GET", "/healthz?reset=1", headers={"Accept": "application/json"})
        body: dict[str, Any] = json.loads(link.getresponse().read())
    finally:
        link.close()
    return float(body["loop_lag_ms_max"])


def rank(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile, `share` between 0 and 1; not a number when nothing was measured."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
