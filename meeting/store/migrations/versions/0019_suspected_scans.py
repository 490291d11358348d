"""Papers of which an officer has said that they are not secret, whatever a machine reads in them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: nothing was suspected yet."""
    op.add_column("document", sa.Column("cleared", sa.Boolean(), nullable=False, server_default=sa.false()))
