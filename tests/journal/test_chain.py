"""The hash chain: any line that is changed, removed, added or moved is found, and its number is named."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.journal import book as journal
from meeting.journal.chain import GENESIS, Broken, Entry, check, link
from meeting.proof.books import read_book
from tests.pace import ANY_PACE

AT = "2026-09-24T01:00:00.000Z"
Values = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
Bodies = st.dictionaries(st.text(max_size=10), Values | st.lists(Values, max_size=3), max_size=4)


def chain_of(bodies: list[dict[str, object]], book: str = "meeting-1") -> list[Entry]:
    """A book with these bodies, one per line."""
    entries: list[Entry] = []
    for body in bodies:
        prev = entries[-1].hash if entries else GENESIS
        entries.append(link(prev, book=book, seq=len(entries) + 1, at=AT, kind="test.fact", actor="lan", body=body))
    return entries


def broken_at(entries: list[Entry]) -> int:
    """The first number that does not hold."""
    with pytest.raises(Broken) as broken:
        check(entries)
    assert broken.value.reason
    return broken.value.seq


@ANY_PACE
@given(st.lists(Bodies, max_size=8))
def test_an_untouched_book_holds_and_ends_at_its_head(bodies: list[dict[str, object]]) -> None:
    entries = chain_of(bodies)
    assert check(entries) == (entries[-1].hash if entries else GENESIS)


@ANY_PACE
@given(st.lists(Bodies, min_size=1, max_size=8))
def test_an_export_is_read_back_as_it_was(bodies: list[dict[str, object]]) -> None:
    entries = chain_of(bodies)
    assert list(read_book(journal.write_export(entries)).entries) == entries


@ANY_PACE
@given(st.lists(Bodies, min_size=1, max_size=8), st.data())
def test_a_changed_field_is_found_at_its_line(bodies: list[dict[str, object]], data: st.DataObject) -> None:
    entries = chain_of(bodies)
    place = data.draw(st.integers(0, len(entries) - 1))
    field, value = data.draw(
        st.sampled_from(
            [
                ("body", {"another": "body"}),
                ("actor", "nam"),
                ("kind", "test.other"),
                ("at", "2026-09-24T01:00:00.001Z"),
                ("hash", "f" * 64),
                ("prev", "e" * 64),
                ("v", 2),
            ]
        )
    )
    entries[place] = msgspec.structs.replace(entries[place], **{field: value})
    assert broken_at(entries) == place + 1


@ANY_PACE
@given(st.lists(Bodies, min_size=2, max_size=8), st.data())
def test_a_removed_line_is_found(bodies: list[dict[str, object]], data: st.DataObject) -> None:
    entries = chain_of(bodies)
    place = data.draw(st.integers(0, len(entries) - 2))
    del entries[place]
    assert broken_at(entries) == place + 1


@ANY_PACE
@given(st.lists(Bodies, min_size=2, max_size=8, unique_by=repr), st.data())
def test_two_swapped_lines_are_found(bodies: list[dict[str, object]], data: st.DataObject) -> None:
    entries = chain_of(bodies)
    place = data.draw(st.integers(0, len(entries) - 2))
    entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert broken_at(entries) == place + 1


@ANY_PACE
@given(st.lists(Bodies, min_size=1, max_size=8), st.data())
def test_an_inserted_line_is_found(bodies: list[dict[str, object]], data: st.DataObject) -> None:
    entries = chain_of(bodies)
    place = data.draw(st.integers(0, len(entries) - 1))
    prev = entries[place].prev
    entries.insert(place, link(prev, book="meeting-1", seq=place + 1, at=AT, kind="x", actor="x", body={"sly": True}))
    assert broken_at(entries) == place + 2, "the first line after what was slipped in no longer follows"


def test_a_line_from_another_book_is_found() -> None:
    entries = chain_of([{"n": 1}, {"n": 2}])
    other = link(entries[0].hash, book="meeting-2", seq=2, at=AT, kind="test.fact", actor="lan", body={"n": 2})
    assert broken_at([entries[0], other]) == 2


def test_a_book_that_begins_late_is_found() -> None:
    assert broken_at(chain_of([{"n": 1}, {"n": 2}])[1:]) == 1


@pytest.mark.parametrize("line", [b"{}", b"not json", b'{"v":"1"}', b"[]"])
def test_a_line_that_cannot_be_read_is_named(line: bytes) -> None:
    good = journal.write_export(chain_of([{"n": 1}]))
    broken = read_book(good + line + b"\n").broken
    assert broken is not None
    assert broken.seq == 2
    assert str(broken) == f"2: {broken.reason}"


def test_a_line_with_a_field_that_no_hash_covers_is_named() -> None:
    lines = journal.write_export(chain_of([{"n": 1}, {"n": 2}])).splitlines(keepends=True)
    broken = read_book(lines[0] + lines[1].replace(b'"v":', b'"note":"slipped in","v":')).broken
    assert broken is not None
    assert broken.seq == 2


def test_a_text_with_every_kind_of_line_end_stays_one_line() -> None:
    """Some readers take U+2028, U+0085 and similar characters for line ends; they must not cut an export there."""
    entries = chain_of([{"text": "a\u2028b\u2029c\x85d\x0be\x1cf\ng\rh"}])
    assert list(read_book(journal.write_export(entries)).entries) == entries
