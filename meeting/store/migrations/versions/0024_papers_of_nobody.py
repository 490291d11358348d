"""What dissolved units have sent is nobody's."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Units that were dissolved before it was so left their number to it, and that number may be given again."""
    op.execute(sa.text("UPDATE contribution SET unit_id = 0 WHERE unit_id NOT IN (SELECT id FROM unit)"))
