"""One state of a database as one file, and back: the same rows, on any database."""

from pathlib import Path

import pytest
from sqlalchemy import select

from meeting.agenda.tables import Meeting
from meeting.backup import contents, snapshot
from meeting.backup.archive import unpack
from meeting.backup.key import BackupKey
from meeting.backup.making import folder_of
from meeting.cli.founding import bring_up_to_date
from meeting.journal.tables import BookHead
from meeting.kernel.refusals import Refused
from meeting.parts import assemble
from meeting.store import database as store
from meeting.store.base import Base
from meeting.store.database import Database
from meeting.store.engine import sqlite_url
from tests import later
from tests.council import Council

WORDS = "banh chung nem ran pho ga"


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with database.read() as db:
        return {
            table.name: [tuple(row) for row in db.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def taken(sitting: Council, tmp_path: Path) -> Path:
    """A snapshot of a meeting that is running, with a vote."""
    motion = sitting.prepares("Thông qua dự toán")
    sitting.opens(motion)
    file = tmp_path / "copy.db"
    snapshot.take(sitting.database, file)
    return file


def test_a_snapshot_holds_every_row(sitting: Council, taken: Path) -> None:
    copy = Database(sqlite_url(taken))
    assert copy.is_current()
    assert rows(copy) == rows(sitting.database)
    copy.close()
    assert [path.name for path in taken.parent.glob("copy.db*")] == ["copy.db"], "it is one file"


def test_an_empty_database_loads_it_and_continues_numbering(sitting: Council, taken: Path, database: Database) -> None:
    snapshot.put_back(taken, database)
    assert rows(database) == rows(sitting.database)
    with database.read() as db:
        last = db.scalars(select(Meeting).order_by(Meeting.id.desc())).first()
    assert last is not None
    columns = {c.name: getattr(last, c.name) for c in Meeting.__table__.columns if c.name not in ("id", "slug")}
    database.gate.submit(lambda db: db.add(Meeting(slug="another", **columns)))
    with database.read() as db:
        assert db.scalar(select(Meeting.id).where(Meeting.slug == "another")) == last.id + 1


def test_loading_it_again_changes_nothing(taken: Path, database: Database) -> None:
    snapshot.put_back(taken, database)
    before = rows(database)
    snapshot.put_back(taken, database)
    assert rows(database) == before


def test_a_database_with_other_data_is_not_changed(taken: Path, database: Database) -> None:
    database.gate.submit(lambda db: db.add(BookHead(book="office", seq=1, hash="f" * 64)))
    before = rows(database)
    with pytest.raises(Refused) as refused:
        snapshot.put_back(taken, database)
    assert refused.value.code == "backup.not_empty"
    assert rows(database) == before


def test_rows_changed_by_hand_are_reported(taken: Path, tmp_path: Path) -> None:
    """The check of a backup's content does not accept a file only because it opens."""
    copy = Database(sqlite_url(taken))
    copy.gate.submit(lambda db: db.execute(Base.metadata.tables["journal_line"].delete().where(_second())))
    copy.close()
    (tmp_path / "secret.key").write_text("0" * 64)
    taken.rename(tmp_path / "meeting.db")
    with pytest.raises(contents.BrokenBackup, match="nhật ký"):
        contents.check(tmp_path)


def _second() -> object:
    lines = Base.metadata.tables["journal_line"]
    return (lines.c.book == "meeting-1") & (lines.c.seq == 2)


def test_before_an_update_everything_is_saved_and_the_former_program_restores_it(
    sitting: Council, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL as on SQLite: the later program writes a backup that the earlier one understands."""
    sitting.opens(sitting.prepares("Thông qua dự toán"))
    settings, before = sitting.house.site.settings, rows(sitting.database)
    BackupKey(settings.data).make(WORDS)
    parts = assemble(settings)
    with monkeypatch.context() as then:
        then.setattr(store, "MIGRATIONS", later.migrations(tmp_path / "later"))
        told = "\n".join(bring_up_to_date(parts))
        assert parts.database.is_current()
        assert list(bring_up_to_date(parts)) == [], "done again it makes no other"
    parts.close()
    (file,) = folder_of(settings).glob("truoc-nang-cap-*.backup")
    assert str(file) in told
    inside = tmp_path / "inside"
    inside.mkdir()
    unpack(file, inside, lambda sealed: sealed.opened_by(WORDS))
    contents.check(inside)
    with pytest.raises(Refused) as refused:
        sitting.database.migrate()
    assert refused.value.code == "store.too_new", "what was brought up to date is left alone"
    snapshot.put_back(inside / "meeting.db", database)
    assert rows(database) == before
