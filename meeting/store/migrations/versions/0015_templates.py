"""Meetings that are kept as templates."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table: none is kept yet."""
    op.create_table(
        "template",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kept_at", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_template_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_template")),
    )
