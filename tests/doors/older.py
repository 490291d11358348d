"""Data as an earlier version of the program left them."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from meeting.store.database import MIGRATIONS


def as_the_first_version_left_it(inside: Path) -> None:
    """Without the tables and columns that came later; what stood in the others stays."""
    first = inside / "first.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with create_engine(f"sqlite:///{first}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with closing(sqlite3.connect(first)) as then, closing(sqlite3.connect(inside / "meeting.db")) as now, now:
        known = columns(then)
        for index in indexes(now) - indexes(then):
            now.execute(f"DROP INDEX {index}")  # a column that one stands on cannot go
        for table, names in columns(now).items():
            if table not in known:
                now.execute(f"DROP TABLE {table}")
            for name in names - known.get(table, names):
                now.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        now.execute("UPDATE alembic_version SET version_num = '0001'")
    first.unlink()


def indexes(db: sqlite3.Connection) -> set[str]:
    """Every index that somebody made; those of keys are SQLite's own."""
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")}


def columns(db: sqlite3.Connection) -> dict[str, set[str]]:
    """Every table's columns."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {table: {row[1] for row in db.execute(f"PRAGMA table_info({table})")} for table in tables}
