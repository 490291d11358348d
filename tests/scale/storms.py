"""The five storms. Each returns plain figures and samples; times in milliseconds, processor time in seconds.

The clocks start at the first thing a tablet or the secretary does and stop at the last tablet
that has what it waited for; the server's own standstill is read around each storm.
"""

import json
import random
import secrets
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter, process_time

from tests.processes import cpu_seconds
from tests.scale.crowd import Reply
from tests.scale.crowd_tablet import Lost, Tablet
from tests.scale.stormed_hall import Figures, Hall

CHOICES = ("for", "against", "abstain")
LIKELY = (3, 1, 1)  # never as many for as against: equal votes would wait for the chair's ruling
STORM_LIMIT = 60.0
VOTERS_BESIDE_READERS = 100


def connect(hall: Hall) -> Figures:
    """Everybody opens the room at once; up means: first state received."""
    figures: Figures = {}
    hall.ready.clear()
    with hall.gauged(figures):
        start = perf_counter()
        hall.crowd.open(hall.tablets)
        hall.crowd.run(lambda: len(hall.ready) >= len(hall.tablets), STORM_LIMIT)
    figures["ready_ms"] = [(at - start) * 1e3 for at in hall.ready]
    figures["state_bytes"] = max((t.heard[-1][2] for t in hall.tablets if t.heard), default=0)
    return figures


def broadcast(hall: Hall) -> Figures:
    """The secretary moves to an item; how long until the last tablet shows it."""
    figures: Figures = {"last_ms": [], "first_ms": [], "missed": 0, "sent_bytes": 0}
    spent = own = busy = 0.0
    hall.turn_to(hall.job.items[-1])
    with hall.gauged(figures):
        for turn in range(hall.job.rounds):
            hall.settle()
            for tablet in hall.tablets:
                tablet.heard.clear()
            cpu, mine, start = cpu_seconds(hall.job.pids), process_time(), perf_counter()
            moments = _one_change(hall, hall.job.items[turn % len(hall.job.items)])
            own, busy = own + process_time() - mine, busy + perf_counter() - start
            spent += cpu_seconds(hall.job.pids) - cpu
            figures["missed"] += len(hall.tablets) - len(moments)
            figures["last_ms"].append(max(moments) * 1e3)
            figures["first_ms"].append(min(moments) * 1e3)
            figures["sent_bytes"] = max(hall.tablets[0].heard, key=lambda seen: seen[2])[2]
    figures["client_cpu_share"] = own / busy  # the pauses between changes would flatter it
    figures["cpu_us_per_delivery"] = spent * 1e6 / (hall.job.rounds * len(hall.tablets))
    return figures


def _one_change(hall: Hall, item: int) -> list[float]:
    """Seconds from the order to each tablet that shows it."""
    replies: list[Reply] = []
    payload = {"meeting_id": hall.job.meeting, "item_id": item}
    key = secrets.token_hex(16)
    start = hall.crowd.order(hall.clerk, "conduct.go_to_item", payload, key, lambda reply, at: replies.append(reply))

    def done() -> bool:
        return bool(replies) and all(t.seq >= replies[0].get("upto", 0) for t in hall.tablets)

    hall.crowd.run(lambda: bool(replies), STORM_LIMIT)
    if not replies or not replies[0].get("ok"):
        raise Lost(f"item change refused: {replies}")
    hall.crowd.run(done, STORM_LIMIT)
    moments = [tablet.knew(replies[0]["upto"]) for tablet in hall.tablets]
    return [moment - start for moment in moments if moment is not None]


def vote(hall: Hall) -> Figures:
    """Every seat votes once at its own moment of the window; each ballot waits for its durable answer."""
    figures: Figures = {"ack_ms": [], "refused": [], "acked": {}}
    ballots = 0
    hall.turn_to(hall.job.items[0])
    with hall.gauged(figures):
        for motion in hall.job.motions:
            hall.ask("voting.open_motion", motion_id=motion)
            hall.settle()
            figures["acked"][motion] = _ballots(hall, motion, figures)
            ballots += len(hall.tablets)
            hall.settle()
            missing = len(hall.tablets) - len(figures["acked"][motion])
            hall.finish(motion, missing)
    figures["cpu_ms_per_ballot"] = figures["server_cpu_s"] * 1e3 / max(1, ballots)
    return figures


def _ballots(hall: Hall, motion: int, figures: Figures) -> dict[int, str]:
    """Cast one ballot a seat over the window; the choices that were acknowledged, by seat."""
    acked: dict[int, str] = {}
    refused = len(figures["refused"])
    start = perf_counter() + 0.05
    voters = random.sample(hall.tablets, len(hall.tablets))
    for place, tablet in enumerate(voters):
        choice = random.choices(CHOICES, LIKELY)[0]
        cast = _ballot(hall, tablet, motion, choice, acked, figures)
        hall.crowd.at(start + hall.job.window * place / len(voters), cast)
    hall.crowd.run(lambda: len(acked) + len(figures["refused"]) - refused >= len(voters), STORM_LIMIT)
    return acked


def _ballot(
    hall: Hall, tablet: Tablet, motion: int, choice: str, acked: dict[int, str], figures: Figures
) -> Callable[[], None]:
    """The act of casting this ballot; its time runs from the first try, also when it is handed in again."""
    payload = {"meeting_id": hall.job.meeting, "motion_id": motion, "choice": choice}
    key, began = secrets.token_hex(16), 0.0

    def heard(reply: Reply, moment: float) -> None:
        hall.unanswered.pop(tablet, None)
        if reply.get("ok"):
            acked[tablet.seat] = choice
            figures["ack_ms"].append((moment - began) * 1e3)
        else:
            figures["refused"].append(reply)

    def cast() -> None:
        nonlocal began
        began = began or perf_counter()
        hall.unanswered[tablet] = cast
        if tablet.ready:
            hall.crowd.order(tablet, "voting.cast_ballot", payload, key, heard)

    return cast


def resume(hall: Hall) -> Figures:
    """Everybody's network goes, the meeting moves on, everybody comes back at once and catches up."""
    figures: Figures = {}
    hall.crowd.drop(hall.tablets)
    hall.crowd.run(lambda: False, 1.0)
    hall.turn_to(hall.job.items[-1])
    upto = hall.turn_to(hall.job.items[0])
    hall.ready.clear()
    with hall.gauged(figures):
        start = perf_counter()
        hall.crowd.open(hall.tablets)
        hall.crowd.run(lambda: len(hall.ready) >= len(hall.tablets), STORM_LIMIT)
    figures["ready_ms"] = [(at - start) * 1e3 for at in hall.ready]
    figures["behind"] = sum(tablet.seq < upto for tablet in hall.tablets)
    return figures


def documents(hall: Hall) -> Figures:
    """Readers in another process fetch the big paper by ranges while a hundred voters go on voting."""
    job = hall.job
    figures: Figures = {"ack_ms": [], "refused": [], "acked": {}}
    motion = job.last_motion
    voters = hall.tablets[:VOTERS_BESIDE_READERS]
    hall.turn_to(job.items[0])
    hall.ask("voting.open_motion", motion_id=motion)
    command = [sys.executable, "-m", "tests.scale.readers"]
    order = {
        "host": job.host,
        "port": job.port,
        "path": job.document,
        "size": job.document_bytes,
        "range_bytes": job.range_bytes,
        "cookies": [job.seats[n % len(job.seats)][1] for n in range(job.readers)],
    }
    reader = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert reader.stdin is not None
    assert reader.stdout is not None
    with hall.gauged(figures):
        reader.stdin.write(json.dumps(order))
        reader.stdin.close()
        acked: dict[int, str] = {}
        while reader.poll() is None:
            _one_each(hall, voters, motion, acked, figures)
        figures["reading"] = json.loads(reader.stdout.read())
    figures["acked"][motion] = acked
    hall.settle()
    hall.finish(motion, len(hall.tablets) - len(acked))
    return figures


def _one_each(hall: Hall, voters: list[Tablet], motion: int, acked: dict[int, str], figures: Figures) -> None:
    """A quarter of a second in which every voter votes once; ends when all are answered."""
    start, wanted = perf_counter(), len(figures["ack_ms"]) + len(figures["refused"]) + len(voters)
    for place, tablet in enumerate(voters):
        cast = _ballot(hall, tablet, motion, random.choices(CHOICES, LIKELY)[0], acked, figures)
        hall.crowd.at(start + 0.25 * place / len(voters), cast)
    hall.crowd.run(lambda: len(figures["ack_ms"]) + len(figures["refused"]) >= wanted, STORM_LIMIT)


STORMS: dict[str, Callable[[Hall], Figures]] = {
    "connect": connect,
    "broadcast": broadcast,
    "vote": vote,
    "resume": resume,
    "documents": documents,
}
