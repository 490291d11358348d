"""How the places of a meeting's room stand."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: nobody has said it of a meeting yet."""
    op.add_column("meeting", sa.Column("seating", sa.JSON(), nullable=True))
