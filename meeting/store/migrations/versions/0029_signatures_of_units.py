"""What the signatures of a unit's paper say, for who accepts it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: of what has come so far nothing is told."""
    op.add_column("contribution", sa.Column("signed", sa.Text(), nullable=True))
