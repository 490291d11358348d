"""The gate: one transaction's works do not harm each other, waiting works share a commit, a failed one misleads
nobody."""

import contextlib
import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from meeting.journal import book as journal
from meeting.journal.chain import check
from meeting.kernel.clock import now
from meeting.kernel.refusals import NOT_FOUND, Refused
from meeting.people.events import CardIssued
from meeting.store.database import Database
from meeting.store.engine import is_sqlite
from tests.waiting import Together

Work = Callable[[Session], object]
COMMIT_FAILS = """
create function fail() returns trigger language plpgsql as $$ begin raise exception 'no space left on device'; end $$;
create constraint trigger full_disk after insert on note deferrable initially deferred
for each row execute function fail()
"""


@pytest.fixture
def notes(database: Database) -> Database:
    """A database with a table to write into."""
    database.gate.submit(lambda db: db.execute(text("create table note (word varchar(40) primary key, long text)")))
    return database


def write(word: str, long: str = "") -> Work:
    return lambda db: db.execute(text("insert into note values (:word, :long)"), {"word": word, "long": long})


def words(database: Database) -> list[str]:
    with database.read() as db:
        return sorted(db.scalars(text("select word from note")))


def refuse(db: Session) -> None:
    write("of the refused")(db)
    raise Refused(NOT_FOUND)


def fail(db: Session) -> None:
    write("of the failed")(db)
    raise ZeroDivisionError


def test_a_refused_work_undoes_nothing_of_its_neighbours(notes: Database) -> None:
    answers = Together(notes).submit([write("before"), refuse, fail, write("after")])
    assert isinstance(answers[1], Refused)
    assert isinstance(answers[2], ZeroDivisionError)
    assert words(notes) == ["after", "before"]


def test_waiting_works_share_a_commit(notes: Database) -> None:
    together = Together(notes)
    answers = together.submit([write(f"w{n:02d}") for n in range(40)])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert len(words(notes)) == 40
    assert together.commits < 20, "forty works, far fewer commits"


def test_one_failure_among_many_costs_a_few_commits_and_not_one_for_each(notes: Database) -> None:
    together = Together(notes)
    answers = together.submit(
        [*(write(f"a{n:02d}") for n in range(20)), fail, *(write(f"b{n:02d}") for n in range(20))]
    )
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [ZeroDivisionError]
    assert len(words(notes)) == 40
    assert 0 < together.undone < 8, "halves of halves"


def test_an_acknowledged_change_can_already_be_read(notes: Database) -> None:
    for n in range(20):
        notes.gate.submit(write(f"w{n:02d}"))
        assert f"w{n:02d}" in words(notes)


def test_a_database_error_refuses_only_the_work_that_caused_it(notes: Database) -> None:
    notes.gate.submit(write("there"))
    answers = Together(notes).submit([write("a"), write("there"), write("b")])
    assert [isinstance(answer, Refused) for answer in answers] == [False, True, False]
    assert isinstance(answers[1], Refused)
    assert answers[1].code == "store.unavailable"
    assert words(notes) == ["a", "b", "there"]


def test_a_failed_commit_acknowledges_nobody_and_the_gate_continues(notes: Database) -> None:
    if is_sqlite(notes.url):  # a full disk
        full, mended = "pragma max_page_count = 1", "pragma max_page_count = 1073741823"
    else:  # what only the commit checks
        full, mended = COMMIT_FAILS, "drop trigger full_disk on note"
    notes.gate.submit(lambda db: db.execute(text(full)))
    answers = Together(notes).submit([write(f"w{n}", "long " * 4000) for n in range(5)])
    assert [answer.code for answer in answers if isinstance(answer, Refused)] == ["store.unavailable"] * 5
    assert words(notes) == []
    notes.gate.submit(lambda db: db.execute(text(mended)))
    notes.gate.submit(write("w1", "long " * 4000))
    assert words(notes) == ["w1"]


def test_a_failed_write_is_logged_without_its_values(notes: Database, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        with contextlib.suppress(Refused):
            notes.gate.submit(write("secret-choice"))
    assert "transaction failed" in caplog.text
    assert "secret-choice" not in "\n".join(line for line in caplog.text.splitlines() if "parameters" in line)


def test_an_undone_savepoint_leaves_nothing_in_the_session(notes: Database) -> None:
    """A work that was then refused made a head of a book; the next work must not believe that this head was written."""

    def append(db: Session) -> None:
        journal.append(db, "meeting-77", [CardIssued(person_id=1)], actor="an", at=now())

    def append_and_refuse(db: Session) -> None:
        append(db)
        raise Refused(NOT_FOUND)

    Together(notes).submit([append_and_refuse, append, append_and_refuse, append])
    with notes.read() as db:
        assert [entry.seq for entry in journal.entries(db, "meeting-77")] == [1, 2]
        assert journal.head_seq(db, "meeting-77") == 2
        check(journal.entries(db, "meeting-77"))


def test_a_thread_commits_for_the_loop_and_begins_only_while_another_process_writes(
    notes: Database,
) -> None:
    if not is_sqlite(notes.url):
        pytest.skip("the wait for PostgreSQL's lock is a green one")
    trips: list[str] = []

    def offload(function: Callable[..., object], *args: object) -> object:
        trips.append(function.__name__)
        return function(*args)

    ours, other = Database(notes.url, offload), Database(notes.url)
    ours.gate.submit(write("alone"))
    assert trips == ["commit"]
    held = threading.Event()

    def hold(db: Session) -> None:
        write("the other's")(db)
        held.set()
        time.sleep(0.3)

    holder = threading.Thread(target=lambda: other.gate.submit(hold))
    holder.start()
    held.wait(10)
    ours.gate.submit(write("after it"))
    holder.join()
    assert words(notes) == ["after it", "alone", "the other's"]
    assert trips == ["commit", "_begin_patiently", "commit"]
    ours.close()
    other.close()
