"""Who alone has given a seat its card; that nobody signs the minutes of a meeting any more."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_LOCKED = """
UPDATE meeting SET minutes_locked = :yes WHERE id IN (
  SELECT minutes_file.meeting_id FROM minutes_file JOIN signature ON signature.minutes_id = minutes_file.id
  WHERE signature.role = 'chair')
"""


def upgrade() -> None:
    """Add both columns: of no card is it known, and the chair's signature has locked the minutes so far."""
    op.add_column("seat", sa.Column("card_by", sa.Integer(), nullable=True))
    op.add_column("meeting", sa.Column("minutes_locked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text(_LOCKED).bindparams(sa.bindparam("yes", True, sa.Boolean())))
