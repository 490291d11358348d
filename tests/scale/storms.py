"""The storms. Each returns plain figures and samples; times in milliseconds, processor time in seconds.

The clocks start at the first thing a tablet or the secretary does and stop at the last tablet that has what it waited
for; the server's own standstill is read around each storm.
"""

import random
import secrets
from collections.abc import Callable, Sequence
from time import perf_counter, process_time

from tests.processes import cpu_seconds, memory_mb
from tests.scale.crowd import Reply
from tests.scale.crowd_tablet import Lost, Tablet
from tests.scale.stormed_hall import Figures, Hall

CHOICES = ("for", "against", "abstain")
LIKELY = (3, 1, 1)  # never as many for as against: equal votes would wait for the chair's ruling
STORM_LIMIT = 60.0
BURST = 0.2  # seconds
JOINING, TIMES = 50, 6


def connect(hall: Hall) -> Figures:
    """Everybody opens the room at once; up means: first state received."""
    figures: Figures = {}
    before = memory_mb(hall.job.pids)
    _all_in(hall, figures)
    figures["kb_each"] = (figures["memory_mb"] - before) * 1024 / len(hall.tablets)
    figures["state_bytes"] = hall.received()["member"]
    return figures


def _all_in(hall: Hall, figures: Figures) -> None:
    hall.ready.clear()
    with hall.gauged(figures):
        start = perf_counter()
        hall.crowd.open(hall.tablets)
        hall.crowd.run(lambda: len(hall.ready) >= len(hall.tablets), STORM_LIMIT)
    figures["ready_ms"] = [(at - start) * 1e3 for at in hall.ready]


def joins(hall: Hall) -> Figures:
    """Fifty open the room at once while all others are in, again and again; they have nothing, and get every panel."""
    figures: Figures = {"ready_ms": []}
    spent = 0.0
    with hall.gauged(figures):
        for _ in range(TIMES):
            some = random.sample(hall.tablets, min(JOINING, len(hall.tablets)))
            hall.crowd.drop(some)
            for tablet in some:
                tablet.seq = 0
            hall.settle()
            hall.ready.clear()
            cpu, start = cpu_seconds(hall.job.pids), perf_counter()
            hall.crowd.open(some)
            hall.crowd.run(lambda: len(hall.ready) >= len(some), STORM_LIMIT)  # noqa: B023 - run at once
            spent += cpu_seconds(hall.job.pids) - cpu
            figures["ready_ms"] += [(at - start) * 1e3 for at in hall.ready]
    figures["cpu_ms_each"] = spent * 1e3 / max(1, len(figures["ready_ms"]))
    return figures


def broadcast(hall: Hall) -> Figures:
    """The secretary moves to an item: how long until the last tablet shows it, and what it costs until all do."""
    figures: Figures = {"last_ms": [], "first_ms": [], "ack_ms": [], "missed": 0}
    spent = own = busy = 0.0
    hall.turn_to(hall.job.items[-1])
    hall.settle()
    before = hall.received()
    with hall.gauged(figures):
        for turn in range(hall.job.rounds):
            hall.settle()
            for tablet in hall.everybody:
                tablet.heard.clear()
            cpu, mine, start = cpu_seconds(hall.job.pids), process_time(), perf_counter()
            moments = _one_change(hall, hall.job.items[turn % len(hall.job.items)], figures)
            own, busy = own + process_time() - mine, busy + perf_counter() - start
            spent += cpu_seconds(hall.job.pids) - cpu
            figures["missed"] += len(hall.tablets) - len(moments)
            figures["last_ms"].append(max(moments) * 1e3)
            figures["first_ms"].append(min(moments) * 1e3)
    figures["bytes"] = {view: (now - before[view]) / hall.job.rounds for view, now in hall.received().items()}
    figures["client_cpu_share"] = own / busy  # the pauses between changes would flatter it
    figures["cpu_ms_per_change"] = spent * 1e3 / hall.job.rounds
    figures["cpu_us_per_delivery"] = spent * 1e6 / (hall.job.rounds * len(hall.tablets))
    return figures


def _one_change(hall: Hall, item: int, figures: Figures) -> list[float]:
    """Seconds from the command to each tablet that shows it; returns when the officers' pages show it too."""
    replies: list[Reply] = []
    payload = {"meeting_id": hall.job.meeting, "item_id": item}
    key = secrets.token_hex(16)

    def heard(reply: Reply, moment: float) -> None:
        replies.append(reply)
        figures["ack_ms"].append((moment - start) * 1e3)

    start = hall.crowd.submit(hall.clerk, "conduct.go_to_item", payload, key, heard)
    hall.crowd.run(lambda: bool(replies), STORM_LIMIT)
    if not replies or not replies[0].get("ok"):
        raise Lost(f"item change refused: {replies}")
    moments = hall.all_know(replies[0]["upto"], STORM_LIMIT)
    return [moment - start for moment in moments]


def vote(hall: Hall) -> Figures:
    """Every seat votes once at its own moment of the window; each ballot waits for its durable answer."""
    return _votes(hall, hall.job.motions, hall.job.window)


def burst(hall: Hall) -> Figures:
    """Everybody presses within a fifth of a second."""
    return _votes(hall, hall.job.last_motions[:1], BURST)


def _votes(hall: Hall, motions: Sequence[int], window: float) -> Figures:
    figures: Figures = {"ack_ms": [], "last_ack_ms": [], "tally_ms": [], "told_ms": [], "refused": [], "acked": {}}
    ballots, told = 0, dict.fromkeys(hall.received(), 0.0)
    hall.turn_to(hall.job.items[0])
    with hall.gauged(figures):
        for motion in motions:
            hall.ask("voting.open_motion", motion_id=motion)
            hall.settle()
            before, cpu = hall.received(), cpu_seconds(hall.job.pids)
            figures["acked"][motion] = _ballots(hall, motion, window, figures)
            ballots += len(hall.tablets)
            figures["cpu_s"] = figures.get("cpu_s", 0.0) + cpu_seconds(hall.job.pids) - cpu
            told = {view: told[view] + now - before[view] for view, now in hall.received().items()}
            hall.settle()
            figures["told_ms"] += hall.finish(motion, len(figures["acked"][motion]))
            hall.settle()
    figures["cpu_ms_per_ballot"] = figures["cpu_s"] * 1e3 / max(1, ballots)
    figures["bytes"] = {view: size / len(motions) for view, size in told.items()}
    return figures


def _ballots(hall: Hall, motion: int, window: float, figures: Figures) -> dict[int, str]:
    """Cast one ballot a seat over the window and wait for the last count; return what was acknowledged, by seat."""
    acked: dict[int, str] = {}
    refused = len(figures["refused"])
    start = perf_counter() + 0.05
    voters = random.sample(hall.tablets, len(hall.tablets))
    for place, tablet in enumerate(voters):
        choice = random.choices(CHOICES, LIKELY)[0]
        cast = ballot(hall, tablet, motion, choice, acked, figures)
        hall.crowd.at(start + window * place / len(voters), cast)
    hall.crowd.run(lambda: len(acked) + len(figures["refused"]) - refused >= len(voters), STORM_LIMIT)
    answered = perf_counter()
    figures["last_ack_ms"].append((answered - start) * 1e3)
    moments = hall.all_know(figures.get("upto", 0), STORM_LIMIT)
    figures["tally_ms"].append((max(moments, default=answered) - answered) * 1e3)
    return acked


def ballot(
    hall: Hall, tablet: Tablet, motion: int, choice: str, acked: dict[int, str], figures: Figures
) -> Callable[[], None]:
    """The act of casting this ballot; its time runs from the first try, also when it is handed in again."""
    payload = {"meeting_id": hall.job.meeting, "motion_id": motion, "choice": choice}
    key, began = secrets.token_hex(16), 0.0

    def heard(reply: Reply, moment: float) -> None:
        hall.unanswered.pop(tablet, None)
        if reply.get("ok"):
            acked[tablet.seat] = choice
            figures["upto"] = max(figures.get("upto", 0), reply["upto"])
            figures["ack_ms"].append((moment - began) * 1e3)
        else:
            figures["refused"].append(reply)

    def cast() -> None:
        nonlocal began
        began = began or perf_counter()
        hall.unanswered[tablet] = cast
        if tablet.ready:
            hall.crowd.submit(tablet, "voting.cast_ballot", payload, key, heard)

    return cast


def resume(hall: Hall) -> Figures:
    """Everybody loses the network, the meeting moves on, everybody comes back at once and catches up."""
    figures: Figures = {}
    hall.crowd.drop(hall.tablets)
    hall.crowd.run(lambda: False, 1.0)
    hall.turn_to(hall.job.items[-1])
    upto = hall.turn_to(hall.job.items[0])
    _all_in(hall, figures)
    figures["behind"] = sum(tablet.seq < upto for tablet in hall.tablets)
    return figures
