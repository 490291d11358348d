"""Who has opened a paper goes with it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take out what stayed of papers that are no more; from now on the database does."""
    for name in ("paper_read", "page_read"):
        op.execute(sa.text(f"DELETE FROM {name} WHERE document_id NOT IN (SELECT id FROM document)"))  # noqa: S608
        with op.batch_alter_table(name) as batch:
            batch.create_foreign_key(
                op.f(f"fk_{name}_document_id"), "document", ["document_id"], ["id"], ondelete="CASCADE"
            )
