"""The ledger: compares what tablets were answered with what the database says.

A tablet's story is every ballot it handed in, in order, and how many of them were acknowledged. With everything
answered at the end, the record must contain exactly that story: the same ballots in the same order, each key once, and
one ballot in the box for each seat, the last one.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import psycopg2

from meeting.journal import chain

LINE = "book, seq, at, kind, actor, prev, body, hash"
Seat = int
Story = list[tuple[str, str]]
"""(key, choice) of every acknowledged ballot of one seat, in order."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What a database holds of one motion.

    `box`: (seat, choice) of each ballot row; `course`: (seat, choice) of each ballot in the order written; `receipts`:
    every key answered; `broken`: why the hash chain does not hold, or empty.
    """

    box: list[tuple[int, str]]
    course: list[tuple[int, str]]
    receipts: list[str]
    broken: str


def read_bare(database: Path, motion: int) -> Record:
    """The record of the bare server."""
    with closing(_open(database)) as db:
        box = db.execute("SELECT seat, choice FROM ballot WHERE motion = ?", (motion,)).fetchall()
        query = "SELECT seat, choice, key FROM cast WHERE motion = ? ORDER BY seq"
        rows = db.execute(query, (motion,)).fetchall()
    return Record(box=box, course=[row[:2] for row in rows], receipts=[row[2] for row in rows], broken="")


def read_room(database: Path, meeting: int, motion: int) -> Record:
    """The record of the product: ballot rows, journal lines, receipts, read without the product's own code.

    Only the chain is checked with the product's pure `chain.check`, which `meeting verify` uses too.
    """
    with closing(_open(database)) as db:
        return _read_room(lambda query, *values: db.execute(query, values).fetchall(), meeting, motion)


def read_shared_room(database_url: str, meeting: int, motion: int) -> Record:
    """The same on PostgreSQL."""
    with closing(psycopg2.connect(database_url.replace("+psycopg2", ""))) as db, db.cursor() as cursor:

        def ask(query: str, *values: object) -> list[Any]:
            cursor.execute(query.replace("?", "%s"), values)
            return cursor.fetchall()

        return _read_room(ask, meeting, motion)


def _read_room(ask: Callable[..., list[Any]], meeting: int, motion: int) -> Record:
    box = ask("SELECT seat_id, choice FROM ballot WHERE motion_id = ?", motion)
    lines = ask(f"SELECT {LINE} FROM journal_line WHERE book = ? ORDER BY seq", f"meeting-{meeting}")
    keys = ask("SELECT key FROM receipt")
    entries = [_entry(line) for line in lines]
    bodies = [entry.body for entry in entries if entry.kind == "voting.ballot_cast"]
    course = [(body["seat_id"], body["choice"]) for body in bodies if body["motion_id"] == motion]
    return Record(box=box, course=course, receipts=[key for (key,) in keys], broken=_broken(entries))


def faults(stories: Mapping[Seat, Story], record: Record) -> list[str]:
    """Every difference between the record and what the tablets were answered; empty when all is well."""
    found = [f"chain: {record.broken}"] if record.broken else []
    box = dict(record.box)
    rows = Counter(seat for seat, _ in record.box)
    found += [f"seat {seat}: {n} ballots in the box" for seat, n in rows.items() if n > 1]
    found += [f"seat {seat}: a ballot nobody cast" for seat in box if not stories.get(seat)]
    doubled = [key for key, n in Counter(record.receipts).items() if n > 1]
    found += [f"receipt {key}: answered twice as new" for key in doubled]
    receipts = set(record.receipts)
    course: dict[int, list[str]] = {}
    for seat, choice in record.course:
        course.setdefault(seat, []).append(choice)
    for seat, story in stories.items():
        told, written = [choice for _, choice in story], course.get(seat, [])
        if told and box.get(seat) != told[-1]:
            found.append(f"seat {seat}: last acknowledged {told[-1]}, box holds {box.get(seat)}")
        if told != written:
            found.append(f"seat {seat}: acknowledged {len(told)} ballots, written {len(written)}, or others")
        found += [f"seat {seat}: no receipt for {key}" for key, _ in story if key not in receipts]
    return found


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True)


def _entry(line: tuple[str, int, str, str, str, str, str, str]) -> chain.Entry:
    book, seq, at, kind, actor, prev, body, digest = line
    return chain.Entry(
        v=chain.VERSION,
        book=book,
        seq=seq,
        at=at,
        kind=kind,
        actor=actor,
        prev=prev,
        body=msgspec.json.decode(body),
        hash=digest,
    )


def _broken(entries: list[chain.Entry]) -> str:
    try:
        chain.check(entries)
    except chain.Broken as problem:
        return str(problem)
    return ""
