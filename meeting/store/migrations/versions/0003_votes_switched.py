"""A vote that was taken off the tablets and counted in the room."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("motion", sa.Column("switched", sa.String(), nullable=True))
