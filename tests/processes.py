"""Facts about processes: who started whom, whether one still runs, and its memory and processor time."""

import contextlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path


def alive(pid: int) -> bool:
    """Whether a process still runs or is still ending: its last thread closes its sockets, so the end of the first
    thread is not enough. A process that only waits for its parent to collect it has ended."""
    process = Path(f"/proc/{pid}")
    try:
        state = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z" or len(list((process / "task").iterdir())) > 1
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
    """Resident memory of these processes in MiB; a library that several have mapped counts as in one of them."""
    own, files = 0, Counter[str]()
    for pid in pids:
        with contextlib.suppress(OSError):
            mapped = _mapped_kb(pid)
            own += mapped.pop("", 0)
            files |= mapped  # the larger of both
    return (own + files.total()) / 1024


def _mapped_kb(pid: int) -> Counter[str]:
    """Resident kilobytes of a process by mapped file; under "" what belongs to no file."""
    kilobytes, name = Counter[str](), ""
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        words = line.split(maxsplit=5)
        if not words[0].endswith(":"):
            name = words[5] if len(words) > 5 and words[5].startswith("/") else ""
        elif words[0] == "Rss:":
            kilobytes[name] += int(words[1])
    return kilobytes


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time of these processes so far, all threads, from the scheduler's own figures (nanoseconds)."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):  # the thread ended while we looked
                total += thread_nanoseconds(task)
    return total / 1e9


def loop_seconds(pids: Iterable[int]) -> float:
    """Processor time of each process's first thread alone: in a server, its event loop."""
    return sum(thread_nanoseconds(Path(f"/proc/{pid}/task/{pid}")) for pid in pids) / 1e9


def thread_nanoseconds(task: Path) -> int:
    """Processor time of one thread."""
    return int((task / "schedstat").read_text().split()[0])
