"""The index on SQLite: FTS5 in a separate file, so that the worker's writing delays no ballot.

Reading it is C code that takes none of our locks, so the server reads it in a thread.
"""

import contextlib
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as driver

from meeting.kernel.refusals import Refused
from meeting.search.index import (
    ALLOWED,
    MOST_HITS,
    OUT_OF_REACH,
    UNREAD,
    UNSEEN,
    VERSION,
    Allowed,
    Content,
    Findable,
    Hit,
    accented_side,
    side_by_side,
)
from meeting.search.rules import FoundKind, SearchWords, accented, plain, words_of
from meeting.store.engine import Offload, inline

FILE = "search.db"
BUSY_SECONDS = 10
_SCHEMA = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, content TEXT NOT NULL, page INTEGER NOT NULL, meeting INTEGER NOT NULL,
  kind TEXT NOT NULL, item INTEGER NOT NULL, ref INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE INDEX entry_content ON entry (content) WHERE content <> '';
CREATE INDEX entry_meeting ON entry (meeting) WHERE meeting <> 0;
CREATE TABLE content (
  sha256 TEXT PRIMARY KEY, pages INTEGER, written INTEGER, ocr INTEGER, judged INTEGER
) WITHOUT ROWID;
CREATE TABLE book (meeting INTEGER PRIMARY KEY, head TEXT);
CREATE TABLE reached (upto TEXT);
CREATE VIRTUAL TABLE words USING fts5 (
  plain, exact, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0'
);
"""
_FIELDS = "id, kind, content, page, meeting, item, ref"
_LISTS = {name: f"json_each(:{name})" for name in ("contents", "officers", "documents", "meetings", "hidden")}
_FIND = f"""
SELECT {_FIELDS} FROM words JOIN entry ON entry.id = words.rowid
WHERE words MATCH :words AND {ALLOWED.format(number="value", **_LISTS)}
ORDER BY words.rowid IN (SELECT rowid FROM words WHERE words MATCH :side) DESC, rank LIMIT {MOST_HITS + 1}
"""  # noqa: S608 - made of our own words


class SqliteIndex:
    """One file. Every call opens its own connection. The file is made by the first writing."""

    def __init__(self, data: Path, offload: Offload = inline) -> None:
        self._file = data / FILE
        self._offload = offload

    def find(self, sought: SearchWords, allowed: Allowed) -> list[Hit]:
        """See Index."""
        side = _phrase(sought)
        words = side if sought.phrase else _all(sought)
        rows = self._read(_FIND, {"words": words, "side": side, **allowed.lists()})
        return [Hit(row[0], FoundKind(row[1]), *row[2:]) for row in rows]

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        """See Index."""
        wanted = {"ids": json.dumps(list(ids))}
        return dict(self._read("SELECT id, text FROM entry WHERE id IN (SELECT value FROM json_each(:ids))", wanted))

    def known(self, contents: Collection[str]) -> dict[str, Content]:
        """See Index."""
        chosen = "content WHERE sha256 IN (SELECT value FROM json_each(:wanted))"
        fields = f"sha256, pages, written, ocr, {UNSEEN.format(entry='entry')}, judged"
        query = f"SELECT {fields} FROM {chosen}"  # noqa: S608 - our own words
        rows = self._read(query, {"wanted": json.dumps(list(contents))})
        return {row[0]: Content(row[1], row[2], row[3], bool(row[4]), bool(row[5])) for row in rows}

    def upto(self) -> str:
        """See Index."""
        rows = self._read("SELECT upto FROM reached", {})
        return str(rows[0][0]) if rows else ""

    def reached(self, upto: str) -> None:
        """See Index."""
        with self._writing() as connection:
            connection.execute("DELETE FROM reached")
            connection.execute("INSERT INTO reached VALUES (?)", (upto,))

    def heads(self) -> dict[int, str]:
        """See Index."""
        return dict(self._read("SELECT meeting, head FROM book", {}))

    def write_meeting(self, meeting: int, head: str, lines: Sequence[Findable]) -> None:
        """See Index."""
        with self._writing() as connection:
            _drop(connection, "meeting = ? AND content = ''", meeting)
            connection.execute("DELETE FROM book WHERE meeting = ?", (meeting,))
            for line in lines:
                _add(connection, ("", 0, meeting, str(line.kind), line.item, line.ref, line.text))
            if head:
                connection.execute("INSERT INTO book VALUES (?, ?)", (meeting, head))

    def contents(self) -> set[str]:
        """See Index."""
        return {row[0] for row in self._read("SELECT sha256 FROM content", {})}

    def unread(self) -> set[str]:
        """See Index."""
        return {row[0] for row in self._read(f"SELECT sha256 FROM content WHERE {UNREAD}", {})}  # noqa: S608

    def write_content(self, content: str, pages: Sequence[str], *, readable: bool = True) -> None:
        """See Index."""
        with self._writing() as connection:
            _forget(connection, content)
            _add_pages(connection, content, 1, pages)
            written = sum(bool(text) for text in pages) if readable else -1
            connection.execute("INSERT INTO content VALUES (?, ?, ?, 0, 0)", (content, len(pages), written))

    def add_pages(
        self, content: str, first: int, pages: Sequence[str], *, unseen: bool = False, judged: bool = False
    ) -> None:
        """See Index."""
        with self._writing() as connection:
            _add_pages(connection, content, first, pages)
            if unseen:
                _add_page(connection, content, first, "")
            grown = (sum(bool(text) for text in pages), len(pages), judged, content)
            counted = "written = written + ?, ocr = ocr + ?, judged = judged OR ?"
            connection.execute(f"UPDATE content SET {counted} WHERE sha256 = ?", grown)  # noqa: S608 - our own words

    def forget(self, contents: Collection[str]) -> None:
        """See Index."""
        with self._writing() as connection:
            for content in contents:
                _forget(connection, content)

    def _read(self, query: str, given: dict[str, Any]) -> list[Any]:
        if not self._file.exists():
            return []
        try:
            return list(self._offload(_answer, str(self._file), query, given))
        except driver.Error as error:  # a full disk, even for reading: SQLite makes files beside this one
            raise Refused(OUT_OF_REACH) from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Any]:
        """Open one transaction of the file."""
        connection = driver.connect(str(self._file), timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")  # data lost in a power cut is made again
            _make(connection)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()


def _answer(file: str, query: str, given: dict[str, Any]) -> list[Any]:
    """Query the file; empty while it is being made. Runs in a thread: takes no lock and writes no log."""
    connection = driver.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            return []
        connection.execute("PRAGMA query_only=ON")
        return list(connection.execute(query, given))
    finally:
        connection.close()


def _make(connection: Any) -> None:
    """Make the tables, or rebuild those of an earlier program."""
    if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        for name in ("words", "entry", "content", "book", "reached"):
            connection.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in _SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version={VERSION}")
    connection.execute("COMMIT")


def _add(connection: Any, row: tuple[Any, ...]) -> None:
    number = connection.execute(
        "INSERT INTO entry (content, page, meeting, kind, item, ref, text) VALUES (?, ?, ?, ?, ?, ?, ?)", row
    ).lastrowid
    exact = " ".join(words_of(accented(row[-1])))
    connection.execute("INSERT INTO words (rowid, plain, exact) VALUES (?, ?, ?)", (number, plain(exact), exact))


def _add_pages(connection: Any, content: str, first: int, pages: Sequence[str]) -> None:
    for number, text in enumerate(pages, start=first):
        if text:
            _add_page(connection, content, number, text)


def _add_page(connection: Any, content: str, number: int, text: str) -> None:
    _add(connection, (content, number, 0, str(FoundKind.PAGE), 0, 0, text))


def _forget(connection: Any, content: str) -> None:
    _drop(connection, "content = ? AND content <> ''", content)
    connection.execute("DELETE FROM content WHERE sha256 = ?", (content,))


def _drop(connection: Any, which: str, value: object) -> None:
    """Delete entries. `which` must be a constant of this module."""
    connection.execute(f"DELETE FROM words WHERE rowid IN (SELECT id FROM entry WHERE {which})", (value,))  # noqa: S608
    connection.execute(f"DELETE FROM entry WHERE {which}", (value,))  # noqa: S608


def _all(sought: SearchWords) -> str:
    """Return the FTS5 query for all words anywhere."""
    pairs = zip(sought.exact, sought.plain, strict=True)
    return " AND ".join(f'exact : "{typed}"' if typed != flat else f'plain : "{flat}"' for typed, flat in pairs)


def _phrase(sought: SearchWords) -> str:
    """Return the FTS5 query for the words next to each other."""
    column = "exact" if accented_side(sought) else "plain"
    return f'{column} : "{" ".join(side_by_side(sought))}"'
