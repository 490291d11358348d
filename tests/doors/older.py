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
        now.execute("PRAGMA legacy_alter_table=ON")  # what refers to a table goes on referring to its name
        known = columns(then)
        for table, names in columns(now).items():
            if table not in known:
                now.execute(f"DROP TABLE {table}")
            elif names != known[table]:
                make_anew(table, sorted(names & known[table]), then, now)
        now.execute("UPDATE alembic_version SET version_num = '0001'")
    first.unlink()


def make_anew(table: str, kept: list[str], then: sqlite3.Connection, now: sqlite3.Connection) -> None:
    """A table as it was then, with the columns that there are still: one that refers elsewhere cannot be dropped."""
    of_table = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type = 'index'"
    made, *indexes = [sql for (sql,) in then.execute(of_table, (table,))]
    names = ", ".join(kept)
    now.execute(f"ALTER TABLE {table} RENAME TO of_now")
    now.execute(made)
    now.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM of_now")
    now.execute("DROP TABLE of_now")
    for index in indexes:
        now.execute(index)


def columns(db: sqlite3.Connection) -> dict[str, set[str]]:
    """Every table's columns."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {table: {row[1] for row in db.execute(f"PRAGMA table_info({table})")} for table in tables}
