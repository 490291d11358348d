"""Who was counted in a vote: their check-in is no longer undone as a mistake."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whoever came to a meeting before was counted, for all we know."""
    with op.batch_alter_table("attendance") as attendance:
        attendance.add_column(sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("attendance") as attendance:
        attendance.alter_column("counted", server_default=None)
