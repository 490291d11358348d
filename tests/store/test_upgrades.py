"""A database of an earlier program is brought up to date completely, with everything in it, or not at all."""

from pathlib import Path

import pytest
from sqlalchemy import text

from meeting.kernel.refusals import Refused
from meeting.store import database as store
from tests import later
from tests.cast import NAMES
from tests.conftest import contents
from tests.council import Council


def test_data_of_an_earlier_program_is_complete_after_an_upgrade(
    sitting: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(sitting.database)
    monkeypatch.setattr(store, "MIGRATIONS", later.migrations(tmp_path / "later"))
    assert not sitting.database.is_current()
    sitting.database.migrate()
    assert sitting.database.is_current()
    assert contents(sitting.database) == before
    with sitting.database.read() as db:
        named = set(db.scalars(text("SELECT name FROM short_name")))
    assert named >= {NAMES[account][2] for account in ("an", "ha", "y-thinh")}, "a step over what stands there"
    with pytest.raises(Refused, match="chưa ghi được"):  # the rebuilt table refers to the others as before
        sitting.database.gate.submit(lambda db: db.execute(text("UPDATE attendance SET friend_id = 999")))


def test_data_of_a_later_program_is_not_changed(
    sitting: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(store, "MIGRATIONS", later.migrations(tmp_path / "later"))
        sitting.database.migrate()
    assert not sitting.database.is_current()
    with pytest.raises(Refused) as refused:
        sitting.database.migrate()
    assert refused.value.code == "store.too_new"


def test_a_failed_upgrade_changes_nothing(sitting: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(sitting.database)
    fails = later.MIGRATION + '    op.execute("INSERT INTO short_name SELECT id, given_name FROM person")\n'
    with monkeypatch.context() as then:
        then.setattr(store, "MIGRATIONS", later.migrations(tmp_path / "later", fails))
        with pytest.raises(Exception, match=r"(?i)unique"):
            sitting.database.migrate()
    assert sitting.database.is_current()
    assert contents(sitting.database) == before
    with sitting.database.read() as db, pytest.raises(Exception, match="short_name"):
        db.execute(text("SELECT name FROM short_name"))
