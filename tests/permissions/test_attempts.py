"""The log of sign-ins stays small however much somebody guesses, and keeps its lines as long as the office says."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from meeting.access import attempts
from meeting.access.tables import Attempt, Ended, Login, Way
from meeting.store.database import Database
from tests.cast import MORNING

OTHERS = "…"
HALL, DESK = "192.168.1.20", "192.168.1.30"


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    """An empty log; Lan has an account."""
    engine = create_engine(database.url)
    with Session(engine) as opened:
        opened.add(Login(person_id=1, account="lan"))
        yield opened
    engine.dispose()


def at(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def refused(db: Session, account: str, minutes: float = 0, address: str = HALL, way: Way = Way.CODE) -> None:
    attempts.note_refused(db, way, account=account, address=address, device="", now=at(minutes))


def lines(db: Session) -> list[tuple[str, str, int]]:
    """Account, address and count of every line, the oldest first."""
    return [(line.account, line.address, line.count) for line in db.scalars(select(Attempt).order_by(Attempt.id))]


def test_a_wrong_pin_again_within_the_hour_is_counted_on_the_line_that_is_there(db: Session) -> None:
    refused(db, "lan")
    refused(db, "lan", minutes=59.9)
    assert lines(db) == [("lan", HALL, 2)]
    line = db.scalars(select(Attempt)).one()
    assert (line.at, line.last_at, line.person_id) == (at(0), at(59.9), 1)


@pytest.mark.parametrize("minutes", [60, 90])
def test_an_attempt_an_hour_later_is_a_separate_line(db: Session, minutes: float) -> None:
    refused(db, "lan")
    refused(db, "lan", minutes=minutes)
    assert lines(db) == [("lan", HALL, 1), ("lan", HALL, 1)]


def test_refused_attempts_by_card_and_by_pin_are_two_lines_and_so_are_two_places(db: Session) -> None:
    refused(db, "", way=Way.CARD)
    refused(db, "")
    refused(db, "", address=DESK)
    refused(db, "", way=Way.CARD)
    assert lines(db) == [("", HALL, 2), ("", HALL, 1), ("", DESK, 1)]


def test_successful_and_refused_sign_ins_are_counted_apart(db: Session) -> None:
    attempts.note(db, Ended.IN, Way.CODE, now=at(0), address=HALL, person_id=1, account="lan")
    refused(db, "lan")
    assert lines(db) == [("lan", HALL, 1), ("lan", HALL, 1)]


def test_after_twenty_accounts_guessed_at_one_place_the_others_share_a_line(db: Session) -> None:
    for number in range(20):
        refused(db, f"a{number}")
    refused(db, "a20")
    refused(db, "a21")
    refused(db, "a3")
    assert lines(db)[19:] == [("a19", HALL, 1), (OTHERS, HALL, 2)]
    assert lines(db)[3] == ("a3", HALL, 2), "who has a line keeps it"
    refused(db, "a20", address=DESK)
    assert lines(db)[-1] == ("a20", DESK, 1), "another place has its own twenty"


def test_after_three_hundred_lines_all_other_places_share_one(db: Session) -> None:
    for number in range(300):
        refused(db, f"a{number % 15}", address=f"10.0.0.{number // 15}")
    assert lines(db)[-1] == ("a14", "10.0.0.19", 1)
    assert len(lines(db)) == 300
    refused(db, "a0", address=DESK)
    refused(db, "a1", address=HALL)
    refused(db, "a0", address="10.0.0.1")
    assert lines(db)[300:] == [(OTHERS, OTHERS, 2)]
    refused(db, "a0", minutes=60, address=DESK)
    assert lines(db)[301:] == [("a0", DESK, 1)], "an hour later there is room again"


def test_lines_are_deleted_after_the_offices_limit_and_their_number_is_returned(db: Session) -> None:
    assert attempts.forget_before(db, at(100)) == 0
    assert attempts.oldest(db) is None
    for minutes in (0, 1, 2):
        refused(db, f"a{minutes}", minutes=minutes)
    assert attempts.oldest(db) == at(0)
    assert attempts.forget_before(db, at(2)) == 2
    assert lines(db) == [("a2", HALL, 1)]
