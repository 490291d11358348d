"""When an item is planned to begin."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: of no item has anybody said so yet."""
    op.add_column("item", sa.Column("start", sa.String(), nullable=False, server_default=""))
