"""The soak: a hall that goes on and on. Items turn, tablets come and go; does the memory of the server grow?"""

import random
from time import perf_counter

from tests.processes import cpu_seconds, memory_mb
from tests.scale.stormed_hall import Figures, Hall

PAUSE = 2.0
LEAVE = 0.1
SETTLED = 0.4  # of the time; what is read or drawn for the first time is not growth


def soak(hall: Hall) -> Figures:
    """Every two seconds the meeting turns, and a tenth of the tablets lose their network and come back."""
    figures: Figures = {"memory": [], "rounds": 0}
    job, start = hall.job, perf_counter()
    hall.turn_to(job.items[-1])
    with hall.gauged(figures):
        before = cpu_seconds(job.pids)
        while perf_counter() - start < job.soak:
            hall.turn_to(job.items[figures["rounds"] % len(job.items)])
            gone = random.sample(hall.tablets, max(1, int(len(hall.tablets) * LEAVE)))
            hall.crowd.drop(gone)
            hall.crowd.open(gone)
            hall.crowd.run(lambda: False, PAUSE)
            for tablet in hall.everybody:
                tablet.heard.clear()
            figures["rounds"] += 1
            figures["memory"].append((perf_counter() - start, memory_mb(job.pids)))
        figures["cpu_ms_a_round"] = (cpu_seconds(job.pids) - before) * 1e3 / figures["rounds"]
    figures["mib_an_hour"] = _slope(figures["memory"]) * 3600
    return figures


def _slope(samples: list[tuple[float, float]]) -> float:
    """The slope of the straight line that fits the settled part best."""
    settled = samples[int(len(samples) * SETTLED) :]
    middle = sum(at for at, _ in settled) / len(settled)
    spread = sum((at - middle) ** 2 for at, _ in settled)
    return sum((at - middle) * size for at, size in settled) / spread if spread else 0.0
