"""Parts of a meeting behind closed doors."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ADDED = (("meeting", "doors_closed"), ("item", "closed"), ("item", "was_closed"), ("motion", "behind_doors"))


def upgrade() -> None:
    """Add the columns: so far all doors were open."""
    for table, name in ADDED:
        op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
