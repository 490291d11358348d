"""What must hold of every state that a power cut may leave: our own code opens it and finds what was acknowledged."""

import dataclasses
import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from meeting.config import Settings
from meeting.documents.tables import Document
from meeting.journal import book as journal
from meeting.journal import chain
from meeting.journal.tables import BookHead
from meeting.kernel.refusals import Refused
from meeting.parts import Parts, assemble
from tests.cast import MORNING
from tests.crash.disk import After, after_cuts
from tests.crash.sitting import ANSWERED, ASKED, KEPT, Ballot, Recording
from tests.retold import check_retold
from tests.scale import ledger


@dataclasses.dataclass(frozen=True)
class Found:
    """A state that breaks a promise: the step of the cut, the seed of its random choices, and what is wrong."""

    cut: int
    seed: int
    faults: list[str]


def try_states(recording: Recording, states: int, folder: Path, *, seed: int = 1) -> Iterator[Found | None]:
    """Cut the power `states` times, anywhere; for each what was found wrong, or None."""
    steps = len(recording.course)
    chance = random.Random(seed)
    cuts = sorted(chance.randrange(1, steps + 1) for _ in range(states))
    place = folder / "after"
    shutil.copytree(recording.before, place)
    parts = assemble(Settings(data=place), clock=lambda: MORNING)
    for number, disk in enumerate(after_cuts(recording.course, cuts)):
        lay_out(recording, disk, place, random.Random(seed + number))
        faults = _whats_wrong(recording, disk, parts)
        yield Found(cuts[number], seed + number, faults) if faults else None


def lay_out(recording: Recording, disk: After, place: Path, chance: random.Random) -> None:
    """The files of one state, and beside them what was there before the course began."""
    shutil.rmtree(place)
    shutil.copytree(recording.before, place)
    for path, content in disk.state(chance).items():
        here = place / path.relative_to(recording.data)
        if path in disk.folders:
            here.mkdir()
        else:
            here.write_bytes(content)


def _whats_wrong(recording: Recording, disk: After, parts: Parts) -> list[str]:
    """Opened again by the same parts: with new connections, but with SQLAlchemy's compiled statements."""
    try:
        return _faults(recording, disk, parts)
    except Exception as problem:
        return [f"{type(problem).__name__}: {problem}"]
    finally:
        parts.close()


def _faults(recording: Recording, disk: After, parts: Parts) -> list[str]:
    if not parts.database.is_current():
        return ["the schema is not there"]
    answered, on_their_way, kept = _told(disk.notes)
    found = _damage(parts)
    for ballot in on_their_way:  # people hand in again what was not answered
        ballot.hand_in(parts, recording.founded)
    with parts.database.read() as db:
        check_retold(db, recording.founded.meeting)
        documents = list(db.scalars(select(Document)))
    for sha256 in {*kept, *(d.sha256 for d in documents), *(d.pdf_sha256 for d in documents if d.pdf_sha256)}:
        found += _wrong_paper(parts, sha256)
    handed_in = [*answered, *on_their_way]
    database, founded = parts.settings.data / "meeting.db", recording.founded
    for motion in {ballot.motion for ballot in handed_in}:
        record = ledger.read_room(database, founded.meeting, motion)
        stories: dict[int, ledger.Story] = {seat: [] for seat in founded.seats.values()}
        for ballot in handed_in:
            if ballot.motion == motion:
                stories[founded.seats[ballot.who]].append((ballot.key, ballot.choice))
        found += ledger.faults(stories, record)
    return found


def _told(notes: list[tuple[Any, ...]]) -> tuple[list[Ballot], list[Ballot], list[str]]:
    """Ballots answered and not yet answered, in order, and papers acknowledged as kept."""
    answered = [ballot for word, ballot in notes if word == ANSWERED]
    done = {ballot.key for ballot in answered}
    asked = [ballot for word, ballot in notes if word == ASKED]
    return answered, [b for b in asked if b.key not in done], [sha256 for word, sha256 in notes if word == KEPT]


def _damage(parts: Parts) -> list[str]:
    with parts.database.read() as db:
        said = [f"integrity: {row}" for row in db.scalars(text("PRAGMA integrity_check")) if row != "ok"]
        said += [f"points nowhere: {row}" for row in db.execute(text("PRAGMA foreign_key_check"))]
        for book, seq, digest in db.execute(select(BookHead.book, BookHead.seq, BookHead.hash)).all():
            entries = list(journal.entries(db, book))
            if (chain.check(entries), len(entries)) != (digest, seq):
                said.append(f"{book}: the head is not that of its last line")
    return said


def _wrong_paper(parts: Parts, sha256: str) -> list[str]:
    try:
        content = parts.blobs.read(sha256)
    except Refused:
        return [f"paper {sha256[:8]} is not there"]
    return [] if hashlib.sha256(content).hexdigest() == sha256 else [f"paper {sha256[:8]} is not whole"]
