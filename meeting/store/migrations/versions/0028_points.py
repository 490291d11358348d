"""The points of a meeting, outside its room; who is expected at each, and which of them a machine is at."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was a name on somebody's presence becomes a point; spellings of one name become one."""
    op.create_table(
        "point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_point_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point")),
        sa.UniqueConstraint("meeting_id", "name", name=op.f("uq_point_meeting_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_point_meeting_id"), "point", ["meeting_id"])
    op.create_table(
        "point_expected",
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_point_expected_point_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_point_expected_seat_id")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_point_expected")),
    )
    op.create_index(op.f("ix_point_expected_point_id"), "point_expected", ["point_id"])
    with op.batch_alter_table("attendance") as batch:
        batch.add_column(sa.Column("point_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_attendance_point_id"), "point", ["point_id"], ["id"])
    with op.batch_alter_table("kiosk") as batch:
        batch.add_column(sa.Column("point_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_kiosk_point_id"), "point", ["point_id"], ["id"])
    _name_points()
    with op.batch_alter_table("attendance") as batch:
        batch.drop_column("point")


def _name_points() -> None:
    """The spelling of whoever came first is kept."""
    database = op.get_bind()
    attendance = sa.table("attendance", *map(sa.column, ("seat_id", "meeting_id", "point", "point_id", "arrived_at")))
    point = sa.table("point", *map(sa.column, ("id", "meeting_id", "name", "used")))
    texts = sa.select(attendance.c.seat_id, attendance.c.meeting_id, attendance.c.point)
    known: dict[tuple[int, str], int] = {}
    for seat, meeting, text in database.execute(
        texts.where(attendance.c.point != "").order_by(attendance.c.arrived_at, attendance.c.seat_id)
    ).all():
        name = " ".join(unicodedata.normalize("NFC", text).split())
        key = meeting, unicodedata.normalize("NFC", name.casefold())
        if name and key not in known:
            database.execute(point.insert().values(meeting_id=meeting, name=name, used=True))
            made = sa.select(point.c.id).where(point.c.meeting_id == meeting, point.c.name == name)
            known[key] = database.execute(made).scalar_one()
        where = attendance.c.seat_id == seat
        database.execute(attendance.update().where(where).values(point_id=known.get(key)))
