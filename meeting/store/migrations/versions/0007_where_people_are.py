"""At which point somebody takes part, and who comes in the place of somebody absent."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("pause", sa.Column("left", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("attendance", sa.Column("point", sa.String(), nullable=False, server_default=""))
    op.add_column("attendance", sa.Column("substitute", sa.String(), nullable=False, server_default=""))
