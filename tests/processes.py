"""What processes are: who started whom, whether one still runs, what it takes of memory and of the processor."""

import contextlib
from collections.abc import Iterable
from pathlib import Path


def alive(pid: int) -> bool:
    """Whether a process runs still; one that only waits to be forgotten by its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def family(pid: int) -> list[int]:
    """This process and all that it started, itself first."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
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


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time of these processes so far, all threads, from the scheduler's own books (nanoseconds)."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):  # the thread ended while we looked
                total += thread_nanoseconds(task)
    return total / 1e9


def loop_seconds(pids: Iterable[int]) -> float:
    """Processor time of the first thread alone of each process: of a server, its event loop."""
    return sum(thread_nanoseconds(Path(f"/proc/{pid}/task/{pid}")) for pid in pids) / 1e9


def thread_nanoseconds(task: Path) -> int:
    """Processor time of one thread."""
    return int((task / "schedstat").read_text().split()[0])
