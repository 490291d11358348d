"""Machines at the door that check people in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add their table, their sign-ins, and what is known of an arrival that one of them has read."""
    op.create_table(
        "kiosk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("by_name", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.String(24), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("code_until", sa.String(24), nullable=False),
        sa.Column("paired_at", sa.String(24), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(24), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_kiosk_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_kiosk_code_hash")),
    )
    op.create_index(op.f("ix_kiosk_meeting_id"), "kiosk", ["meeting_id"])
    op.add_column("sign_in", sa.Column("kiosk", sa.Integer(), nullable=True))
    op.add_column("sign_in", sa.Column("kiosk_of", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_sign_in_kiosk"), "sign_in", ["kiosk"])
    op.add_column("attendance", sa.Column("door", sa.String(), nullable=False, server_default=""))
    op.add_column("attendance", sa.Column("read_at", sa.String(24), nullable=True))
