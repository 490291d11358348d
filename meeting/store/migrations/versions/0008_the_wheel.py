"""Which of several secretaries changes the course of a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: nobody holds it yet."""
    op.add_column("meeting", sa.Column("driver", sa.Integer(), nullable=True))
