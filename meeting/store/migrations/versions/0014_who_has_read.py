"""Who has opened which page of which version of a paper."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables: nobody has opened anything yet."""
    op.create_table(
        "paper_read",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("furthest", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.String(24), nullable=False),
        sa.Column("last_at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "document_id", "version", name=op.f("pk_paper_read")),
    )
    op.create_index(op.f("ix_paper_read_document_id"), "paper_read", ["document_id"], unique=False)
    op.create_table(
        "page_read",
        sa.Column("document_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_at", sa.String(24), nullable=False),
        sa.Column("last_at", sa.String(24), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "version", "person_id", "page", name=op.f("pk_page_read")),
    )
