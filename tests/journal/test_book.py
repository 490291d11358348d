"""The meeting's book in the database: no holes, nothing written twice, and tampering found by its number."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from meeting.journal import book as journal
from meeting.journal.chain import Broken, check
from meeting.journal.events import decode, encode, registered
from meeting.proof.books import read_book
from tests.council import AGAINST, FOR, Council


@pytest.fixture
def voted(sitting: Council) -> Council:
    """A meeting in which one vote was held."""
    with sitting.unwatched():
        motion = sitting.opens_motion()
        sitting.splits(motion, 6, 3)
        sitting.closes(motion)
        sitting.announces(motion)
    return sitting


def tamper(council: Council, *statements: str, **values: object) -> None:
    """What somebody who controls the database may do."""
    values = {"book": journal.book_of(council.meeting), **values}

    def work(db: Session) -> None:
        for statement in statements:
            db.execute(text(statement), {k: v for k, v in values.items() if f":{k}" in statement})

    council.database.gate.submit(work)


def a_ballot(council: Council) -> int:
    """The number of a ballot's line."""
    return next(entry.seq for entry in council.journal() if entry.kind == "voting.ballot_cast")


def broken_at(council: Council) -> int:
    with pytest.raises(Broken) as broken:
        check(council.journal())
    return broken.value.seq


def test_lines_are_numbered_without_holes_and_the_chain_holds(voted: Council) -> None:
    entries = voted.journal()
    assert [entry.seq for entry in entries] == list(range(1, voted.seq() + 1))
    with voted.database.read() as db:
        head = db.execute(
            text("select hash from journal_head where book = :book"), {"book": journal.book_of(voted.meeting)}
        ).scalar_one()
    assert check(entries) == head


def test_the_office_has_its_own_journal(council: Council) -> None:
    with council.database.read() as db:
        kinds = {entry.kind for entry in journal.entries(db, journal.OFFICE)}
    assert {"people.person_added", "people.card_issued", "agenda.meeting_planned"} <= kinds


def test_no_secret_is_in_any_journal(council: Council) -> None:
    with council.database.read() as db:
        written = journal.export(db, journal.OFFICE) + journal.export(db, journal.book_of(council.meeting))
        hashes = db.execute(text("select pin_hash, card_hash from login")).all()
    assert hashes
    for pin, card in hashes:
        assert pin.encode() not in written
        assert card.encode() not in written


def test_a_changed_ballot_is_found(voted: Council) -> None:
    seq = a_ballot(voted)
    assert voted.journal()[seq - 1].body["choice"] == FOR
    tamper(
        voted,
        "update journal_line set body = replace(body, :old, :new) where book = :book and seq = :seq",
        seq=seq,
        old=f'"{FOR}"',
        new=f'"{AGAINST}"',
    )
    assert voted.journal()[seq - 1].body["choice"] == AGAINST
    assert broken_at(voted) == seq


def test_a_removed_ballot_is_found(voted: Council) -> None:
    seq = a_ballot(voted)
    tamper(voted, "delete from journal_line where book = :book and seq = :seq", seq=seq)
    assert broken_at(voted) == seq


def test_removed_and_renumbered_is_found(voted: Council) -> None:
    seq = a_ballot(voted)
    tamper(voted, "delete from journal_line where book = :book and seq = :seq", seq=seq)
    for later in range(seq + 1, voted.seq() + 1):
        tamper(voted, "update journal_line set seq = seq - 1 where book = :book and seq = :later", later=later)
    assert broken_at(voted) == seq


def test_two_swapped_ballots_are_found(voted: Council) -> None:
    seq = a_ballot(voted)
    move = "update journal_line set seq = :new where book = :book and seq = :old"
    for old, new in ((seq, 9999), (seq + 1, seq), (9999, seq + 1)):
        tamper(voted, move, old=old, new=new)
    assert broken_at(voted) == seq


def test_an_inserted_ballot_is_found(voted: Council) -> None:
    seq = voted.seq() + 1
    tamper(
        voted,
        "insert into journal_line select book, :seq, at, kind, actor, body, prev, hash from journal_line "
        "where book = :book and seq = :some",
        seq=seq,
        some=a_ballot(voted),
    )
    assert broken_at(voted) == seq


def test_an_export_equals_the_database(voted: Council) -> None:
    with voted.database.read() as db:
        exported = journal.export(db, journal.book_of(voted.meeting))
        some = journal.export(db, journal.book_of(voted.meeting), upto=5)
    assert list(read_book(exported).entries) == voted.journal()
    assert exported.startswith(some)
    assert len(read_book(some).entries) == 5


def test_events_after_a_number_are_exactly_those(voted: Council) -> None:
    assert [event.kind for event in voted.events(after=voted.seq() - 2)] == [
        "voting.motion_closed",
        "voting.result_announced",
    ]
    assert voted.events(after=voted.seq()) == []


def test_every_event_is_read_back_as_it_was_written(voted: Council) -> None:
    events = voted.events()
    assert [decode(event.kind, encode(event)) for event in events] == events


def test_every_kind_is_named_by_feature_and_past_tense() -> None:
    for kind, cls in registered().items():
        feature, _, verb = kind.partition(".")
        assert cls.__module__ == f"meeting.{feature}.events"
        assert verb.isascii() and verb.replace("_", "").isalpha()
        assert cls.__doc__
