"""To whom the chair was handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: so far the one who was to preside did."""
    op.add_column("meeting", sa.Column("presiding", sa.Integer(), nullable=True))
