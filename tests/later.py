"""The program one version later: today's program with one more migration, made up for the tests.

For it, data of today's program is from an earlier version; for today's program, its data is from a later one.
"""

import os
import shutil
from pathlib import Path

from meeting.store.database import MIGRATIONS, newest_revision
from tests.server import ROOT

NOW = newest_revision()
NEXT = f"{int(NOW) + 1:04}"
MIGRATION = f'''"""A short name for everybody, and whether somebody has brought a friend."""

import time

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{NOW}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table with what follows from earlier rows; a table made anew, for a column that refers to the first."""
    op.create_table(
        "short_name",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id", name=op.f("fk_short")), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
    )
    op.execute("INSERT INTO short_name SELECT id, given_name FROM person")
    time.sleep(0.3)  # time to be killed in the middle
    with op.batch_alter_table("attendance", recreate="always") as batch:
        batch.add_column(sa.Column("friend_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_attendance_friend_id"), "short_name", ["friend_id"], ["person_id"])
'''


def migrations(folder: Path, migration: str = MIGRATION) -> Path:
    """Every migration of today and one more, in a new folder."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{NEXT}_made_up.py").write_text(migration, "utf-8")
    return folder


def program(folder: Path) -> Path:
    """A folder in which `python -m meeting` is the later program; its files are links to today's."""
    shutil.copytree(ROOT / "meeting", folder / "meeting", copy_function=os.symlink)
    (folder / "meeting" / "store" / "migrations" / "versions" / f"{NEXT}_made_up.py").write_text(MIGRATION, "utf-8")
    return folder
