"""Which unit prepares an item's papers, and what units have handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables: nothing is allotted yet."""
    op.create_table(
        "allotment",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_allotment_meeting_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_allotment")),
    )
    op.create_index(op.f("ix_allotment_meeting_id"), "allotment", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_allotment_unit_id"), "allotment", ["unit_id"], unique=False)
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("came_at", sa.String(24), nullable=False),
        sa.Column("answered_at", sa.String(24), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_contribution_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contribution_meeting_id"), "contribution", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_contribution_item_id"), "contribution", ["item_id"], unique=False)
