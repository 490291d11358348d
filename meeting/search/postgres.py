"""The index on PostgreSQL: its full-text search, in a separate schema beside the tables of the record.

We split and fold the words ourselves, so the server needs no extension and no dictionary.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.orm import Session

from meeting.search.index import (
    ALLOWED,
    MOST_HITS,
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
from meeting.store.database import Database

_MARK = f"search.version_{VERSION}"
_SCHEMA = f"""
DO $$ BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('search'));
  IF to_regclass('{_MARK}') IS NULL THEN DROP SCHEMA IF EXISTS search CASCADE; END IF;
END $$;
CREATE SCHEMA IF NOT EXISTS search;
CREATE TABLE IF NOT EXISTS search.entry (
  id bigserial PRIMARY KEY, content text NOT NULL, page integer NOT NULL, meeting integer NOT NULL,
  kind text NOT NULL, item integer NOT NULL, ref integer NOT NULL, text text NOT NULL,
  plain tsvector NOT NULL, exact tsvector NOT NULL
);
CREATE INDEX IF NOT EXISTS entry_content ON search.entry (content);
CREATE INDEX IF NOT EXISTS entry_meeting ON search.entry (meeting);
CREATE INDEX IF NOT EXISTS entry_plain ON search.entry USING gin (plain);
CREATE INDEX IF NOT EXISTS entry_exact ON search.entry USING gin (exact);
CREATE TABLE IF NOT EXISTS search.content (
  sha256 text PRIMARY KEY, pages integer, written integer, ocr integer, judged boolean
);
CREATE TABLE IF NOT EXISTS search.book (meeting integer PRIMARY KEY, head text);
CREATE TABLE IF NOT EXISTS search.reached (upto text);
CREATE TABLE IF NOT EXISTS {_MARK} ()
"""
"""Runs in one transaction, so that two workers do not drop each other's tables. The last table marks the version."""
_THERE = f"SELECT to_regclass('{_MARK}')"
_FIELDS = "id, kind, content, page, meeting, item, ref"
_LISTS = {
    name: f"json_array_elements_text(CAST(:{name} AS json)) AS one(value)"
    for name in ("contents", "officers", "documents", "meetings", "hidden")
}
_ALLOWED = ALLOWED.format(number="CAST(value AS integer)", **_LISTS)


class PostgresIndex:
    """Reads with the readers' connections. Writes without the writer's lock, since all of it can be made again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, sought: SearchWords, allowed: Allowed) -> list[Hit]:
        """See Index."""
        column = "exact" if accented_side(sought) else "plain"
        side = " <-> ".join(side_by_side(sought))
        words = {"typed": "", "flat": "", "side": side}
        held = [f"{column} @@ to_tsquery('simple', :side)"] if sought.phrase else []
        if not sought.phrase:
            typed = [word for n, word in enumerate(sought.exact) if sought.accented(n)]
            flat = [word for n, word in enumerate(sought.plain) if not sought.accented(n)]
            words |= {"typed": " & ".join(typed), "flat": " & ".join(flat)}
            held = ["exact @@ to_tsquery('simple', :typed)"] if typed else []
            held += ["plain @@ to_tsquery('simple', :flat)"] if flat else []
        query = (  # made of our own words
            f"SELECT {_FIELDS} FROM search.entry WHERE {' AND '.join(held)} AND {_ALLOWED} "  # noqa: S608
            f"ORDER BY {column} @@ to_tsquery('simple', :side) DESC, "
            f"ts_rank({column}, to_tsquery('simple', :side), 1) DESC, id LIMIT {MOST_HITS + 1}"
        )
        rows = self._read(query, {**words, **allowed.lists()})
        return [Hit(row[0], FoundKind(row[1]), *row[2:]) for row in rows]

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        """See Index."""
        return {row[0]: row[1] for row in self._among("SELECT id, text FROM search.entry WHERE id IN :ids", list(ids))}

    def known(self, contents: Collection[str]) -> dict[str, Content]:
        """See Index."""
        fields = f"sha256, pages, written, ocr, {UNSEEN.format(entry='search.entry')}, judged"
        rows = self._among(
            f"SELECT {fields} FROM search.content WHERE sha256 IN :ids",  # noqa: S608 - our own words
            list(contents),
        )
        return {row[0]: Content(*row[1:]) for row in rows}

    def upto(self) -> str:
        """See Index."""
        rows = self._read("SELECT upto FROM search.reached", {})
        return str(rows[0][0]) if rows else ""

    def reached(self, upto: str) -> None:
        """See Index."""
        with self._writing() as connection:
            connection.execute(text("DELETE FROM search.reached"))
            connection.execute(text("INSERT INTO search.reached VALUES (:upto)"), {"upto": upto})

    def heads(self) -> dict[int, str]:
        """See Index."""
        return {row[0]: row[1] for row in self._read("SELECT meeting, head FROM search.book", {})}

    def write_meeting(self, meeting: int, head: str, lines: Sequence[Findable]) -> None:
        """See Index."""
        with self._writing() as connection:
            gone = {"meeting": meeting}
            connection.execute(text("DELETE FROM search.book WHERE meeting = :meeting"), gone)
            connection.execute(text("DELETE FROM search.entry WHERE meeting = :meeting AND content = ''"), gone)
            _add(
                connection,
                [_row(line.text, meeting=meeting, kind=line.kind, item=line.item, ref=line.ref) for line in lines],
            )
            if head:
                connection.execute(text("INSERT INTO search.book VALUES (:meeting, :head)"), gone | {"head": head})

    def contents(self) -> set[str]:
        """See Index."""
        return {row[0] for row in self._read("SELECT sha256 FROM search.content", {})}

    def unread(self) -> set[str]:
        """See Index."""
        return {row[0] for row in self._read(f"SELECT sha256 FROM search.content WHERE {UNREAD}", {})}  # noqa: S608

    def write_content(self, content: str, pages: Sequence[str], *, readable: bool = True) -> None:
        """See Index. A content whose writing was interrupted does not count as read, and is written again."""
        self.forget([content])
        written = sum(bool(page) for page in pages) if readable else -1
        with self._writing() as connection:
            rows = [_row(page, content=content, page=n) for n, page in enumerate(pages, start=1) if page]
            _add(connection, rows)
            connection.execute(
                text("INSERT INTO search.content VALUES (:content, :pages, :written, 0, false)"),
                {"content": content, "pages": len(pages), "written": written},
            )

    def add_pages(
        self, content: str, first: int, pages: Sequence[str], *, unseen: bool = False, judged: bool = False
    ) -> None:
        """See Index."""
        grown = {"content": content, "pages": len(pages), "written": sum(bool(page) for page in pages)}
        counted = "written = written + :written, ocr = ocr + :pages, judged = judged OR :judged"
        with self._writing() as connection:
            rows = [_row(page, content=content, page=n) for n, page in enumerate(pages, start=first) if page]
            _add(connection, rows + [_row("", content=content, page=first)] * unseen)
            connection.execute(
                text(f"UPDATE search.content SET {counted} WHERE sha256 = :content"),  # noqa: S608 - our own words
                grown | {"judged": judged},
            )

    def forget(self, contents: Collection[str]) -> None:
        """See Index."""
        with self._writing() as connection:
            for content in contents:
                gone = {"content": content}
                connection.execute(text("DELETE FROM search.content WHERE sha256 = :content"), gone)
                connection.execute(text("DELETE FROM search.entry WHERE content = :content"), gone)

    def _among(self, query: str, ids: Sequence[object]) -> list[Any]:
        return self._read(query, {"ids": ids}, expanding=True) if ids else []

    def _read(self, query: str, given: Mapping[str, object], *, expanding: bool = False) -> list[Any]:
        asked = text(query)
        if expanding:
            asked = asked.bindparams(bindparam("ids", expanding=True))
        with self._database.read() as db:
            if db.scalar(text(_THERE)) is None:
                return []
            return list(db.execute(asked, given))

    def _writing(self) -> Any:
        """Return a connection on which every statement is committed at once. Makes the schema when it is missing."""
        connection = self._database.counters().connect()
        if connection.scalar(text(_THERE)) is None:
            connection.execute(text(_SCHEMA))
        return connection


def upto_in(db: Session) -> str:
    """Return the same as Index.upto, in an open session."""
    if db.scalar(text(_THERE)) is None:
        return ""
    return str(db.scalar(text("SELECT upto FROM search.reached")) or "")


def unread_in(db: Session) -> set[str]:
    """Return the same as Index.unread, in an open session."""
    if db.scalar(text(_THERE)) is None:
        return set()
    return set(db.scalars(text(f"SELECT sha256 FROM search.content WHERE {UNREAD}")))  # noqa: S608 - our own words


def _row(said: str, **more: object) -> dict[str, object]:
    exact = " ".join(words_of(accented(said)))
    blank = {"content": "", "page": 0, "meeting": 0, "kind": str(FoundKind.PAGE), "item": 0, "ref": 0}
    return {**blank, **more, "text": said.replace("\0", ""), "exact": exact, "plain": plain(exact)}


def _add(connection: Connection, rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    connection.execute(
        text(
            "INSERT INTO search.entry (content, page, meeting, kind, item, ref, text, plain, exact) VALUES "
            "(:content, :page, :meeting, :kind, :item, :ref, :text, "
            "to_tsvector('simple', :plain), to_tsvector('simple', :exact))"
        ),
        [row | {"kind": str(row["kind"])} for row in rows],
    )
