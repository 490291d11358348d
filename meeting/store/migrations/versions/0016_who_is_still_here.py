"""Everybody may be asked once more whether they are here."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was asked yet."""
    op.create_table(
        "recheck",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.String(length=24), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_recheck_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_recheck")),
    )
    op.add_column("attendance", sa.Column("rechecked", sa.Integer(), nullable=False, server_default="0"))
