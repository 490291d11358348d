"""How a question changes the agenda in session when it is adopted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of every question prepared before it changes nothing."""
    op.add_column("motion", sa.Column("steps", sa.JSON(), nullable=False, server_default="[]"))
