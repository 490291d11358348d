"""Plain statements write and read as SQLAlchemy's own would: the same values by the same types, the same failures."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError

from meeting.access.tables import Login, SignIn
from meeting.store.database import Database
from meeting.store.plain import Plain
from meeting.store.rows import table_of

NOON = datetime(2026, 9, 24, 12, 0, 0, 250_000, tzinfo=UTC)
ADD_LOGIN = Plain(table_of(Login).insert())
FIND = select(SignIn.token_hash, SignIn.screen_of, SignIn.made_at, SignIn.ended_at).where(
    SignIn.token_hash == bindparam("token")
)
LOGIN = {"account": "an", "card_hash": "secret-card", "pin_hash": None, "admin": True, "language": "vi"}
LOGIN |= {
    "planner": False,
    "unit_admin": None,
    "directory_id": None,
    "given_admin": False,
    "given_planner": False,
    "given_group": None,
    "gone_there": False,
    "absent_there": False,
    "right_taken_at": None,
    "conducted_at": None,
    "card_made_at": None,
    "card_by": None,
    "card_asked": False,
}


def test_rows_come_back_by_the_types_of_their_columns(database: Database) -> None:
    row = {"token_hash": "t", "person_id": None, "screen_of": 7, "made_at": NOON, "expires_at": NOON, "ended_at": None}
    row |= {"device": "", "address": "", "locks_at": None, "proved_at": None, "kiosk": None, "kiosk_of": None}
    find = Plain(FIND)
    add = Plain(table_of(SignIn).insert())
    database.gate.submit(lambda db: add.run_all(db, [row, row | {"token_hash": "u"}]))
    with database.read() as db:
        assert find.one(db, token="t") == ("t", 7, NOON, None)
        assert find.one(db, token="t") == db.execute(FIND, {"token": "t"}).one()
        assert find.one(db, token="nobody's") is None


@pytest.mark.parametrize("rows", [1, 2])
def test_a_failure_raises_the_usual_error_without_values(database: Database, rows: int) -> None:
    both = [LOGIN | {"person_id": number, "active": False} for number in range(1, rows + 1)]
    database.gate.submit(lambda db: ADD_LOGIN.run(db, **both[0]))
    told: list[DBAPIError] = []

    def again(db: object) -> None:
        with pytest.raises(DBAPIError) as failed:
            ADD_LOGIN.run(db, **both[0])  # type: ignore[arg-type]
        told.append(failed.value)
        raise failed.value

    with pytest.raises(Exception, match="Máy chủ chưa ghi được dữ liệu"):
        database.gate.submit(again)
    assert "secret-card" not in "".join(str(error.statement) + str(error.params) for error in told)
    with database.read() as db:
        assert db.execute(select(Login.admin, Login.active)).one() == (True, False)
