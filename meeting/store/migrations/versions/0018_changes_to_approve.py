"""Changes after publication that wait for the chair."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "changes_submission",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("returned", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_changes_submission_meeting_id")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_changes_submission")),
    )
