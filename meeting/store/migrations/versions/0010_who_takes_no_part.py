"""Whose mandate is suspended or vacant, and who takes no part in which vote."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table: so far everybody with a vote was in office, and took part."""
    op.add_column("seat", sa.Column("mandate", sa.String(), nullable=False, server_default="held"))
    op.add_column("seat", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("seat", sa.Column("mandate_by", sa.JSON(), nullable=True))
    op.add_column("motion", sa.Column("aside", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("motion", sa.Column("excluded", sa.JSON(), nullable=True))
    op.add_column("roll_entry", sa.Column("excluded", sa.String(), nullable=True))
    op.add_column("roll_entry", sa.Column("aside", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "recusal",
        sa.Column("motion_id", sa.Integer(), sa.ForeignKey("motion.id"), primary_key=True),
        sa.Column("seat_id", sa.Integer(), sa.ForeignKey("seat.id"), primary_key=True),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
