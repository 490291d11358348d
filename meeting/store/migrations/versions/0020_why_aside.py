"""By what article somebody takes no part in a question, and whether they count, as it was told then."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_RECUSAL = sa.table("recusal", *(sa.column(name) for name in ("motion_id", "seat_id", "counted", "article")))
_LINE = sa.table("journal_line", *(sa.column(name) for name in ("book", "seq", "kind", "body")))


def upgrade() -> None:
    """Add the columns, and take over what the journal tells of each, the last word last."""
    op.add_column("recusal", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("recusal", sa.Column("article", sa.String(), nullable=False, server_default=""))
    db = op.get_bind()
    told = sa.select(_LINE.c.body).where(_LINE.c.kind == "voting.recused").order_by(_LINE.c.book, _LINE.c.seq)
    for body in db.execute(told).scalars().all():
        said = json.loads(body)
        one = (_RECUSAL.c.motion_id == said["motion_id"]) & (_RECUSAL.c.seat_id == said["seat_id"])
        db.execute(sa.update(_RECUSAL).where(one).values(counted=said["counted"], article=said["article"]))
