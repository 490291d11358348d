"""What earlier programs left behind is put right when the database is brought up to date."""

from pathlib import Path
from unicodedata import normalize

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, Table, create_engine, text

from meeting.contributions.tables import NOBODYS
from meeting.store.database import MIGRATIONS, Database
from tests.storage import Storage


def has_row(connection: Connection, table: str, **said: object) -> None:
    """One more row; what is not said is empty, as far as it may not be left out."""
    columns = Table(table, MetaData(), autoload_with=connection).columns
    empty = {each.name: each.type.python_type() for each in columns if not each.nullable}
    names = ", ".join(empty | said)
    values = ", ".join(f":{name}" for name in empty | said)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), empty | said)


def left_by_0023(folder: Path, url: str) -> None:
    """Unit 1 stands, unit 2 was dissolved; each has sent a paper."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0023")
        has_row(connection, "unit", id=1, title="Phòng Kinh tế")
        has_row(connection, "meeting", id=1)
        for unit in (1, 2):
            has_row(connection, "contribution", id=unit, meeting_id=1, item_id=1, unit_id=unit)
    engine.dispose()


def test_what_a_unit_sent_that_was_dissolved_before_an_upgrade_passes_to_no_new_one(
    storage: Storage, tmp_path: Path
) -> None:
    storage.kept("left_by_0023", left_by_0023)
    database = Database(storage.copy("left_by_0023", tmp_path / "older"))
    assert not database.is_current()
    database.migrate()
    with database.read() as db:
        whose = {row.id: row.unit_id for row in db.execute(text("SELECT id, unit_id FROM contribution"))}
    assert whose == {1: 1, 2: NOBODYS}
    database.close()


def left_by_0027(folder: Path, url: str) -> None:
    """Meeting 1 has three people at one point, spelt in three ways, and one in the room; 2 has the same name."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0027")
        has_row(connection, "person", id=1)
        for number, meeting, point in (
            *((1, 1, "thôn  Đông"), (2, 1, "Thôn Đông"), (3, 1, normalize("NFD", "THÔN ĐÔNG"))),
            *((4, 1, ""), (5, 1, "Thôn Đoài"), (6, 2, "Thôn Đông")),
        ):
            if number in (1, 6):
                has_row(connection, "meeting", id=meeting, slug=str(meeting))
            has_row(connection, "person", id=number + 1)
            has_row(connection, "seat", id=number, meeting_id=meeting, person_id=number + 1, position=number)
            said = {"seat_id": number, "meeting_id": meeting, "present": True, "point": point}
            has_row(connection, "attendance", **said, arrived_at=f"2026-09-24T01:00:0{number}.000Z")
    engine.dispose()


def test_where_people_are_becomes_points_of_their_meeting_and_spellings_of_one_name_one_point(
    storage: Storage, tmp_path: Path
) -> None:
    storage.kept("left_by_0027", left_by_0027)
    database = Database(storage.copy("left_by_0027", tmp_path / "older"))
    database.migrate()
    with database.read() as db:
        where = db.execute(
            text(
                "SELECT seat_id, point.meeting_id, name FROM attendance"
                " LEFT JOIN point ON point.id = point_id ORDER BY seat_id"
            )
        )
        told = [tuple(row) for row in where]
    one = (1, "thôn Đông")
    assert told == [(1, *one), (2, *one), (3, *one), (4, None, None), (5, 1, "Thôn Đoài"), (6, 2, "Thôn Đông")]
    database.close()
