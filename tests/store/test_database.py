"""The store: migrated and durable, readers that cannot write, blobs that are complete or not there."""

import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from meeting.kernel.refusals import Refused
from meeting.store.base import Base
from meeting.store.blobs import Blobs
from meeting.store.database import Database, newest_revision
from meeting.store.engine import is_sqlite


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    assert database.is_current()
    with database.read() as db:
        differences = compare_metadata(MigrationContext.configure(db.connection()), Base.metadata)
    assert differences == []


def test_the_last_migration_has_the_number_in_its_file_name(database: Database) -> None:
    with database.read() as db:
        assert set(MigrationContext.configure(db.connection()).get_current_heads()) == {newest_revision()}


def test_a_database_of_an_earlier_program_or_without_a_version_is_not_current(
    database: Database, tmp_path: Path
) -> None:
    database.gate.submit(lambda db: db.execute(text("update alembic_version set version_num = '0000'")))
    assert not database.is_current()
    nothing = Database(f"sqlite+pysqlite:///{tmp_path / 'nothing.db'}")
    assert not nothing.is_current()
    nothing.close()


def test_migrating_again_changes_nothing(database: Database) -> None:
    database.migrate()
    assert database.is_current()


def test_a_reader_cannot_write(database: Database) -> None:
    with database.read() as db, pytest.raises(DBAPIError):
        db.execute(text("delete from journal_line"))


def test_a_reader_sees_one_state_from_begin_to_end(database: Database) -> None:
    insert = text("insert into journal_head values ('meeting-7', 1, 'x')")
    count = text("select count(*) from journal_head")
    with database.read() as db:
        before = db.scalar(count)
        database.gate.submit(lambda writing: writing.execute(insert))
        assert db.scalar(count) == before
    with database.read() as db:
        assert db.scalar(count) == before + 1


def test_sqlite_keeps_acknowledged_data_through_a_power_cut(database: Database) -> None:
    if not is_sqlite(database.url):
        pytest.skip("about SQLite")
    with database.read() as db:
        assert db.scalar(text("pragma journal_mode")) == "wal"
        assert db.scalar(text("pragma synchronous")) == 2
        assert db.scalar(text("pragma foreign_keys")) == 1


def test_every_foreign_key_points_to_a_row(database: Database) -> None:
    orphan = text("insert into ballot values (999, 999, 'for', 'tablet', '2026-09-24T01:00:00.000Z')")
    with pytest.raises(Refused, match="chưa ghi được"):
        database.gate.submit(lambda db: db.execute(orphan))


def test_one_seat_has_one_row_per_motion_by_the_table_itself(database: Database) -> None:
    assert {column.name for column in Base.metadata.tables["ballot"].primary_key} == {"motion_id", "seat_id"}


def test_a_blob_is_found_under_the_hash_of_its_bytes_and_cannot_be_changed(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    name = blobs.put(b"a paper")
    assert blobs.put(b"a paper") == name
    assert blobs.read(name) == b"a paper"
    assert not stat.S_IMODE(blobs.path(name).stat().st_mode) & 0o222
    assert [path.name for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == [name]


@pytest.mark.parametrize("name", ["", "..", "../secret.key", "ab/cd", "a" * 63, "A" * 64, "g" * 64, "0" * 64 + "\n"])
def test_a_blob_is_fetched_only_by_a_hash(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused):
        Blobs(tmp_path).path(name)
