"""A thousand random changes of minutes and journal: every one is found, and the right entry named.

The forger may hash the journal again along the whole chain, and may change what was recorded after the minutes were
drawn. The seed is fixed, so a failure can be repeated.
"""

import random
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from meeting.journal.chain import Entry
from meeting.kernel.clock import read_stamp, stamp
from meeting.paper.document import draw
from meeting.proof.verify import PaperReading, verify
from tests.forgeries import lines_of, relinked
from tests.paper.conftest import Papers
from tests.tries import TRIES

SPOILT, REWRITTEN, IN_TAIL, PAPERS, REDRAWN = (TRIES * count for count in (388, 380, 170, 54, 8))

Mutation = tuple[bytes, int]
"""A journal, and the number of its first wrong entry."""


def test_the_changes_are_a_thousand_or_more() -> None:
    assert SPOILT + REWRITTEN + IN_TAIL + PAPERS + REDRAWN == 1000 * TRIES


def test_a_journal_damaged_in_any_byte_or_line_is_named_at_that_line(papers: Papers, reading: PaperReading) -> None:
    dice = random.Random(1)
    for _ in range(SPOILT):
        journal, seq = spoilt(papers.told.journal, dice)
        report = reading.report(journal)
        assert (report.verdict != "ok", report.first_bad_seq) == (True, seq)


@pytest.mark.parametrize(("seed", "count", "tail"), [(2, REWRITTEN, False), (3, IN_TAIL, True)])
def test_a_rechained_journal_is_named_at_its_first_change(
    papers: Papers, reading: PaperReading, seed: int, count: int, tail: bool
) -> None:
    dice = random.Random(seed)
    first = papers.story.head[0] if tail else 0
    for _ in range(count):
        entries, seq, how = rewritten(papers.told.entries, dice, first)
        report = reading.report(lines_of(relinked(entries)))
        assert (report.verdict != "ok", report.first_bad_seq) == (True, seq), (how, report.lines()[-3:])


def test_a_paper_changed_in_any_byte_is_found(papers: Papers) -> None:
    dice = random.Random(4)
    for number in range(PAPERS):
        how = (flipped, in_container, without, with_more, cut, added_to)[number % 6]
        report = verify(how(papers.by_both, dice), papers.trusted, papers.told.journal)
        assert report.verdict != "ok", how
        wrong = {finding.name for finding in report.findings if finding.outcome != "ok"}
        assert not {"export", "tail"} & wrong, "the journal is the honest one, and accused of nothing"


def test_a_paper_drawn_again_from_a_rewritten_journal_is_found_by_the_honest_one(papers: Papers) -> None:
    dice = random.Random(5)
    for _ in range(REDRAWN):
        entries, seq, _ = rewritten(papers.story.entries, dice, 0)
        forged = draw(papers.manuscript, lines_of(relinked(entries)))
        report = verify(forged, papers.trusted, papers.told.journal)
        assert (report.verdict, report.first_bad_seq) == ("tampered", seq)


def spoilt(journal: bytes, dice: random.Random) -> Mutation:
    """One byte or one line changed, the hashes left as they were."""
    lines = journal.splitlines(keepends=True)
    place = dice.randrange(len(lines))
    line, seq = lines[place], place + 1
    match dice.randrange(6):
        case 0:
            lines[place] = flipped(line, dice)
        case 1:
            lines[place] = without(line, dice)
        case 2:
            del lines[place]
        case 3:
            lines.insert(place, line)
            seq += 1
        case 4:
            return b"".join(lines[:place]) + line[: dice.randrange(len(line))], seq
        case _:
            lines.insert(place, dice.randbytes(dice.randrange(200)).replace(b"\n", b"") + b"\n")
    return b"".join(lines), seq


def rewritten(entries: list[Entry], dice: random.Random, first: int) -> tuple[list[Entry], int, str]:
    """One entry from place `first` on is changed, left out, doubled or moved; the chain must then be hashed again."""
    place = dice.randrange(first, len(entries))
    told = list(entries)
    how = dice.choice(("body", "body", "body", "at", "actor", "left out", "doubled", "moved", "inserted"))
    if how == "left out":
        del told[place]
    elif how == "doubled":
        told.insert(place, told[place])
        place += 1
    elif how == "moved":
        place = min(place, len(told) - 2)
        told[place], told[place + 1] = told[place + 1], told[place]
    elif how == "inserted":
        told.insert(place, dice.choice([entry for entry in entries if entry != entries[place]]))
    else:
        told[place] = changed(told[place], how, dice)
    return told, place + 1, how


def changed(entry: Entry, how: str, dice: random.Random) -> Entry:
    if how == "at":  # the last entry's time is held to ten minutes by the time in the signature
        moved = timedelta(minutes=dice.choice((-1, 1)) * dice.randrange(11, 500_000))
        return msgspec.structs.replace(entry, at=stamp(read_stamp(entry.at) + moved))
    if how == "actor" or not entry.body:
        return msgspec.structs.replace(entry, actor=entry.actor + "x")
    key = dice.choice(sorted(entry.body))
    return msgspec.structs.replace(entry, body=entry.body | {key: other(entry.body[key], dice)})


def other(value: Any, dice: random.Random) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + dice.choice((-1, 1, 7))
    if isinstance(value, str):
        return value + "x" if not value or dice.random() < 0.5 else value[:-1] + chr(ord(value[-1]) ^ 1)
    if isinstance(value, list):
        return value[:-1]
    if not value:
        return {"x": 1}
    key = dice.choice(sorted(value))
    return value | {key: other(value[key], dice)}


def flipped(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << dice.randrange(8)]) + data[place + 1 :]


def in_container(data: bytes, dice: random.Random) -> bytes:
    """One digit of a signature itself, or of the empty space after it."""
    start = data.rindex(b"/Contents <") + len(b"/Contents <")
    place = start + dice.choice((dice.randrange(5200), dice.randrange(16384)))
    return data[:place] + (b"A" if data[place : place + 1] != b"A" else b"B") + data[place + 1 :]


def without(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + data[place + 1 :]


def with_more(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + dice.randbytes(1) + data[place:]


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def added_to(data: bytes, dice: random.Random) -> bytes:
    return data + dice.randbytes(dice.randrange(1, 50))
