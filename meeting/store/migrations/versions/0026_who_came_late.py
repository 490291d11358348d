"""Who came when the sitting had begun."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_LATE = """
UPDATE attendance SET late = :yes WHERE arrived_at > COALESCE(
  (SELECT MAX(pause.resumed_at) FROM pause WHERE pause.meeting_id = attendance.meeting_id AND pause.kind <> 'recess'),
  (SELECT meeting.started_at FROM meeting WHERE meeting.id = attendance.meeting_id))
AND NOT EXISTS (SELECT 1 FROM pause
  WHERE pause.meeting_id = attendance.meeting_id AND pause.kind <> 'recess' AND pause.resumed_at IS NULL)
"""


def upgrade() -> None:
    """Add the column: until now the times alone told it."""
    op.add_column("attendance", sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text(_LATE).bindparams(sa.bindparam("yes", True, sa.Boolean())))
