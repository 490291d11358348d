"""The book: append events, read its head, read the events after a number. Written lines are never changed here."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy import String, bindparam, func, select, text, type_coerce
from sqlalchemy.orm import Session

from meeting.journal import chain
from meeting.journal.events import Event, decode, encode, registered
from meeting.journal.tables import BookHead, Line
from meeting.kernel.clock import read_stamp, stamp
from meeting.kernel.words import phrase
from meeting.store.nudges import nudge
from meeting.store.plain import Plain
from meeting.store.rows import add_later, set_later

E = TypeVar("E", bound=Event)

OFFICE = "office"
"""The book of events that belong to no meeting, such as those of people and cards."""


def book_of(meeting_id: int | None) -> str:
    """Return the name of a meeting's book, or of the office's book for None."""
    return OFFICE if meeting_id is None else f"meeting-{meeting_id}"


def meeting_of(book: str) -> int | None:
    """Return the id of the meeting that the book belongs to; None for the office's book."""
    return None if book == OFFICE else int(book.removeprefix("meeting-"))


@dataclasses.dataclass
class LockedHead:
    """The head of a locked book: number and hash of its last line, including lines not yet written out."""

    seq: int = 0
    hash: str = chain.GENESIS


_HOLD = Plain(select(BookHead.seq, BookHead.hash).where(BookHead.book == bindparam("book")).with_for_update())
_MOVE = Plain(
    text(
        "INSERT INTO journal_head (book, seq, hash) VALUES (:book, :seq, :hash) "
        "ON CONFLICT (book) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
    )
)


def lock(db: Session, book: str) -> LockedHead:
    """Lock a book until the transaction ends and return its head. A new book begins at 0."""
    held: dict[str, LockedHead] = db.info.setdefault("held", {})
    head = held.get(book)
    if head is None:
        row = _HOLD.one(db, book=book)
        head = held[book] = LockedHead(row.seq, row.hash) if row else LockedHead()
    return head


def append(db: Session, book: str, events: Sequence[Event], *, actor: str, at: datetime) -> list[chain.Entry]:
    """Append events after the head, in order, and move the head. Returns the new entries."""
    head = lock(db, book)
    entries = []
    for event in events:
        entry = chain.link(
            head.hash, book=book, seq=head.seq + 1, at=stamp(at), kind=event.kind, actor=actor, body=encode(event)
        )
        head.seq, head.hash = entry.seq, entry.hash
        entries.append(entry)
    for e in entries:
        body = chain.canonical(e.body).decode()
        line = {"book": e.book, "seq": e.seq, "at": at, "kind": e.kind, "actor": e.actor, "body": body}
        add_later(db, Line, line | {"prev": e.prev, "hash": e.hash})
    if entries:
        set_later(db, _MOVE, {"book": book, "seq": head.seq, "hash": head.hash}, key=book)
        nudge(db, "book", book, min(event.waits() for event in events))
    return entries


def head_seq(db: Session, book: str) -> int:
    """Return the number of the last line; 0 for an empty book."""
    return db.scalar(select(BookHead.seq).where(BookHead.book == book)) or 0


def head_seqs(db: Session, books: Collection[str]) -> dict[str, int]:
    """Return `{book: number of its last line}`; empty books are left out."""
    rows = db.execute(select(BookHead.book, BookHead.seq).where(BookHead.book.in_(books)))
    return {row.book: row.seq for row in rows}


def all_heads(db: Session) -> dict[str, int]:
    """Return `{book: number of its last line}` of all books."""
    return {row.book: row.seq for row in db.execute(select(BookHead.book, BookHead.seq))}


def head(db: Session, book: str) -> tuple[int, str]:
    """Return number and hash of the last line; `(0, GENESIS)` for an empty book."""
    row = db.execute(select(BookHead.seq, BookHead.hash).where(BookHead.book == book)).first()
    return (row.seq, row.hash) if row else (0, chain.GENESIS)


def lately(db: Session, book: str, most: int) -> list[tuple[datetime, Event]]:
    """Return at most `most` events with their times, newest first. Kinds marked `aside` are left out."""
    asides = [kind for kind, event in registered().items() if event.aside]
    query = select(Line.at, Line.kind, Line.body).where(Line.book == book, Line.kind.not_in(asides))
    rows = db.execute(query.order_by(Line.seq.desc()).limit(most))
    return [(at, decode(kind, msgspec.json.decode(body))) for at, kind, body in rows]


def newest(db: Session) -> datetime | None:
    """Return the latest time of any line in any book; None when all books are empty."""
    return db.scalar(select(func.max(Line.at)))


def latest_of(db: Session, book: str, kind: type[E]) -> E | None:
    """Return the newest event of one kind, or None."""
    query = select(Line.body).where(Line.book == book, Line.kind == kind.kind).order_by(Line.seq.desc()).limit(1)
    body = db.scalar(query)
    return None if body is None else msgspec.convert(msgspec.json.decode(body), kind, strict=True)


def all_of(db: Session, book: str, kind: type[E]) -> list[E]:
    """Return every event of one kind, oldest first."""
    bodies = db.scalars(select(Line.body).where(Line.book == book, Line.kind == kind.kind).order_by(Line.seq))
    return [msgspec.convert(msgspec.json.decode(body), kind, strict=True) for body in bodies]


def told_among(db: Session, book: str, kinds: Collection[str]) -> list[tuple[datetime, Event]]:
    """Return the events of these kinds with their times, oldest first. Does not check their hashes."""
    query = select(Line.at, Line.kind, Line.body).where(Line.book == book, Line.kind.in_(kinds)).order_by(Line.seq)
    return [(at, decode(kind, msgspec.json.decode(body))) for at, kind, body in db.execute(query)]


def latest_among(db: Session, book: str, kinds: Collection[str], most: int) -> list[chain.Entry]:
    """Return at most `most` lines of these kinds, newest first."""
    query = select(Line).where(Line.book == book, Line.kind.in_(kinds)).order_by(Line.seq.desc()).limit(most)
    return [_entry(line) for line in db.scalars(query)]


def marks_among(db: Session, book: str, kinds: Collection[str], most: int) -> list[tuple[int, str]]:
    """Return number and hash of at most `most` lines of these kinds, newest first. Does not read their bodies."""
    query = select(Line.seq, Line.hash).where(Line.book == book, Line.kind.in_(kinds))
    return [(each.seq, each.hash) for each in db.execute(query.order_by(Line.seq.desc()).limit(most))]


def among_since(db: Session, book: str, kinds: Collection[str], seq: int) -> list[chain.Entry]:
    """Return the lines of these kinds after number `seq`."""
    query = select(Line).where(Line.book == book, Line.seq > seq, Line.kind.in_(kinds)).order_by(Line.seq)
    return [_entry(line) for line in db.scalars(query)]


def among_as_written(db: Session, book: str, kinds: Collection[str]) -> list[chain.Entry | chain.Broken]:
    """Return the lines of these kinds, oldest first, with a Broken in place of each line that cannot be read.

    For callers that must go on although a line is damaged. Does not check hashes.
    """
    at = type_coerce(Line.at, String).label("at")  # the raw text: a damaged line may hold no valid time
    columns = (Line.book, Line.seq, at, Line.kind, Line.actor, Line.prev, Line.body, Line.hash)
    rows = db.execute(select(*columns).where(Line.book == book, Line.kind.in_(kinds)).order_by(Line.seq))
    found: list[chain.Entry | chain.Broken] = []
    for row in rows.mappings():
        try:
            line = {**row, "v": chain.VERSION, "body": msgspec.json.decode(row["body"])}
            found.append(msgspec.convert(line, chain.Entry, strict=True))
        except ValueError:
            found.append(chain.Broken(row["seq"], phrase("dòng nhật ký không đọc được")))
    return found


def count_among(db: Session, book: str, kinds: Collection[str]) -> int:
    """Return the number of lines of these kinds."""
    query = select(func.count()).select_from(Line).where(Line.book == book, Line.kind.in_(kinds))
    return db.scalar(query) or 0


def among_after(db: Session, book: str, kinds: Collection[str], moment: datetime) -> list[chain.Entry]:
    """Return the lines of these kinds written after `moment`."""
    query = select(Line).where(Line.book == book, Line.at > moment, Line.kind.in_(kinds)).order_by(Line.seq)
    return [_entry(line) for line in db.scalars(query)]


def hashes(db: Session, book: str, numbers: Collection[int]) -> dict[int, str]:
    """Return `{number: hash}` of the lines with these numbers; missing lines are left out."""
    lines = db.execute(select(Line.seq, Line.hash).where(Line.book == book, Line.seq.in_(numbers)))
    return {each.seq: each.hash for each in lines}


def line(db: Session, book: str, seq: int) -> chain.Entry | None:
    """Return the line with this number, or None."""
    found = db.get(Line, (book, seq))
    return None if found is None else _entry(found)


_SINCE = Plain(
    select(Line.seq, Line.kind, Line.body)
    .where(Line.book == bindparam("book"), Line.seq > bindparam("seq"))
    .order_by(Line.seq)
)


def since(db: Session, book: str, seq: int) -> list[tuple[int, Event]]:
    """Return the events after `seq`, with their numbers."""
    return [
        (number, decode(kind, msgspec.json.decode(body))) for number, kind, body in _SINCE.all(db, book=book, seq=seq)
    ]


_TIMED = Plain(
    select(Line.seq, Line.at, Line.kind, Line.body)
    .where(Line.book == bindparam("book"), Line.seq > bindparam("seq"))
    .order_by(Line.seq)
)


def told_since(db: Session, book: str, kinds: Collection[str], seq: int) -> tuple[int, list[tuple[datetime, Event]]]:
    """Return the number up to which the book was read, and the events of these kinds after `seq` with their times."""
    lines = _TIMED.all(db, book=book, seq=seq)
    told = [(at, decode(kind, msgspec.json.decode(body))) for _, at, kind, body in lines if kind in kinds]
    return (lines[-1].seq if lines else seq), told


def checked_since(db: Session, book: str, seq: int) -> list[tuple[datetime, Event]]:
    """Return the events after `seq` with their times, in one statement. Raises chain.Broken when a line was tampered
    with.

    Checks the chain from line `seq` (1 or more) to the head, so it finds a line that was changed, added, moved or
    removed.
    """
    lines = [
        _entry(line) for line in db.scalars(select(Line).where(Line.book == book, Line.seq >= seq).order_by(Line.seq))
    ]
    reached = chain.check(lines, prev=lines[0].prev if lines else "", expected=seq)
    if not lines or (lines[-1].seq, reached) != head(db, book):
        raise chain.Broken(lines[-1].seq + 1 if lines else seq, phrase("thiếu bản ghi cuối"))
    try:
        return [(read_stamp(line.at), decode(line.kind, line.body)) for line in lines[1:]]
    except (KeyError, ValueError):
        raise chain.Broken(seq, phrase("nội dung không đúng mẫu của loại sự kiện")) from None


def entries(db: Session, book: str, upto: int | None = None) -> Iterator[chain.Entry]:
    """Yield the lines from the first, for export and checking."""
    query = select(Line).where(Line.book == book).order_by(Line.seq)
    if upto is not None:
        query = query.where(Line.seq <= upto)
    for line in db.scalars(query.execution_options(yield_per=1000)):
        yield _entry(line)


def _entry(line: Line) -> chain.Entry:
    return chain.Entry(
        v=chain.VERSION,
        book=line.book,
        seq=line.seq,
        at=stamp(line.at),
        kind=line.kind,
        actor=line.actor,
        prev=line.prev,
        body=msgspec.json.decode(line.body),
        hash=line.hash,
    )


def export(db: Session, book: str, upto: int | None = None) -> bytes:
    """Return the book as JSON Lines: one canonical entry per line."""
    return write_export(entries(db, book, upto))


def write_export(lines: Iterable[chain.Entry]) -> bytes:
    """Return entries as JSON Lines."""
    return b"".join(chain.canonical(entry) + b"\n" for entry in lines)
