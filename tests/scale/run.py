"""`python -m tests.scale.run`: start both servers, storm them in turn, print the table, write the JSON.

Both servers are up together and are measured one after the other, in reversed order every turn, so
that what else the machine does falls on both alike.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from tests.scale import figures, ledger, probe
from tests.scale.big_paper import big_paper
from tests.scale.first_page import first_page
from tests.scale.room import Room, bare_room, bare_server, room_server, seeded_room
from tests.scale.stormed_hall import Job
from tests.scale.storms import STORMS
from tests.server import LOOPBACK, ROOT, Server

LOAD_LIMIT = 300
HERE = Path(__file__).parent
Turn = dict[str, dict[str, Any]]


@dataclass
class Side:
    """One server, its meeting, how its database is read, and the figures found so far by storm."""

    name: str
    server: Server
    room: Room
    read: Callable[[int], ledger.Record]
    found: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


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

    count("--clients", 500, 10, 3000, "tablets, each with a seat and a vote")
    count("--turns", 2, 1, 10, "how often each server is measured")
    count("--rounds", 12, 2, 100, "item changes a turn")
    count("--votes", 2, 1, 10, "vote storms a turn")
    count("--readers", 100, 1, 500, "tablets that fetch the big paper at once")
    count("--paper-mb", 8, 1, 64, "size of the big paper, MiB")
    count("--range-kb", 1024, 16, 16384, "bytes asked for at a time, KiB")
    parser.add_argument("--window", type=float, default=2.0, help="seconds over which the ballots are spread")
    parser.add_argument("--only", choices=sorted(STORMS), action="append", help="this storm and connect only")
    parser.add_argument("--bare", action="store_true", help="only the bare server: try out the load client")
    parser.add_argument("--json", type=Path, default=HERE / "last.json", help="where the figures go")
    return parser.parse_args(argv)


def storm(server: Server, room: Room, options: argparse.Namespace, turn: int) -> Turn:
    """One turn of all storms on one server, from a load process of its own."""
    each = options.votes + 1  # the last motion of a turn is voted on beside the readers
    *motions, last = room.motions[1 + turn * each : 1 + (turn + 1) * each]
    job = Job(
        host=LOOPBACK,
        port=server.port,
        pids=server.pids(),
        meeting=room.meeting,
        clerk=room.clerk,
        seats=room.seats,
        items=room.items,
        motions=motions,
        last_motion=last,
        storms=options.only or list(STORMS),
        rounds=options.rounds,
        window=options.window,
        document=room.document,
        document_bytes=room.document_bytes,
        readers=options.readers,
        range_bytes=options.range_kb * 1024,
    )
    command = [sys.executable, "-m", "tests.scale.load"]
    done = subprocess.run(
        command, input=msgspec.json.encode(job), cwd=ROOT, stdout=subprocess.PIPE, timeout=LOAD_LIMIT, check=True
    )
    result: Turn = json.loads(done.stdout)
    return result


def count_lost(turn: Turn, side: Side) -> None:
    """Look up every acknowledged ballot: the last acknowledged choice must be the one in the database."""
    for name in ("vote", "documents"):
        if name not in turn:
            continue
        missing = 0
        for motion, acked in turn[name].pop("acked").items():
            stored = dict(side.read(int(motion)).box)
            missing += sum(stored.get(int(seat)) != choice for seat, choice in acked.items())
        turn[name]["not_stored"] = missing


def measure(options: argparse.Namespace, folder: Path) -> list[Side]:
    """All turns on both servers (the bare one last in the list)."""
    motions = 1 + options.turns * (options.votes + 1)
    paper = big_paper(folder / "paper.pdf", options.paper_mb)
    sides: list[Side] = []
    with ExitStack() as stack:
        messages = probe.plain()
        if not options.bare:
            room = seeded_room(folder, paper, options.clients, motions)
            server = stack.enter_context(room_server(folder).running())
            messages = probe.listen(server, room, room.motions[0])
            side = Side("the meeting room", server, room, partial(ledger.read_room, Path(room.database), room.meeting))
            if not options.only:
                side.found["first page"] = first_page(server, room)
            sides.append(side)
        said = folder / "messages.json"
        said.write_text(json.dumps(messages), "utf-8")
        stock = stack.enter_context(bare_server(folder, paper, said).running())
        plain = bare_room(folder, paper, options.clients, motions)
        sides.append(Side("bare Flask-SocketIO", stock, plain, partial(ledger.read_bare, Path(plain.database))))
        for turn in range(options.turns):
            for side in sides if turn % 2 == 0 else sides[::-1]:
                print(f"turn {turn + 1}: {side.name}", file=sys.stderr, flush=True)
                result = storm(side.server, side.room, options, turn)
                count_lost(result, side)
                for name, values in result.items():
                    side.found.setdefault(name, []).append(values)
    return sides


def main(argv: list[str] | None = None) -> int:
    """Entry point; 1 when a goal was missed, so that a build can tell."""
    options = arguments(argv)
    machine = figures.machine()
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        *product, stock = measure(options, Path(folder))
    ours, bare = (product[0].found if product else {}), stock.found
    table = figures.lines(ours, bare, options.clients)
    print(f"{options.clients} tablets, {options.turns} turns. {machine}\n\n{figures.markdown(table)}")
    chosen = {name: str(value) for name, value in vars(options).items() if name != "json"}
    told = {"machine": machine, "options": chosen, "table": msgspec.to_builtins(table)}
    told |= {"ours": ours, "bare": bare}
    options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return int(any(line.met is False for line in table))


if __name__ == "__main__":
    raise SystemExit(main())
