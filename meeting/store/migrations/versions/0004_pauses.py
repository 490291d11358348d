"""Pauses of a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and leave pauses out of the time of items."""
    op.create_table(
        "pause",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("began_at", sa.String(24), nullable=False),
        sa.Column("until", sa.String(24), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("resumed_at", sa.String(24), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_pause_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_pause")),
    )
    op.add_column("item", sa.Column("rested", sa.Integer(), nullable=False, server_default="0"))
