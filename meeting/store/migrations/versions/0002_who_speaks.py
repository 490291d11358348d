"""Who speaks under an item."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "speech",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("instead_of", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.String(24), nullable=True),
        sa.Column("until", sa.String(24), nullable=True),
        sa.Column("ended_at", sa.String(24), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_speech_item_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_speech_meeting_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_speech_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speech")),
    )
    op.create_index(op.f("ix_speech_meeting_id"), "speech", ["meeting_id"], unique=False)
