"""The sittings that a meeting is planned to have, and the items of each."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the column: of no meeting has anybody planned one yet."""
    op.create_table(
        "planned_sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_at", sa.String(24), nullable=False),
        sa.Column("ends_at", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_planned_sitting_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_sitting")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_planned_sitting_meeting_id"), "planned_sitting", ["meeting_id"])
    op.add_column("item", sa.Column("sitting_id", sa.Integer(), nullable=True))
